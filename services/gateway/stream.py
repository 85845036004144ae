"""Server-sent events (WHATWG HTML, section 9.2): resumable, and cut when nobody reads them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import orjson
from pydantic import BaseModel
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.gateway.desk import Desk
from services.gateway.identity import User
from services.gateway.problems import Problem
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError
from services.store import alerts_view
from services.store.alerts_view import Alert

PING_SECONDS: Final = 15.0
RETRY_MILLISECONDS: Final = 1_000
PAGE: Final = 100
PING: Final = b": ping\n\n"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream begins: after this number, at the newest (None), or nowhere we know."""

    after: int | None
    known: bool = True


def first_place(after: int | None, last_event_id: str | None) -> Place:
    """Return where to begin; an id that is none of ours leads to a reset."""
    if not last_event_id:
        return Place(after)
    if last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < len(str(2**62)):
        return Place(int(last_event_id))
    return Place(None, known=False)


def event(name: str, number: int, data: object) -> bytes:
    """Return one event; its id is what a client sends back as Last-Event-ID."""
    return b"event: %b\nid: %d\ndata: %b\n\n" % (name.encode(), number, orjson.dumps(data))


class LiveStream(Response):
    """An answer that goes on until the reader leaves, is too slow, or the server stops."""

    media_type: str = "text/event-stream"

    def __init__(self, events: AsyncIterator[bytes], slow_seconds: float) -> None:
        super().__init__(headers={"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._events = events
        self._slow_seconds = slow_seconds

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Send events until one side ends it."""
        sending = asyncio.create_task(self._send_all(send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            sending.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
        if not sending.cancelled() and (failure := sending.exception()):
            raise failure

    async def _send_all(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        try:
            async for chunk in self._events:
                async with asyncio.timeout(self._slow_seconds):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
        except TimeoutError:
            Log("dideban.gateway").warning("slow_reader_cut", action="it may resume by its last id")
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def open_stream(
    desk: Desk,
    user: User,
    place: Place,
    welcome: Callable[[], Awaitable[bool]],
    told: Callable[[Alert], BaseModel],
) -> LiveStream:
    """Return a stream of the alerts that a user may see; `welcome` is asked at each ping.

    Raises:
        Problem: too many streams are open.
    """
    settings, open_now = desk.settings, desk.tail.listeners
    if open_now.total() >= settings.gateway_max_streams:
        raise _too_many("gateway_max_streams", settings.gateway_max_streams)
    if open_now[user.user_id] >= settings.gateway_max_streams_per_user:
        raise _too_many("gateway_max_streams_per_user", settings.gateway_max_streams_per_user)
    events = _events(desk, user, place, welcome, told)
    return LiveStream(events, settings.gateway_slow_reader_seconds)


def _too_many(limit: str, most: int) -> Problem:
    return Problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        f"{most} live streams are open, the limit {limit}",
        fix="close one first",
        headers={"Retry-After": "15"},
    )


async def _events(
    desk: Desk,
    user: User,
    place: Place,
    welcome: Callable[[], Awaitable[bool]],
    told: Callable[[Alert], BaseModel],
) -> AsyncIterator[bytes]:
    yield b"retry: %d\n\n" % RETRY_MILLISECONDS
    async with desk.tail.listening(user.user_id):
        position, first = await _begin(desk, place)
        yield first
        while not desk.stop.is_set():
            highest = desk.tail.highest
            try:
                async with desk.store.begin(reading=True) as connection:
                    found = await alerts_view.since(connection, user.reader(), position, PAGE)
            except AwayError:
                return  # the client comes back with its last id
            for alert in found:
                yield event("alert", alert.number, told(alert).model_dump(mode="json"))
                position = alert.number
            if len(found) < PAGE:
                position = max(position, highest)
                if not await _grown(desk, position):
                    if not await welcome():
                        return
                    yield PING


async def _begin(desk: Desk, place: Place) -> tuple[int, bytes]:
    """Return the number to begin after, and the event that says so."""
    async with desk.store.begin(reading=True) as connection:
        lowest, highest = await alerts_view.bounds(connection)
    oldest = max(lowest - 1, highest - desk.settings.gateway_replay_alerts, 0)
    if place.known and place.after is None:
        return highest, event("start", highest, {"newest": highest})
    if place.after is None or not oldest <= place.after <= highest:
        return highest, event("reset", highest, {"newest": highest, "oldest_kept": oldest})
    return place.after, event("start", place.after, {"newest": highest})


async def _grown(desk: Desk, position: int) -> bool:
    """Return whether there is more; False after the ping's time, and when the server stops."""
    growing = asyncio.create_task(desk.tail.beyond(position))
    stopping = asyncio.create_task(desk.stop.wait())
    try:
        done, _ = await asyncio.wait(
            {growing, stopping}, timeout=PING_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
    finally:
        growing.cancel()
        stopping.cancel()
    return growing in done
