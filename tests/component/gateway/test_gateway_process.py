"""The gateway as a process: the live stream, its publisher, its start and its end."""

import asyncio
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from pathlib import Path

import httpx
import pytest
from gateway_process import PASSWORD, Process, events, first_user, running
from gateway_under_test import Clock, Gateway, match_of

from schemas.codec import decode
from schemas.subscriptions import SNAPSHOT_KEY, SnapshotMarker, Subscription
from schemas.topics import SUBSCRIPTIONS
from services.cli import embedded_broker
from services.gateway.desk import new_desk
from services.gateway.settings import Settings
from services.runtime.outcomes import Taken
from services.runtime.reader import follow, read_all
from services.store import subscriptions
from services.store.engine import Store
from services.store.migrate import migrate
from tests.ports import free_port

NOBODY = {"DIDEBAN_BROKER": "127.0.0.1:1", "DIDEBAN_BROKER_KIND": "embedded"}


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Gateway]:
    """The store of a gateway process, with hands that write alerts into it."""
    settings = Settings(home=str(tmp_path))
    async with Store.of(settings) as store:
        await migrate(store)
        yield Gateway(new_desk(settings, store, asyncio.Event()), Clock())


async def some(stream: AsyncIterator[dict[str, object]], count: int) -> list[object]:
    async with asyncio.timeout(20):
        return [
            (event["event"], event["id"]) for event in [await anext(stream) for _ in range(count)]
        ]


async def test_the_stream_resumes_without_a_gap_after_a_break_and_after_a_kill(
    newsroom: Gateway, tmp_path: Path
) -> None:
    shared = await newsroom.subscription("local", "Gas")
    port = {"DIDEBAN_GATEWAY_PORT": str(free_port())}
    async with (
        running(tmp_path, {**NOBODY, **port}) as process,
        first_user(process, tmp_path) as browser,
    ):
        async with aclosing(events(browser)) as stream:
            assert await some(stream, 1) == [("start", 0)]
            await newsroom.alert(shared, match_of(1))
            await newsroom.alert(shared, match_of(2))
            assert await some(stream, 2) == [("alert", 1), ("alert", 2)]
        await newsroom.alert(shared, match_of(3))
        resumed = events(browser, **{"Last-Event-ID": "2"})
        async with aclosing(resumed) as stream:
            assert await some(stream, 2) == [("start", 2), ("alert", 3)]
            assert await process.end(signal.SIGKILL) == -signal.SIGKILL
            with suppress(httpx.TransportError, StopAsyncIteration):
                await anext(stream)
    await newsroom.alert(shared, match_of(4))
    async with running(tmp_path, {**NOBODY, **port}) as process:
        address = await process.address()
        back = httpx.AsyncClient(base_url=address, cookies=browser.cookies, timeout=20)
        async with back, aclosing(events(back, **{"Last-Event-ID": "3"})) as stream:
            assert await some(stream, 2) == [("start", 3), ("alert", 4)]
            await newsroom.alert(shared, match_of(5))
            assert await some(stream, 1) == [("alert", 5)]


async def test_an_alert_reaches_the_reader_within_a_second(
    newsroom: Gateway, tmp_path: Path
) -> None:
    shared = await newsroom.subscription("local", "Gas")
    async with (
        running(tmp_path, NOBODY) as process,
        first_user(process, tmp_path) as browser,
        aclosing(events(browser)) as stream,
    ):
        await some(stream, 1)
        spans = []
        for number in range(1, 6):
            await newsroom.alert(shared, match_of(number, title="گاز ایران", language="fa"))
            written = time.monotonic()
            event = await asyncio.wait_for(anext(stream), 10)
            spans.append(time.monotonic() - written)
            assert event["data"]["title"] == "گاز ایران"
            assert event["data"]["words"] == ["گاز"]
    assert sorted(spans)[len(spans) // 2] < 1


PLACES_WE_DO_NOT_KNOW = [
    ("?after=1", {}),
    ("?after=99", {}),
    ("", {"Last-Event-ID": "1"}),
    ("", {"Last-Event-ID": "99"}),
    ("", {"Last-Event-ID": "no number of ours"}),
    ("?after=8", {"Last-Event-ID": "1"}),
]


async def test_an_id_too_old_or_unknown_gets_a_reset(newsroom: Gateway, tmp_path: Path) -> None:
    shared = await newsroom.subscription("local", "Gas")
    for number in range(1, 10):
        await newsroom.alert(shared, match_of(number))
    few = {**NOBODY, "DIDEBAN_GATEWAY_REPLAY_ALERTS": "5"}
    async with running(tmp_path, few) as process, first_user(process, tmp_path) as browser:
        for number, (path, headers) in enumerate(PLACES_WE_DO_NOT_KNOW, start=10):
            async with aclosing(events(browser, f"/api/v1/stream{path}", **headers)) as stream:
                assert await some(stream, 1) == [("reset", number - 1)]
                await newsroom.alert(shared, match_of(number))
                assert await some(stream, 1) == [("alert", number)]


async def test_a_stream_shows_only_what_its_reader_may_see_and_streams_are_limited(
    newsroom: Gateway, tmp_path: Path
) -> None:
    shared = await newsroom.subscription("local", "Gas")
    private = await newsroom.subscription("user_somebody_else", "Secret")
    limit = {"DIDEBAN_GATEWAY_MAX_STREAMS_PER_USER": "1"}
    async with (
        running(tmp_path, {**NOBODY, **limit}) as process,
        first_user(process, tmp_path) as admin,
    ):
        user = {"name": "vera", "password": PASSWORD, "role": "viewer"}
        assert (await admin.post("/api/v1/users", json=user)).status_code == 201
        async with httpx.AsyncClient(
            base_url=admin.base_url, headers=dict(admin.headers)
        ) as viewer:
            await viewer.post("/sign-in", data=user)
            async with aclosing(events(viewer, "/api/v1/stream?after=0")) as stream:
                assert await some(stream, 1) == [("start", 0)]
                await newsroom.alert(private, match_of(1))
                await newsroom.alert(shared, match_of(2))
                assert await some(stream, 1) == [("alert", 2)]
                answer = await viewer.get("/api/v1/stream")
                assert answer.status_code == 429
                assert "gateway_max_streams_per_user" in answer.json()["detail"]


async def test_it_stops_within_five_seconds_while_streams_are_open(
    newsroom: Gateway, tmp_path: Path
) -> None:
    async with (
        running(tmp_path, NOBODY) as process,
        first_user(process, tmp_path) as browser,
        aclosing(events(browser)) as stream,
    ):
        await some(stream, 1)
        # A service that takes longer than lifecycle.STOP_SECONDS ends with another code.
        assert await process.end(signal.SIGTERM) == 0, "".join(process.lines)
        with pytest.raises(StopAsyncIteration):
            await anext(stream)


async def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = await Process.start(tmp_path, {**NOBODY, "DIDEBAN_GATEWAY_PORT": str(port)})
        assert await asyncio.wait_for(process.process.wait(), 60) == 3
        await process.end()
    (sentence,) = [line for line in process.lines if not line.startswith("{")]
    assert f"port {port} is taken" in sentence
    assert "DIDEBAN_GATEWAY_PORT" in sentence


async def test_a_bad_allow_list_is_named_and_ends_it(tmp_path: Path) -> None:
    process = await Process.start(tmp_path, {**NOBODY, "DIDEBAN_HTTP_ALLOW": "not a network"})
    assert await asyncio.wait_for(process.process.wait(), 60) == 2
    await process.end()
    (sentence,) = [line for line in process.lines if not line.startswith("{")]
    assert "DIDEBAN_HTTP_ALLOW" in sentence
    assert "not a network" in sentence


async def test_while_the_broker_is_away_people_still_read(
    newsroom: Gateway, tmp_path: Path
) -> None:
    shared = await newsroom.subscription("local", "Gas")
    await newsroom.alert(shared, match_of(1))
    async with running(tmp_path, NOBODY) as process, first_user(process, tmp_path) as browser:
        assert "Gas swap extended" in "".join(
            (await browser.get("/")).text.replace("<mark>", "").replace("</mark>", "")
        )
        assert (await process.event("broker_away"))["action"] == "waiting"


class Topic:
    """What lies on the subscriptions topic, waited for."""

    def __init__(self) -> None:
        self.records: list[Taken] = []
        self._came = asyncio.Condition()

    async def take(self, record: Taken) -> None:
        async with self._came:
            self.records.append(record)
            self._came.notify_all()

    async def value_of(self, key: str, revision: int | None) -> Taken:
        """Return the record of a subscription with this revision; None waits for its end."""

        def found() -> Taken | None:
            for record in self.records:
                if record.key == key.encode() and (
                    (record.value is None and revision is None)
                    or (record.value and decode(Subscription, record.value).revision == revision)
                ):
                    return record
            return None

        async with asyncio.timeout(20), self._came:
            await self._came.wait_for(lambda: found() is not None)
        record = found()
        assert record is not None
        return record


async def test_subscriptions_reach_the_topic_first_all_then_each_change(
    newsroom: Gateway, tmp_path: Path, broker: dict[str, str]
) -> None:
    settings = Settings(
        broker=broker["DIDEBAN_BROKER"],
        broker_kind="embedded" if broker["DIDEBAN_BROKER_KIND"] == "embedded" else "kafka",
        partitions=int(broker["DIDEBAN_PARTITIONS"]),
    )
    before = await newsroom.subscription("local", "Before the start")
    async with running(tmp_path, broker) as process:
        await process.event("snapshot_published")
        found = await read_all(settings, (SUBSCRIPTIONS,))
        keys = [record.key for record in found]
        assert keys.index(before.encode()) < len(keys) - 1 - keys[::-1].index(SNAPSHOT_KEY)
        (marker,) = [decode(SnapshotMarker, r.value) for r in found if r.key == SNAPSHOT_KEY][-1:]
        assert marker.subscriptions == 1

        topic, stop = Topic(), asyncio.Event()
        following = asyncio.create_task(
            follow(settings, SUBSCRIPTIONS, topic.take, lambda: None, stop)
        )
        later = await newsroom.subscription("local", "From the command line", "گاز")
        await topic.value_of(later, 1)
        async with newsroom.desk.store.begin() as connection:
            await subscriptions.change(connection, later, newsroom.clock(), enabled=False)
            await subscriptions.change(connection, later, newsroom.clock(), enabled=True)
            await subscriptions.remove(connection, later, newsroom.clock())
        await topic.value_of(later, None)
        revisions = [
            decode(Subscription, record.value).revision if record.value else None
            for record in topic.records
            if record.key == later.encode()
        ]
        assert revisions == [1, 2, 3, None]

        async with first_user(process, tmp_path) as browser:
            made = await browser.post("/api/v1/subscriptions", json={"query": "gas"})
        await topic.value_of(made.json()["subscription_id"], 1)
        async with newsroom.desk.store.begin() as connection:
            assert not await subscriptions.unpublished(connection, 10)
        stop.set()
        await following


async def test_a_broker_that_lost_its_memory_gets_everything_again(
    newsroom: Gateway, tmp_path: Path
) -> None:
    port = free_port()
    environ = {**NOBODY, "DIDEBAN_BROKER": f"127.0.0.1:{port}", "DIDEBAN_PARTITIONS": "1"}
    kept = await newsroom.subscription("local", "Kept in the store")

    def start() -> subprocess.Popen[bytes]:
        command = embedded_broker.command(tmp_path, port)
        return subprocess.Popen(
            command.arguments, env=dict(command.environment), stdout=subprocess.DEVNULL
        )

    memory = start()
    try:
        async with running(tmp_path, environ) as process:
            await process.event("snapshot_published")
            seen = len(process.lines)
            memory.kill()
            memory.wait(10)
            memory = start()
            await process.event("snapshot_published", after=seen)
            settings = Settings(broker=f"127.0.0.1:{port}", broker_kind="embedded", partitions=1)
            keys = [record.key for record in await read_all(settings, (SUBSCRIPTIONS,))]
            assert keys[0] == kept.encode()
            assert keys.index(SNAPSHOT_KEY) > 0
            assert await process.end(signal.SIGTERM) == 0
    finally:
        memory.kill()
        memory.wait(10)
