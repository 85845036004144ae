"""A live stream ends with the login that opened it, and polls only while somebody listens."""

import asyncio

import pytest
from gateway_under_test import Gateway, match_of

from services.gateway import stream
from services.gateway.alerts import told
from services.gateway.identity import User
from services.gateway.stream import Place, open_stream


async def chunks(live: stream.LiveStream, count: int) -> list[bytes]:
    async with asyncio.timeout(10):
        return [await anext(live._events) for _ in range(count)]


@pytest.fixture
async def reader(gateway: Gateway) -> User:
    return User(
        user_id=await gateway.user("ada", "viewer"), name="ada", role="viewer", scope="read"
    )


async def test_a_stream_ends_at_the_ping_after_its_login(
    gateway: Gateway, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PING_SECONDS", 0.01)
    answers = iter([True, True, False])

    async def welcome() -> bool:
        return next(answers)

    live = open_stream(gateway.desk, reader, Place(None), welcome, told)
    retry, start, *pings = await chunks(live, 4)
    assert retry == b"retry: 1000\n\n"
    assert start.startswith(b"event: start\nid: 0\n")
    assert pings == [stream.PING, stream.PING]
    with pytest.raises(StopAsyncIteration):
        await chunks(live, 1)
    assert not gateway.desk.tail.listeners


async def test_a_stream_ends_when_the_server_stops(gateway: Gateway, reader: User) -> None:
    async def welcome() -> bool:
        return True

    live = open_stream(gateway.desk, reader, Place(None), welcome, told)
    await chunks(live, 2)
    gateway.desk.stop.set()
    async with asyncio.timeout(5):
        rest = [chunk async for chunk in live._events]
    assert set(rest) <= {stream.PING}


async def test_nobody_listening_means_nobody_polling(gateway: Gateway, reader: User) -> None:
    async def welcome() -> bool:
        return True

    tail = gateway.desk.tail
    assert tail._poller is None
    live = open_stream(gateway.desk, reader, Place(0), welcome, told)
    await chunks(live, 2)
    assert tail._poller is not None
    shared = await gateway.subscription("local", "Gas")
    await gateway.alert(shared, match_of(1))
    (alert,) = await chunks(live, 1)
    assert alert.startswith(b"event: alert\nid: 1\n")
    await live._events.aclose()
    assert tail._poller is None
