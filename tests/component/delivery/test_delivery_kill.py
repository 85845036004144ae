"""The real process, killed with -9 between every effect and the commit that follows it."""

import asyncio
import json
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from delivery_scene import Receiver, match_of, rows, status, subscribe
from kill_record import record
from mail_scene import FROM, office, subscribe_by_mail

from dideban.alerting.holding import Hold
from dideban.alerting.policy import PLAIN, Policy, policy_text
from schemas.codec import encode
from schemas.matches import Match
from schemas.topics import MATCHES
from services.delivery.effect import take_in
from services.runtime import failpoints
from services.runtime.bus import Bus, Message, create_topics
from services.runtime.settings import Common
from services.store import held, ledger, subscriptions
from services.store.engine import Store
from services.store.migrate import migrate
from tests.conftest import fresh_schema, stores_to_test
from tests.kill_record import CONSUMING

SENDING = ("before_claim", "before_post", "after_post", "after_record")
HOLDING = ("before_release", "after_release", "before_defer", "after_defer")
ENDING = ("before_end", "after_end")
ELSEWHERE = {"after_outbox"}
KEPT = Path(__file__).parents[3] / "benchmarks" / "results"
PATIENCE_SECONDS = 60
MATCHES_SENT = 10


def test_every_boundary_of_the_service_is_killed_at() -> None:
    services = Path(failpoints.__file__).parents[1]
    sources = [*(services / "delivery").glob("*.py"), *(services / "runtime").glob("*.py")]
    reached = {
        name for path in sources for name in re.findall(r'reach\("(\w+)"', path.read_text("utf-8"))
    }
    assert reached - ELSEWHERE == {*CONSUMING, *SENDING, *HOLDING, *ENDING}


def test_the_page_shows_each_boundary_on_both_stores_with_nothing_lost_or_doubled() -> None:
    lines = (KEPT / "kills.jsonl").read_text(encoding="utf-8").splitlines()
    kills = [json.loads(line) for line in lines]
    shown = {(kill["service"], kill["boundary"], kill["store"]) for kill in kills}
    stores = ("SQLite", "PostgreSQL")
    assert shown == {
        *product(["delivery"], (*CONSUMING, *SENDING, *HOLDING, *ENDING), stores),
        *product(["stories"], CONSUMING, stores),
        *product(["alerts"], ("before_send", "after_send"), ["none"]),
    }
    assert sum(kill["lost"] + kill["otherwise"] for kill in kills) == 0


@asynccontextmanager
async def service(
    settings: Common, receiver: Receiver, failpoint: str = ""
) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = {
        **os.environ,
        "DIDEBAN_HOME": settings.home,
        "DIDEBAN_STORE": settings.store,
        "DIDEBAN_BROKER": settings.broker,
        "DIDEBAN_BROKER_KIND": settings.broker_kind,
        "DIDEBAN_PARTITIONS": str(settings.partitions),
        "DIDEBAN_FAILPOINT": failpoint,
        "DIDEBAN_HTTP_ALLOW": receiver.base.removeprefix("http://"),
        "DIDEBAN_DELIVERY_TIMEOUT_SECONDS": os.environ.get("TEST_DELIVERY_SECONDS", "0.5"),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.delivery", env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def facts(process: asyncio.subprocess.Process) -> AsyncIterator[dict[str, str]]:
    """Yield what the process logs, as it does."""
    assert process.stderr is not None
    async for line in process.stderr:
        yield json.loads(line)


async def killed(settings: Common, receiver: Receiver, failpoint: str) -> None:
    async with service(settings, receiver, failpoint) as process:
        last = [fact async for fact in facts(process)][-1:]
        assert await process.wait() == -signal.SIGKILL, last


async def recovered(
    settings: Common, receiver: Receiver, store: Store, matches: list[Match], *, read_again: bool
) -> None:
    """Run the service until every match is read (where it must be), delivered and recorded."""
    subs, ids = ({m.subscription_id for m in matches}, {match.match_id for match in matches})
    done = {row.match_id for row in await rows(store) if row.state == "delivered"}
    to_read = len(matches) if read_again else 0
    async with service(settings, receiver) as process:
        async for fact in facts(process):
            if fact["event"] == "delivery_delivered":
                done.add(fact["message_id"])
            to_read -= fact["event"] == "record_emitted" and fact["key"] in subs
            if to_read <= 0 and done >= ids:
                break
    mine = [row for row in await rows(store) if row.subscription_id in subs]
    assert {row.match_id for row in mine} == ids
    assert {row.state for row in mine} == {"delivered"}
    assert sorted(row.number for row in mine) == list(range(1, len(matches) + 1))
    async with store.begin(reading=True) as connection:
        assert (await ledger.identity(connection)).holds


@pytest.fixture(params=stores_to_test())
async def settings(settings: Common, request: pytest.FixtureRequest) -> Common:
    """The settings of the service's processes: on SQLite in their home, and on PostgreSQL."""
    if request.param == "sqlite":
        return settings
    url = await fresh_schema(os.environ["DIDEBAN_TEST_POSTGRES"])
    return replace(settings, store=url)


@pytest.fixture
async def home(settings: Common) -> AsyncIterator[Store]:
    """The store, where the service's processes look for it."""
    async with Store.of(settings) as store:
        await migrate(store)
        yield store


async def alerts_for(store: Store, receiver: Receiver, topic_part: str) -> list[Match]:
    url = receiver.script("/hook", status(200))
    sub = (await subscribe(store, url)).subscription_id
    return [match_of(sub, f"{topic_part}{n}", f"{topic_part}{n}") for n in range(MATCHES_SENT)]


@pytest.mark.slow
@pytest.mark.parametrize("boundary", CONSUMING)
async def test_a_kill_while_matches_are_taken_in_loses_and_doubles_nothing(
    settings: Common, home: Store, receiver: Receiver, boundary: str
) -> None:
    matches = await alerts_for(home, receiver, boundary)
    await create_topics(settings, [MATCHES])
    async with Bus("test", settings) as bus:
        await bus.send(
            [Message(MATCHES.name, m.subscription_id.encode(), encode(m)) for m in matches]
        )
    await killed(settings, receiver, boundary)
    await recovered(settings, receiver, home, matches, read_again=boundary != "after_commit")
    sent = record(boundary, home, matches, receiver)
    assert {post.id for post in receiver.posts} == {match.match_id for match in matches}
    assert len({*sent}) == MATCHES_SENT


@pytest.mark.slow
@pytest.mark.parametrize("boundary", SENDING)
async def test_a_kill_while_alerts_are_sent_repeats_them_under_the_same_id_only(
    settings: Common, home: Store, receiver: Receiver, boundary: str
) -> None:
    matches = await alerts_for(home, receiver, boundary)
    async with home.begin() as connection:
        await take_in(connection, matches, datetime.now(UTC))
    await killed(settings, receiver, boundary)
    before = len(receiver.posts)
    await recovered(settings, receiver, home, matches, read_again=False)
    sent = record(boundary, home, matches, receiver)
    times = Counter(post.id for post in receiver.posts)
    assert set(times) == {match.match_id for match in matches}
    assert len({*sent}) == MATCHES_SENT
    repeats = sum(times.values()) - MATCHES_SENT
    if boundary == "after_post":
        assert 1 <= repeats <= before
    else:
        assert repeats <= before


async def one_alert_each(store: Store, receiver: Receiver, name: str) -> list[Match]:
    """Take in ten alerts of ten subscriptions, which never go together as a digest."""
    url = receiver.script("/hook", status(200))
    subs = [(await subscribe(store, url)).subscription_id for _ in range(MATCHES_SENT)]
    matches = [match_of(sub, f"{name}{n}", f"{name}{n}") for n, sub in enumerate(subs)]
    async with store.begin() as connection:
        await take_in(connection, matches, datetime.now(UTC))
    return matches


async def change_all(store: Store, matches: list[Match], **change: Any) -> None:
    async with store.begin() as connection:
        for match in matches:
            await subscriptions.change(
                connection, match.subscription_id, datetime.now(UTC), **change
            )
            await held.rejudge(connection, match.subscription_id, datetime.now(UTC))


@pytest.mark.slow
@pytest.mark.parametrize("boundary", HOLDING)
async def test_a_kill_while_alerts_are_held_or_let_go_loses_and_doubles_nothing(
    settings: Common, home: Store, receiver: Receiver, boundary: str
) -> None:
    matches = await one_alert_each(home, receiver, boundary)
    rests = policy_text(Policy(paused_until=date.today() + timedelta(days=3)))  # noqa: DTZ011
    if boundary in {"before_defer", "after_defer"}:
        await change_all(home, matches, policy=rests)
    else:
        async with home.begin() as connection:
            until = Hold(until=datetime.now(UTC), reason="paused")
            for match in matches:
                await held.defer(connection, match.match_id, until)
    await killed(settings, receiver, boundary)
    assert receiver.posts == []
    await change_all(home, matches, policy=policy_text(PLAIN))
    await recovered(settings, receiver, home, matches, read_again=False)
    sent = record(boundary, home, matches, receiver)
    assert sorted(id_ for id_, _ in sent) == sorted(match.match_id for match in matches)


@pytest.mark.slow
@pytest.mark.parametrize("boundary", ENDING)
async def test_a_kill_while_alerts_end_unsent_sends_none_of_them(
    settings: Common, home: Store, receiver: Receiver, boundary: str
) -> None:
    """The last alert is wanted, and is only due when those that are not have ended."""
    matches = await one_alert_each(home, receiver, boundary)
    await change_all(home, matches[:-1], enabled=False)
    async with home.begin() as connection:
        until = Hold(until=datetime.now(UTC) + timedelta(seconds=12), reason="paused")
        await held.defer(connection, matches[-1].match_id, until)
    await killed(settings, receiver, boundary)
    async with service(settings, receiver) as process:
        async for fact in facts(process):
            if fact["event"] == "delivery_delivered":
                break
    states = {row.match_id: row.state for row in await rows(home)}
    assert [states[match.match_id] for match in matches] == ["suppressed"] * 9 + ["delivered"]
    sent = record(boundary, home, matches[-1:], receiver)
    assert [id_ for id_, _ in sent] == [matches[-1].match_id]


@pytest.mark.slow
async def test_a_kill_between_a_mail_servers_answer_and_the_record_repeats_the_same_mail(
    settings: Common, home: Store, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    sub = await subscribe_by_mail(home, "khanande@example.org")
    matches = [match_of(sub, f"mail{n}", f"mail{n}") for n in range(MATCHES_SENT)]
    async with home.begin() as connection:
        await take_in(connection, matches, datetime.now(UTC))
    async with office() as post:
        monkeypatch.setenv("DIDEBAN_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("DIDEBAN_SMTP_PORT", str(post.port))
        monkeypatch.setenv("DIDEBAN_SMTP_TLS", "none")
        monkeypatch.setenv("DIDEBAN_SMTP_FROM", FROM)
        monkeypatch.setenv("TEST_DELIVERY_SECONDS", "5")  # the first page takes its template in
        await killed(settings, receiver, "after_post")
        before = len(post.letters)
        await recovered(settings, receiver, home, matches, read_again=False)
    times = Counter(message["Message-ID"] for message in post.messages())
    assert len(times) == MATCHES_SENT
    assert 1 <= sum(times.values()) - MATCHES_SENT <= before
    without_date = {re.sub(rb"\r\nDate: [^\r]*", b"", letter) for letter in post.letters}
    assert len(without_date) == MATCHES_SENT
