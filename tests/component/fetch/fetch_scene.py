"""A press of real HTTP servers, and the fetch service's parts at work on a store."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy import Row

from schemas.articles import RawArticle
from schemas.codec import decode
from services.fetch.pacing import Pacer
from services.fetch.pages import Pages
from services.fetch.poll import Tools, poll
from services.fetch.reader import Reader
from services.fetch.robots import Robots
from services.fetch.settings import Settings
from services.runtime.http import GuardedClient, user_agent
from services.runtime.logs import Log
from services.store import outbox, sources
from services.store.engine import Store
from services.store.tables import outbox as outbox_table

type Script = Callable[[web.Request], Awaitable[web.StreamResponse]]

PATIENCE_SECONDS = 30
SETTINGS = Settings(
    http_allow=("127.0.0.1:*",), fetch_read_seconds=0.5, fetch_total_seconds=1.5, fetch_pages="off"
)
FA = "آغاز انتقال گاز از مسیر شمال به جنوب"
RU = "Поставки газа по коридору начнутся в понедельник"
AZ = "Qazın cənuba nəqli gələn həftə başlayır"
TR = "Doğal gaz sevkiyatı güneye doğru başlıyor"


def entry(title: str, number: int, text: str = "", date: str | None = None) -> str:
    written = date or datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        f"<item><title>{title}</title><link>/n/{number}</link><guid>n{number}</guid>"
        f"<description>{text or title}</description><pubDate>{written}</pubDate></item>"
    )


def rss(*entries: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Wire</title>'
        f"<language>fa-IR</language>{''.join(entries)}</channel></rss>"
    ).encode()


def page(text: str) -> str:
    return f"<html><body><article><h1>خبر</h1><p>{text}</p></article></body></html>"


def answering(body: bytes, status: int = 200, **headers: str) -> Script:
    async def script(_: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(body=body, status=status, headers=named)

    return script


@dataclass
class Press:
    """Answers each path by its script; `requests` are those that came."""

    base: str = ""
    scripts: dict[str, Script] = field(default_factory=dict)
    requests: list[web.Request] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, path: str, script: Script | bytes) -> str:
        self.scripts[path] = answering(script) if isinstance(script, bytes) else script
        return self.base + path

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        script = self.scripts.get(request.path)
        return await script(request) if script else web.Response(status=404)

    async def hang(self, _: web.Request) -> web.StreamResponse:
        await self.released.wait()
        return web.Response()

    async def endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            while not self.released.is_set():
                await response.write(b"<item></item>" * 1_000)
        return response

    async def drip(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            while not self.released.is_set():
                await response.write(b"<")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.released.wait(), 0.1)
        return response

    def asked(self, path: str) -> list[web.Request]:
        return [request for request in self.requests if request.path == path]


@asynccontextmanager
async def press() -> AsyncIterator[Press]:
    opened = Press()
    application = web.Application()
    application.router.add_get("/{tail:.*}", opened.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    opened.base = f"http://{host}:{port}"
    try:
        yield opened
    finally:
        opened.released.set()
        await runner.cleanup()


@dataclass
class Meter:
    """Counts as the service's own meter does, for one test."""

    outcomes: Counter[str] = field(default_factory=Counter)
    articles: list[RawArticle] = field(default_factory=list)

    def polled(self, outcome: str) -> None:
        self.outcomes[outcome] += 1

    def taken(self, article: RawArticle) -> None:
        self.articles.append(article)


@dataclass
class Clock:
    """The present, and as much later as a test says."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Scene:
    store: Store
    tools: Tools
    meter: Meter
    clock: Clock
    woken: list[int]

    async def add(self, url: str, **values: Any) -> str:
        async with self.store.begin() as connection:
            added, _ = await sources.add(
                connection, url=url, name="خبرگزاری آزمون", now=self.clock(), **values
            )
        return added

    async def source(self, source_id: str) -> Row[Any]:
        async with self.store.begin(reading=True) as connection:
            found = await sources.one(connection, source_id)
        assert found is not None
        return found

    async def poll(self, source_id: str) -> Row[Any]:
        await poll(await self.source(source_id), self.tools, draw=0)
        return await self.source(source_id)

    async def written(self) -> list[RawArticle]:
        async with self.store.begin(reading=True) as connection:
            query = outbox_table.select().order_by(outbox_table.c.written_at)
            return [decode(RawArticle, row.record) for row in await connection.execute(query)]

    async def waiting(self) -> int:
        async with self.store.begin(reading=True) as connection:
            return await outbox.waiting(connection)


@asynccontextmanager
async def fetching(store: Store, settings: Settings = SETTINGS) -> AsyncIterator[Scene]:
    meter, clock, woken = Meter(), Clock(), []
    rules = settings.address_rules
    async with (
        GuardedClient(user_agent("test", ""), rules, limits=settings.limits) as client,
        Reader() as reader,
    ):
        pacer = Pacer(
            rules,
            settings.fetch_spacing_seconds,
            time.monotonic,
            at_once=settings.fetch_at_once,
        )
        robots = Robots(client, time.monotonic)
        tools = Tools(
            settings=settings,
            store=store,
            client=client,
            reader=reader,
            pages=Pages(client, reader, robots, pacer, meter, enabled=settings.fetch_pages == "on"),
            pacer=pacer,
            counter=meter,
            wake=lambda: woken.append(1),
            clock=clock,
            log=Log("dideban.test"),
        )
        yield Scene(store, tools, meter, clock, woken)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await condition():  # noqa: ASYNC110  the store sends no events
            await asyncio.sleep(0.02)
