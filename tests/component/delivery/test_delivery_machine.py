"""Whatever happens in whatever order, every match is accounted for and ends one way."""

import asyncio
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from delivery_scene import match_of, rows, subscribe
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from ledger_checks import (
    FINAL,
    check_ends,
    check_holds,
    check_messages,
    check_numbers,
    check_stories,
)

from dideban.alerting.policy import PLAIN, Mute, Policy, Window, policy_text
from schemas.matches import Match
from services.delivery.channel import Answer
from services.delivery.effect import take_in
from services.delivery.outbound import resting_now, unsendable
from services.delivery.retry import judge
from services.store import deliveries, delivery_log, held, ledger, subscriptions, targets
from services.store.engine import Store
from services.store.ledger import ENDED
from services.store.migrate import migrate
from services.store.tables import ledger as table

CLAIM = timedelta(seconds=20)
LOOKS, APART = 50, timedelta(hours=31)
"""Past every pause and hold of these tests, each time at another hour, so not always at night."""
MANY = 1_000
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
    st.tuples(SUBSCRIPTIONS, st.integers(0, 1), st.integers(0, 19)), min_size=1, max_size=12
)
NIGHTS = (Window(starts="20:00", ends="07:00"), Window(starts="00:00", ends="24:00", days=("fri",)))
POLICIES = st.sampled_from(
    [
        PLAIN,
        Policy(max_an_hour=1),
        Policy(max_an_hour=2, follow_ups=False),
        Policy(time_zone="Asia/Tehran", quiet_hours=NIGHTS),
        Policy(time_zone="Europe/Berlin", quiet_hours=NIGHTS, max_an_hour=1),
        Policy(quiet_hours=NIGHTS, severity="critical"),
        Policy(digest="hourly"),
        Policy(time_zone="Asia/Tehran", digest="daily", digest_at="03:00", quiet_hours=NIGHTS),
        Policy(paused_until=date(2025, 12, 20), quiet_hours=NIGHTS),
        Policy(paused_until=date(2026, 1, 15)),
        Policy(mutes=(Mute(kind="source", value="خبرگزاری آزمون", until=date(2025, 12, 19)),)),
        Policy(mutes=(Mute(kind="term", value="گاز"),), quiet_hours=NIGHTS),
    ]
)
NEWS = ("text", "number-added:38")
ROLES = ("first", "copy", "edit", "rewrite", "translation", "follow-up")


class _CrashError(Exception):
    pass


class DeliveryMachine(RuleBasedStateMachine):
    """Matches, repeats, crashes, answers, clock jumps, changes, policies, pauses and replays."""

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._folder = tempfile.TemporaryDirectory()
        self._store = Store.at(f"sqlite+aiosqlite:///{Path(self._folder.name) / 'store.sqlite'}")
        self._now = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)
        self._latest = self._now
        self._policies: dict[str, Policy] = {}
        self._tried: dict[str, str] = {}
        self._taken: set[str] = set()
        self._final: dict[str, str] = {}
        self._dead: set[str] = set()
        self._ids: list[str] = []

    def teardown(self) -> None:
        try:
            if self._ids:
                self._everything_ends()
        finally:
            self._close()

    def _everything_ends(self) -> None:
        """Let time pass with targets that answer: nothing waits for ever, each story ends once."""
        answer = Answer(outcome="delivered", ending="delivered", words="200")
        for _ in range(LOOKS):
            self._now += APART
            self._latest = max(self._latest, self._now)
            self._send(answer, MANY, crash=False)
            written, _ = self._runner.run(self._look())
            if {row.state for row in written} <= ENDED:
                break
        self.every_match_is_accounted_for()
        assert {row.state for row in written} <= ENDED
        check_stories(written)

    def _close(self) -> None:
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
        self._take(steps, crash=crash)

    def _take(self, steps: list[tuple[int, int, int]], *, crash: bool) -> None:
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

    @rule(
        subscription=st.integers(0, 2),
        story=st.integers(0, 1),
        articles=st.lists(st.integers(0, 19), min_size=3, max_size=9),
    )
    def a_story_runs(self, subscription: int, story: int, articles: list[int]) -> None:
        self._take([(subscription, story, article) for article in articles], crash=False)

    def _match(self, subscription: int, story: int, article: int) -> Match:
        sub, role = self._ids[subscription], ROLES[article % len(ROLES)]
        changes = NEWS if article % 2 else ()
        return match_of(sub, f"s{story}", f"a{article}", role, changes=changes)  # type: ignore[arg-type]

    @rule(answer=ANSWERS, most=st.integers(1, 5), crash=st.booleans())
    def due_rows_are_sent(self, answer: Answer, most: int, crash: bool) -> None:  # noqa: FBT001
        self._send(answer, most, crash=crash)

    def _send(self, answer: Answer, most: int, *, crash: bool) -> None:
        async def send() -> None:
            async with self._store.begin() as connection:
                await held.release(connection, self._now, most)
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
        if rests := resting_now(row, self._now):
            async with self._store.begin() as connection:
                assert await held.defer(connection, row.message_id, rests)
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
            assert await deliveries.record_attempts(connection, [attempt], self._now)
            if verdict.disable_target:
                await targets.disable(connection, row.subscription_id, row.target, "410", self._now)

    @rule(seconds=st.sampled_from([-7_200, 6, 30, 700, 7_200, 40_000, 90_000]))
    def the_clock_moves(self, seconds: int) -> None:
        self._now += timedelta(seconds=seconds)
        self._latest = max(self._latest, self._now)

    @rule(subscription=st.integers(0, 2), policy=POLICIES)
    def a_policy_changes(self, subscription: int, policy: Policy) -> None:
        if self._change(subscription, {"policy": policy_text(policy)}):
            self._policies[self._ids[subscription]] = policy

    @rule(subscription=st.integers(0, 2), story=st.integers(0, 1))
    def a_story_is_acknowledged(self, subscription: int, story: int) -> None:
        async def acknowledge() -> None:
            async with self._store.begin() as connection:
                which = table.c.subscription_id == self._ids[subscription]
                statement = table.update().where(which, table.c.story_id == f"s{story}")
                await connection.execute(statement.values(acknowledged_at=self._now))

        self._runner.run(acknowledge())

    @rule(
        subscription=st.integers(0, 2),
        change=st.sampled_from(
            [
                {"enabled": False},
                {"enabled": True},
                {"target": None},
                {"channel": "live", "target": None},
                {"channel": "webhook", "target": "https://c.example/"},
                {"removed": True, "enabled": False},
            ]
        ),
    )
    def a_subscription_changes(self, subscription: int, change: dict[str, Any]) -> None:
        self._change(subscription, change)

    def _change(self, subscription: int, change: dict[str, Any]) -> bool:
        """Return whether there is one to change: not where it was removed."""

        async def apply() -> bool:
            sub = self._ids[subscription]
            async with self._store.begin() as connection:
                found = await subscriptions.change(connection, sub, self._now, **change)
                await held.rejudge(connection, sub, self._now)
            return found

        return self._runner.run(apply())

    @rule(story=st.integers(0, 1), article=st.integers(0, 19), subscription=SUBSCRIPTIONS)
    def a_row_is_replayed(self, subscription: int, story: int, article: int) -> None:
        async def replay() -> None:
            async with self._store.begin() as connection:
                match = self._match(subscription, story, article)
                await delivery_log.replay(connection, match.match_id, self._now)

        self._runner.run(replay())
        written, _ = self._runner.run(self._look())
        self._dead &= {row.match_id for row in written if row.state == "dead"}

    @invariant()
    def every_match_is_accounted_for(self) -> None:
        if not self._ids:
            return
        written, identity = self._runner.run(self._look())
        assert identity.holds
        assert {row.match_id for row in written} == self._taken
        check_numbers(written)
        check_ends(written)
        check_messages(written)
        check_holds(written, self._policies, self._latest)
        self._check_what_stays(written)

    async def _look(self) -> tuple[Any, ledger.Identity]:
        async with self._store.begin(reading=True) as connection:
            return await rows(self._store), await ledger.identity(connection)

    def _check_what_stays(self, written: Any) -> None:
        """What ended stays so, and what was tried stays the message it was."""
        for row in written:
            assert row.state == self._final.get(row.match_id, row.state)
            assert row.message_id == self._tried.get(row.match_id, row.message_id)
            assert row.state == "dead" or row.match_id not in self._dead, "none asked for it"
            if row.state == "dead":
                self._dead.add(row.match_id)
            if row.state in FINAL:
                self._final[row.match_id] = row.state
            if row.attempts:
                self._tried[row.match_id] = row.message_id


DeliveryMachine.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestDelivery = DeliveryMachine.TestCase
