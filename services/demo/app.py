"""The HTTP server of the sample feeds and its lifecycle."""

import errno
import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from aiohttp import web

from services.demo import feeds
from services.demo.catalogue import Catalogue, Item, load_catalogue
from services.demo.settings import DemoSettings
from services.runtime.settings import SettingsError, load

LOOPBACK: Final = "127.0.0.1"
SHUTDOWN_SECONDS: Final = 1.0
"""Nothing here is worth waiting for when the process ends."""


@dataclass(frozen=True, slots=True)
class _Site:
    catalogue: Catalogue
    clock: Callable[[], datetime]
    started_at: datetime

    def items(self, source_id: str) -> tuple[Item, ...]:
        return self.catalogue.items(source_id, self.started_at, self.clock())


_SITE: Final = web.AppKey("site", _Site)


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def create_app(catalogue: Catalogue, clock: Callable[[], datetime] = utc_now) -> web.Application:
    """Return the server; delays count from this call."""
    app = web.Application()
    app[_SITE] = _Site(catalogue, clock, clock())
    app.router.add_get("/", _index)
    app.router.add_get("/feeds/{source}", _feed)
    app.router.add_get("/{source}/{article}", _page)
    return app


def main() -> None:
    """Serve until SIGINT or SIGTERM; a bad setting or a taken port ends with code 2."""
    try:
        settings = load(DemoSettings)
        app = create_app(load_catalogue())
        web.run_app(
            app,
            host=LOOPBACK,
            port=settings.demo_port,
            print=None,
            access_log=None,
            shutdown_timeout=SHUTDOWN_SECONDS,
        )
    except SettingsError as error:
        _exit(str(error))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _exit(
            f"port {settings.demo_port} is taken; choose another with DIDEBAN_DEMO_PORT=8792",
        )


def _exit(sentence: str) -> None:
    sys.stderr.write(f"dideban: sample feeds: {sentence}\n")
    raise SystemExit(2)


async def _index(request: web.Request) -> web.Response:
    lines = [
        f"{_base_url(request)}{feeds.feed_path(source)}\t{source.language}\t{source.name}"
        for source in request.app[_SITE].catalogue.sources
    ]
    return web.Response(text="\n".join(lines) + "\n")


async def _feed(request: web.Request) -> web.Response:
    site = request.app[_SITE]
    source = site.catalogue.by_id.get(request.match_info["source"])
    if source is None:
        raise web.HTTPNotFound(text="there is no such agency\n")
    return _answer(request, feeds.feed(source, site.items(source.id), _base_url(request)))


async def _page(request: web.Request) -> web.Response:
    for item in request.app[_SITE].items(request.match_info["source"]):
        if item.id == request.match_info["article"]:
            return _answer(request, feeds.page(item))
    raise web.HTTPNotFound(text="there is no such article, or not yet\n")


def _base_url(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}"


def _answer(request: web.Request, document: feeds.Document) -> web.Response:
    tag = hashlib.sha256(document.body).hexdigest()[:16]
    known = request.if_none_match or ()
    if any(etag.value == tag for etag in known):
        response = web.Response(status=304)
    else:
        response = web.Response(
            body=document.body, content_type=document.content_type, charset="utf-8"
        )
    response.etag = tag
    return response
