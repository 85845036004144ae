"""Sending what is due: claim a message, send it, record the attempt and what follows from it."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.alerting.holding import Hold
from dideban.alerting.policy import PolicyError
from schemas.codec import MalformedRecordError
from services.delivery.batching import Batcher
from services.delivery.channel import Answer, Outgoing
from services.delivery.circuit import News
from services.delivery.dispatch import Dispatch
from services.delivery.doors import NOWHERE, Doors
from services.delivery.effect import Job
from services.delivery.lanes import Bounds, Lanes
from services.delivery.looks import LOOK_SECONDS, Looks
from services.delivery.observer import Observer
from services.delivery.outbound import outgoing_of, resting_now, unsendable
from services.delivery.retry import hold_seconds, judge
from services.delivery.settings import Settings
from services.runtime.failpoints import reach
from services.runtime.outcomes import AwayError
from services.store import deliveries, held, targets
from services.store.engine import Store
from services.store.ledger import State

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
    target: str
    gone: bool
    moved_to: str | None
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What is not pure: the time in UTC, and a jitter number from -1 to 1."""

    clock: Callable[[], datetime]
    jitter: Callable[[], float]


class Sender:
    """Sends fresh messages as they are offered; each second it looks for retries and left ones."""

    def __init__(
        self,
        store: Store,
        dispatch: Dispatch,
        settings: Settings,
        observer: Observer,
        chance: Chance,
        scan_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._store = store
        self._dispatch = dispatch
        self._doors = Doors(store, settings.public_url)
        self._settings = settings
        self._observer = observer
        self._chance = chance
        self._wake = asyncio.Event()
        bounds = Bounds(
            per_target=settings.delivery_per_target,
            per_host=settings.delivery_per_host,
            at_once=settings.delivery_at_once,
            of_channel={"email": settings.smtp_connections},
            scale=settings.delivery_retry_scale,
        )
        self._lanes = Lanes(self._deliver, bounds, self._wake.set)
        self._looks = Looks(
            store, self._lanes, observer, chance.clock, scan_seconds, settings.failpoint
        )
        self._claim = Batcher(self._claim_all, BATCH_ROWS)
        self._record = Batcher(self._record_all, BATCH_ROWS)

    def offer(self, jobs: Iterable[Job]) -> None:
        """Send these messages without waiting for the next look into the store."""
        self._lanes.offer(jobs)

    @property
    def left_alone(self) -> int:
        """How many targets get nothing for now, because they fail or asked for it."""
        return self._lanes.left_alone

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; then what is on its way gets five seconds to end."""
        async with asyncio.TaskGroup() as group, self._lanes.open():
            group.create_task(self._wake_at(stop))
            await self._looks.run(stop, self._wake)

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

    async def _deliver(self, message_id: str) -> News | None:
        try:
            rows = await self._claim(message_id)
            links = await self._doors.links(rows[0]) if rows else NOWHERE
        except AwayError as away:
            self._observer.store_away(str(away))
            return None
        if not rows:
            return None
        if ending := unsendable(rows[0]):
            await self._end_unsent(rows[0], *ending)
            return None
        now = self._chance.clock()
        try:
            if rests := resting_now(rows[0], now):
                await self._defer(rows[0].message_id, rests)
                return None
            outgoing = outgoing_of(rows, now, links)
        except (MalformedRecordError, PolicyError) as error:
            await self._end_unsent(rows[0], "dead", f"the store's record is broken: {error}")
            return None
        return await self._send(rows[0], outgoing)

    async def _send(self, row: Row[Any], outgoing: Outgoing) -> News:
        reach("before_post", self._settings.failpoint)
        started = time.perf_counter()
        answer = await self._dispatch(row.channel_now, outgoing)
        seconds = time.perf_counter() - started
        reach("after_post", self._settings.failpoint)
        attempted = self._judged(row, answer, outgoing.now, seconds)
        if await self._recorded(attempted):
            reach("after_record", self._settings.failpoint)
            state, now = attempted.attempt.state, self._chance.clock()
            self._observer.attempted(row.channel_now, outgoing, state, now)
        return News(
            failed=answer.ending == "again",
            slow=seconds >= SLOW_SECONDS,
            hold_seconds=hold_seconds(answer) * self._settings.delivery_retry_scale,
        )

    def _judged(
        self, row: Row[Any], answer: Answer, started_at: datetime, seconds: float
    ) -> _Attempted:
        verdict = judge(
            answer,
            row.attempts + 1,
            now=self._chance.clock(),
            jitter=self._chance.jitter(),
            scale=self._settings.delivery_retry_scale,
        )
        attempt = deliveries.Attempt(
            message_id=row.message_id,
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
            target=row.target,
            gone=verdict.disable_target,
            moved_to=answer.moved_to,
            ours=answer.ours,
        )

    async def _recorded(self, attempted: _Attempted) -> bool:
        while True:  # what was sent must be known: better to wait here than to send it twice
            try:
                return await self._record(attempted)
            except AwayError as away:
                self._observer.store_away(str(away))
                await asyncio.sleep(AWAY_SECONDS)

    async def _claim_all(self, message_ids: Sequence[str]) -> Sequence[Sequence[Row[Any]]]:
        now = self._chance.clock()
        claimed = self._settings.delivery_timeout_seconds + CLAIM_MARGIN_SECONDS
        reach("before_claim", self._settings.failpoint)
        async with self._store.begin() as connection:
            until = now + timedelta(seconds=claimed)
            rows = await deliveries.claim(connection, message_ids, now, until)
        return [rows.get(message_id, []) for message_id in message_ids]

    async def _record_all(self, all_attempted: Sequence[_Attempted]) -> Sequence[bool]:
        now = self._chance.clock()
        made = [each.attempt for each in all_attempted]
        async with self._store.begin() as connection:
            moved = await deliveries.record_attempts(connection, made, now)
            for each in all_attempted:
                await _judge_target(connection, each, now)
        return [attempt.message_id in moved for attempt in made]

    async def _defer(self, message_id: str, until: Hold) -> None:
        reach("before_defer", self._settings.failpoint)
        try:
            async with self._store.begin() as connection:
                await held.defer(connection, message_id, until)
        except AwayError as away:
            self._observer.store_away(str(away))
            return
        reach("after_defer", self._settings.failpoint)

    async def _end_unsent(self, row: Row[Any], state: State, reason: str) -> None:
        reach("before_end", self._settings.failpoint)
        try:
            async with self._store.begin() as connection:
                ended = await deliveries.end_unsent(
                    connection, row.message_id, state, reason, self._chance.clock()
                )
        except AwayError as away:
            self._observer.store_away(str(away))
            return
        reach("after_end", self._settings.failpoint)
        self._observer.ended_unsent(row.channel, state, ended)


async def _judge_target(connection: AsyncConnection, each: _Attempted, now: datetime) -> None:
    """Follow a target that moved; disable one that is gone, or that has done nothing but fail."""
    subscription_id, target = each.subscription_id, each.target
    if each.moved_to is not None:
        await targets.move(connection, subscription_id, target, each.moved_to, now)
        return
    reason = each.attempt.reason or each.attempt.answer
    if each.gone:
        await targets.disable(connection, subscription_id, target, reason, now)
        return
    if each.ours or each.attempt.state == "delivered":
        return
    if await targets.nothing_but_failure(connection, subscription_id, target, now):
        reason = f"for {targets.PATIENCE.days} days nothing could be delivered; the last: {reason}"
        await targets.disable(connection, subscription_id, target, reason, now)
