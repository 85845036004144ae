"""A reader that does not read is cut, and takes nobody with it."""

import asyncio
from collections.abc import AsyncIterator

from starlette.types import Message

from services.gateway.stream import LiveStream


async def endless() -> AsyncIterator[bytes]:
    while True:
        yield b": ping\n\n"


async def never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


async def test_a_reader_that_takes_nothing_is_cut() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)
        if len(sent) == 3:
            await asyncio.Event().wait()  # the socket's buffer is full, and stays so

    async with asyncio.timeout(5):
        await LiveStream(endless(), slow_seconds=0.01)({"type": "http"}, never, send)
    assert len(sent) == 3


async def test_a_reader_that_leaves_ends_the_stream_and_closes_its_source() -> None:
    left, closed = asyncio.Event(), asyncio.Event()

    async def source() -> AsyncIterator[bytes]:
        try:
            yield b": ping\n\n"
            await asyncio.Event().wait()
        finally:
            closed.set()

    async def receive() -> Message:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message.get("body"):
            left.set()

    async with asyncio.timeout(5):
        await LiveStream(source(), slow_seconds=5)({"type": "http"}, receive, send)
        await closed.wait()
