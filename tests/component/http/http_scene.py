"""A small raw server that does what a test tells it, and clients allowed to reach it."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from services.runtime.http import (
    AddressRules,
    GuardedClient,
    Limits,
    parse_allow_list,
)

type Handler = Callable[[asyncio.StreamWriter], Awaitable[None]]

AGENT = "Dideban/test"
QUICK = Limits(connect_seconds=1, read_seconds=0.3, total_seconds=1)
CLOSE = "Connection: close\r\n"


class Site:
    """A server whose every byte a test decides; `heads` are the requests as they came."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Handler] = {}
        self.heads: list[str] = []
        self.stopped = asyncio.Event()
        self.writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.heads.append(head)
            page = self.pages[head.split(" ")[1]]
            if isinstance(page, bytes):
                writer.write(page)
                await writer.drain()
            else:
                await page(writer)
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            writer.close()
            await writer.wait_closed()

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


def page(body: bytes = b"", *, status: str = "200 OK", headers: str = "") -> bytes:
    length = f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\n{CLOSE}{length}{headers}\r\n".encode() + body


def moved(to: str, status: str = "302 Found") -> bytes:
    return page(status=status, headers=f"Location: {to}\r\n")


@contextlib.asynccontextmanager
async def serving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    site = Site()
    server = await asyncio.start_server(site.talk, "127.0.0.1", 0, ssl=tls)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        site.stopped.set()
        server.close()
        for writer in site.writers:
            writer.transport.abort()
        await server.wait_closed()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving() as running:
        yield running


def allowing(*entries: str) -> AddressRules:
    return AddressRules(allow=parse_allow_list(entries))


@pytest.fixture
async def client() -> AsyncIterator[GuardedClient]:
    async with GuardedClient(AGENT, allowing("127.0.0.1:*"), limits=QUICK) as opened:
        yield opened
