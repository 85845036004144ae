"""A webhook receiver on loopback that keeps what came, by article and by webhook-id."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from aiohttp import web


class Receiver:
    """What came: `ids` counts each webhook-id; `first` has article id → (Unix time, alert)."""

    def __init__(self) -> None:
        self.ids: Counter[str] = Counter()
        self.webhook_ids: dict[str, set[str]] = {}
        self.first: dict[str, tuple[float, dict[str, Any]]] = {}
        self.port = 0
        self._came = asyncio.Condition()

    @property
    def address(self) -> str:
        """Host and port, as the allow-list wants them."""
        return f"127.0.0.1:{self.port}"

    @property
    def repeated(self) -> int:
        """How many requests came more than once under their webhook-id."""
        return sum(count - 1 for count in self.ids.values())

    async def has(self, articles: int) -> None:
        """Return when this many articles have come."""
        async with self._came:
            await self._came.wait_for(lambda: len(self.first) >= articles)

    async def take(self, request: web.Request) -> web.Response:
        """Note one request and accept it."""
        came = time.time()
        alert = orjson.loads(await request.read())
        webhook_id = request.headers["webhook-id"]
        article_id = alert["data"]["article"]["article_id"]
        self.ids[webhook_id] += 1
        self.webhook_ids.setdefault(article_id, set()).add(webhook_id)
        self.first.setdefault(article_id, (came, alert))
        async with self._came:
            self._came.notify_all()
        return web.Response(status=204)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """Give a receiver that listens on a free port, at the path /hook."""
    receiver = Receiver()
    application = web.Application()
    application.add_routes([web.post("/hook", receiver.take)])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.port = runner.addresses[0][1]
    try:
        yield receiver
    finally:
        await runner.cleanup()
