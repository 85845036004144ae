"""Whatever happens in whatever order, every match is accounted for and ends one way."""

import asyncio
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from delivery_scene import match_of, rows, subscribe
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from schemas.matches import Match
from services.delivery.channel import Answer
from services.delivery.effect import take_in
from services.delivery.outbound import unsendable
from services.delivery.retry import judge
from services.store import deliveries, delivery_log, ledger, subscriptions, targets
from services.store.engine import Store
from services.store.migrate import migrate

FINAL = {"delivered", "suppressed"}
CLAIM = timedelta(seconds=20)
ANSWERS = st.sampled_from(
    [
        Answer(outcome="delivered", ending="delivered", words="200"),
        Answer(outcome="http_4xx", words="404", refused=True),
        Answer(outcome="http_410", ending="gone", words="410"),
        Answer(outcome="smtp_5xx", ending="never", words="550 no such box"),
        Answer(outcome="http_429", words="429", throttled=True, retry_after_seconds=86_400),
        Answer(outcome="http_5xx", words="500"),
        Answer(outcome="timeout", words="nothing came for 15 s", throttled=True),
    ]
)
SUBSCRIPTIONS = st.integers(0, 3)
STEPS = st.lists(
    st.tuples(SUBSCRIPTIONS, st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=6
)
ROLES = ("first", "copy", "edit", "rewrite", "translation", "follow-up")


class _CrashError(Exception):
    pass


class DeliveryMachine(RuleBasedStateMachine):
    """Matches, repeats, crashes, answers, clock jumps, changes of subscriptions and replays."""

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._folder = tempfile.TemporaryDirectory()
        self._store = Store.at(f"sqlite+aiosqlite:///{Path(self._folder.name) / 'store.sqlite'}")
        self._now = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)
        self._taken: set[str] = set()
        self._final: dict[str, str] = {}
        self._ids: list[str] = []

    def teardown(self) -> None:
        self._runner.run(self._store.__aexit__(None, None, None))
        self._runner.close()
        self._folder.cleanup()

    @initialize()
    def start(self) -> None:
        async def prepare() -> list[str]:
            await migrate(self._store)
            urls = [None, "https://a.example/", "https://b.example/"]
            return [(await subscribe(self._store, url)).subscription_id for url in urls]

        self._ids = [*self._runner.run(prepare()), "sub_unknown"]

    @rule(steps=STEPS, crash=st.booleans())
    def matches_come(self, steps: list[tuple[int, int, int]], crash: bool) -> None:  # noqa: FBT001
        matches = [self._match(*step) for step in steps]

        async def take() -> None:
            async with self._store.begin() as connection:
                await take_in(connection, matches, self._now)
                if crash:
                    raise _CrashError

        try:
            self._runner.run(take())
            self._taken |= {match.match_id for match in matches}
        except _CrashError:
            assert crash

    def _match(self, subscription: int, story: int, article: int) -> Match:
        sub, role = self._ids[subscription], ROLES[article % len(ROLES)]
        return match_of(sub, f"s{story}", f"a{article}", role)  # type: ignore[arg-type]

    @rule(answer=ANSWERS, most=st.integers(1, 5), crash=st.booleans())
    def due_rows_are_sent(self, answer: Answer, most: int, crash: bool) -> None:  # noqa: FBT001
        async def send() -> None:
            async with self._store.begin() as connection:
                due = await deliveries.due(connection, self._now, most)
                ids = [each.message_id for each in due]
                claimed = await deliveries.claim(connection, ids, self._now, self._now + CLAIM)
            for claimed_rows in claimed.values():
                if not crash:
                    await self._record(claimed_rows[0], answer)

        self._runner.run(send())

    async def _record(self, row: Any, answer: Answer) -> None:
        if ending := unsendable(row):
            async with self._store.begin() as connection:
                assert await deliveries.end_unsent(connection, row.message_id, *ending, self._now)
            return
        verdict = judge(answer, row.attempts + 1, now=self._now, jitter=0.5)
        attempt = deliveries.Attempt(
            message_id=row.message_id,
            attempts_before=row.attempts,
            started_at=self._now,
            milliseconds=1,
            outcome=answer.outcome,
            answer=answer.words,
            state=verdict.state,
            reason=verdict.reason,
            next_attempt_at=verdict.next_attempt_at,
        )
        async with self._store.begin() as connection:
            assert await deliveries.record_attempt(connection, attempt, self._now)
            if verdict.disable_target:
                await targets.disable(connection, row.subscription_id, row.target, "410", self._now)

    @rule(seconds=st.sampled_from([-7_200, 6, 30, 700, 90_000]))
    def the_clock_moves(self, seconds: int) -> None:
        self._now += timedelta(seconds=seconds)

    @rule(
        subscription=st.integers(0, 2),
        change=st.sampled_from(
            [
                {"enabled": False},
                {"enabled": True},
                {"target": None},
                {"channel": "live", "target": None},
                {"channel": "webhook", "target": "https://c.example/"},
                {"removed": True},
            ]
        ),
    )
    def a_subscription_changes(self, subscription: int, change: dict[str, Any]) -> None:
        async def apply() -> None:
            async with self._store.begin() as connection:
                await subscriptions.change(connection, self._ids[subscription], self._now, **change)

        self._runner.run(apply())

    @rule(story=st.integers(0, 3), article=st.integers(0, 9), subscription=SUBSCRIPTIONS)
    def a_row_is_replayed(self, subscription: int, story: int, article: int) -> None:
        async def replay() -> None:
            async with self._store.begin() as connection:
                match = self._match(subscription, story, article)
                await delivery_log.replay(connection, match.match_id, self._now)

        self._runner.run(replay())

    @invariant()
    def every_match_is_accounted_for(self) -> None:
        if not self._ids:
            return
        written, identity = self._runner.run(self._look())
        assert identity.holds
        assert {row.match_id for row in written} == self._taken
        self._check_numbers(written)
        self._check_ends(written)

    async def _look(self) -> tuple[Any, ledger.Identity]:
        async with self._store.begin(reading=True) as connection:
            return await rows(self._store), await ledger.identity(connection)

    def _check_numbers(self, written: Any) -> None:
        alerts = [row for row in written if row.leads]
        assert sorted(row.number for row in alerts) == list(range(1, len(alerts) + 1))
        stories = Counter((row.subscription_id, row.story_id) for row in alerts)
        assert set(stories.values()) <= {1}
        assert all(row.number is None for row in written if not row.leads)

    def _check_ends(self, written: Any) -> None:
        for row in written:
            assert (row.ended_at is None) == (row.state == "pending")
            assert (row.next_attempt_at is not None) == (row.state == "pending")
            assert row.reason or row.state in {"delivered", "pending"}
            if row.match_id in self._final:
                assert row.state == self._final[row.match_id]
            if row.state in FINAL:
                self._final[row.match_id] = row.state


DeliveryMachine.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestDelivery = DeliveryMachine.TestCase
