"""A door before a broker that can refuse what is produced and let all else through."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

PRODUCE = 0
"""The key of Produce in Kafka's protocol."""


@dataclass
class Door:
    """While it refuses, a connection that produces is closed before the broker hears of it."""

    address: str
    refusing: bool = False
    refused: int = 0


@asynccontextmanager
async def door_to(broker: str) -> AsyncIterator[Door]:
    """Give a door before the broker, which must call itself 127.0.0.1."""
    host, port = broker.split(":")
    door = Door("")
    visits: set[asyncio.Task[None]] = set()
    ends: set[asyncio.StreamWriter] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection(host, int(port))
        except ConnectionError:  # nobody lives behind the door now
            writer.close()
            return
        visits.add(this := _current())
        ends.update((writer, back))
        own = int(door.address.split(":")[1])
        await asyncio.gather(
            _requests(reader, back, door, writer), _answers(there, writer, int(port), own, back)
        )
        ends.difference_update((writer, back))
        visits.discard(this)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    door.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield door
    finally:
        server.close()
        for end in ends:
            end.close()
        await asyncio.gather(*visits)


def _current() -> asyncio.Task[None]:
    task = asyncio.current_task()
    assert task is not None
    return task


async def _requests(
    reader: asyncio.StreamReader,
    back: asyncio.StreamWriter,
    door: Door,
    writer: asyncio.StreamWriter,
) -> None:
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = await reader.readexactly(4)
            request = await reader.readexactly(struct.unpack(">i", head)[0])
            if door.refusing and struct.unpack(">h", request[:2])[0] == PRODUCE:
                door.refused += 1
                break
            back.write(head + request)
            await back.drain()
    for end in (back, writer):
        end.close()


async def _answers(
    there: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    port: int,
    own: int,
    back: asyncio.StreamWriter,
) -> None:
    # The broker tells where it listens; its clients must come through the door instead.
    told, instead = (b"127.0.0.1" + struct.pack(">i", each) for each in (port, own))
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = await there.readexactly(4)
            answer = await there.readexactly(struct.unpack(">i", head)[0])
            writer.write(head + answer.replace(told, instead))
            await writer.drain()
    for end in (writer, back):
        end.close()
