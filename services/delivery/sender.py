"""Sending what is due: claim a row, post it, record the attempt and what follows from it."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row

from schemas.codec import MalformedRecordError, decode
from schemas.matches import Match
from services.delivery.batching import Batcher
from services.delivery.effect import Job
from services.delivery.lanes import Bounds, Lanes
from services.delivery.observer import Observer
from services.delivery.outbound import post_alert, unsendable
from services.delivery.retry import Answer, judge
from services.delivery.settings import Settings
from services.runtime.failpoints import reach
from services.runtime.http import GuardedClient
from services.runtime.outcomes import AwayError
from services.store import deliveries
from services.store.engine import Store
from services.store.ledger import State

SCAN_SECONDS: Final = 1.0
PAGE_ROWS: Final = 500
BATCH_ROWS: Final = 100
CLAIM_MARGIN_SECONDS: Final = 5.0
"""A claim outlives its request by this, so that the answer can be recorded."""
AWAY_SECONDS: Final = 0.5
SLOW_SECONDS: Final = 2.0
"""A target that takes longer than this to answer gets its slots among the troubled ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempted:
    attempt: deliveries.Attempt
    subscription_id: str
    disabled_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What is not pure: the time in UTC, and a jitter number from -1 to 1."""

    clock: Callable[[], datetime]
    jitter: Callable[[], float]


class Sender:
    """Sends fresh rows as they are offered; every second it looks for retries and left ones."""

    def __init__(
        self,
        store: Store,
        client: GuardedClient,
        settings: Settings,
        observer: Observer,
        chance: Chance,
        scan_seconds: float = SCAN_SECONDS,
    ) -> None:
        self._store = store
        self._client = client
        self._settings = settings
        self._observer = observer
        self._chance = chance
        self._scan_seconds = scan_seconds
        self._wake = asyncio.Event()
        bounds = Bounds(
            per_target=settings.webhook_per_target,
            per_host=settings.webhook_per_host,
            at_once=settings.webhook_at_once,
        )
        self._lanes = Lanes(self._deliver, bounds, self._wake.set)
        self._claim = Batcher(self._claim_all, BATCH_ROWS)
        self._record = Batcher(self._record_all, BATCH_ROWS)

    def offer(self, jobs: Iterable[Job]) -> None:
        """Send these rows without waiting for the next look into the store."""
        self._lanes.offer(jobs)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; then what is on its way gets five seconds to end."""
        async with asyncio.TaskGroup() as group, self._lanes.open():
            group.create_task(self._wake_at(stop))
            while not stop.is_set():
                self._wake.clear()
                await self._scan()
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._scan_seconds):
                        await self._wake.wait()

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

    async def _scan(self) -> None:
        place: tuple[datetime, str] | None = None
        now = self._chance.clock()
        try:
            while True:
                full = self._lanes.full
                async with self._store.begin(reading=True) as connection:
                    rows = await deliveries.due(
                        connection, now, PAGE_ROWS, after=place, without=full
                    )
                self._lanes.offer(Job(match_id=row.match_id, target=row.target) for row in rows)
                if len(rows) < PAGE_ROWS:
                    break
                place = rows[-1].next_attempt_at, rows[-1].match_id
        except AwayError as away:
            self._observer.store_away(str(away))
        else:
            self._observer.store_away(None)

    async def _deliver(self, match_id: str) -> bool:
        try:
            row = await self._claim(match_id)
        except AwayError as away:
            self._observer.store_away(str(away))
            return True
        if row is None:
            return True
        if ending := unsendable(row):
            await self._end_unsent(match_id, *ending)
            return True
        try:
            match = decode(Match, row.match)
        except MalformedRecordError as error:
            await self._end_unsent(match_id, "dead", f"the ledger's record is broken: {error}")
            return True
        return await self._send(row, match)

    async def _send(self, row: Row[Any], match: Match) -> bool:
        reach("before_post", self._settings.failpoint)
        started_at, started = self._chance.clock(), time.perf_counter()
        answer = await post_alert(self._client, row, match, started_at)
        seconds = time.perf_counter() - started
        reach("after_post", self._settings.failpoint)
        attempted = self._judged(row, answer, started_at, seconds)
        if await self._recorded(attempted):
            reach("after_record", self._settings.failpoint)
            self._observer.attempted(match, attempted.attempt.state, self._chance.clock())
        return answer.outcome == "delivered" and seconds < SLOW_SECONDS

    def _judged(
        self, row: Row[Any], answer: Answer, started_at: datetime, seconds: float
    ) -> _Attempted:
        verdict = judge(
            answer,
            row.attempts + 1,
            now=self._chance.clock(),
            jitter=self._chance.jitter(),
            scale=self._settings.webhook_retry_scale,
        )
        attempt = deliveries.Attempt(
            match_id=row.match_id,
            attempts_before=row.attempts,
            started_at=started_at,
            milliseconds=round(seconds * 1000),
            outcome=answer.outcome,
            answer=answer.words,
            state=verdict.state,
            reason=verdict.reason,
            next_attempt_at=verdict.next_attempt_at,
        )
        return _Attempted(
            attempt=attempt,
            subscription_id=row.subscription_id,
            disabled_url=row.webhook_url if verdict.disable_target else None,
        )

    async def _recorded(self, attempted: _Attempted) -> bool:
        while True:  # what was sent must be known: better to wait here than to send it twice
            try:
                return await self._record(attempted)
            except AwayError as away:
                self._observer.store_away(str(away))
                await asyncio.sleep(AWAY_SECONDS)

    async def _claim_all(self, match_ids: Sequence[str]) -> Sequence[Row[Any] | None]:
        now = self._chance.clock()
        held = self._settings.webhook_timeout_seconds + CLAIM_MARGIN_SECONDS
        async with self._store.begin() as connection:
            rows = await deliveries.claim(connection, match_ids, now, now + timedelta(seconds=held))
        return [rows.get(match_id) for match_id in match_ids]

    async def _record_all(self, all_attempted: Sequence[_Attempted]) -> Sequence[bool]:
        now, done = self._chance.clock(), []
        async with self._store.begin() as connection:
            for each in all_attempted:
                done.append(await deliveries.record_attempt(connection, each.attempt, now))
                if each.disabled_url is not None:
                    reason = each.attempt.reason or each.attempt.answer
                    await deliveries.disable_target(
                        connection, each.subscription_id, each.disabled_url, reason, now
                    )
        return done

    async def _end_unsent(self, match_id: str, state: State, reason: str) -> None:
        try:
            async with self._store.begin() as connection:
                ended = await deliveries.end_unsent(
                    connection, match_id, state, reason, self._chance.clock()
                )
        except AwayError as away:
            self._observer.store_away(str(away))
            return
        if ended:
            self._observer.ended_unsent(state)
