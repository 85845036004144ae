"""A real store, a real webhook receiver and the delivery service's parts, without a broker."""

import asyncio
import hashlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from dideban.alerting.policy import PLAIN, Policy, policy_text
from schemas.articles import StoryRef, StoryRole
from schemas.matches import Clause, Highlight, Match, ThinArticle
from services.delivery.app import channels_of, make_client
from services.delivery.channel import Channel, Outgoing
from services.delivery.dispatch import Dispatch
from services.delivery.effect import LedgerWriter
from services.delivery.observer import Observer
from services.delivery.sender import Chance, Sender
from services.delivery.settings import Settings
from services.store import deliveries, ledger, subscriptions
from services.store.engine import Store

type Script = Callable[[web.Request], Awaitable[web.StreamResponse]]

PATIENCE_SECONDS = 20
SEEN = datetime(2025, 12, 17, 8, 0, tzinfo=UTC)
SETTINGS = Settings(
    http_allow=("127.0.0.1:*",), delivery_retry_scale=0.002, delivery_timeout_seconds=1.5
)


def match_of(
    subscription_id: str,
    story: str,
    article: str,
    role: StoryRole = "first",
    title: str = "",
    changes: tuple[str, ...] = (),
) -> Match:
    match_id = hashlib.sha256(f"{subscription_id} {article}".encode()).hexdigest()
    return Match(
        match_id=match_id,
        subscription_id=subscription_id,
        subscription_version=1,
        article=ThinArticle(
            article_id=article,
            revision="r1",
            source="خبرگزاری آزمون",
            title=title or "صادرات گاز از مسیر تازه آغاز شد",
            language="fa",
        ),
        highlights=(Highlight(field="title", start=7, end=10, text="گاز"),),
        clauses=(Clause(text="گاز", pack="gas-transfer"),),
        story=StoryRef(story_id=story, role=role, changes=changes),
        seen_at=SEEN,
        matched_at=SEEN + timedelta(milliseconds=40),
    )


@dataclass(frozen=True)
class Post:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """Answers each path by its script; the last step of a script is repeated."""

    base: str = ""
    scripts: dict[str, deque[Script]] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    def script(self, path: str, *steps: Script) -> str:
        self.scripts[path] = deque(steps)
        return self.base + path

    async def answer(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.posts.append(Post(request.path, headers, await request.read()))
        async with self.came:
            self.came.notify_all()
        steps = self.scripts[request.path]
        return await (steps.popleft() if len(steps) > 1 else steps[0])(request)

    async def hang(self, _: web.Request) -> web.StreamResponse:
        await self.released.wait()
        return web.Response()

    async def wait_for(self, posts: int) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), self.came:
            await self.came.wait_for(lambda: len(self.posts) >= posts)

    def at(self, path: str) -> list[Post]:
        return [post for post in self.posts if post.path == path]


def status(code: int, body: str = "", **headers: str) -> Script:
    async def step(request: web.Request) -> web.StreamResponse:
        shown = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=code, text=body, headers=shown)

    return step


def fresh(response: web.Response) -> web.Response:
    """Return the same answer anew: one that was sent cannot be sent again."""
    return web.Response(status=response.status, headers=response.headers, body=response.body)


async def reset(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": str(10**9)})
    await answer.prepare(request)
    for _ in range(64):
        await answer.write(b"x" * 65_536)
    return answer


async def cut_short(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": "100"})
    await answer.prepare(request)
    await answer.write(b'{"ok":')
    return await reset(request)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/{tail:.*}", receiver.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    receiver.base = f"http://{host}:{port}"
    try:
        yield receiver
    finally:
        receiver.released.set()
        await runner.cleanup()


class Watch:
    """An observer that lets a test wait for facts instead of sleeping, and tells another."""

    def __init__(self, also: Observer | None = None) -> None:
        self._also = also
        self.entries: list[ledger.Entry] = []
        self.states: list[tuple[str, str]] = []
        self.unsent: list[str] = []
        self._changed = asyncio.Event()

    def entered(self, entries: Sequence[ledger.Entry], now: datetime) -> None:
        self.entries += entries
        if self._also is not None:
            self._also.entered(entries, now)

    def attempted(
        self, channel: str, outgoing: Outgoing, state: ledger.State, now: datetime
    ) -> None:
        if self._also is not None:
            self._also.attempted(channel, outgoing, state, now)
        self.states += [(match.match_id, state) for match in outgoing.notice.matches]
        self._changed.set()

    def ended_unsent(self, _channel: str, state: ledger.State, matches: int) -> None:
        self.unsent += [state] * matches
        self._changed.set()

    def store_away(self, reason: str | None) -> None:
        assert reason is None, reason

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    def ended(self, match_id: str) -> bool:
        return any(each == match_id and state != "pending" for each, state in self.states)


@dataclass
class Scene:
    store: Store
    watch: Watch
    sender: Sender
    writer: LedgerWriter
    receiver: Receiver

    async def subscribe(self, url: str | None, name: str = "گاز ایران") -> Any:
        return await subscribe(self.store, url, name)

    async def subscribe_by(self, channel: str, target: str, secret: str | None = None) -> Any:
        address = subscriptions.Address(channel=channel, target=target, secret=secret)
        return await subscribe_at(self.store, address)

    async def deliver(self, *matches: Match) -> None:
        """Take the matches in and wait until each webhook row has ended."""
        await self.writer(matches)
        await self.watch.until(lambda: all(self.watch.ended(m.match_id) for m in matches))

    async def row(self, match: Match) -> Any:
        return next(row for row in await rows(self.store) if row.match_id == match.match_id)

    async def attempts(self, match: Match) -> Sequence[Any]:
        async with self.store.begin(reading=True) as connection:
            return await deliveries.attempts_of(connection, match.match_id)


async def rows(store: Store) -> Sequence[Any]:
    async with store.begin(reading=True) as connection:
        return (await connection.execute(ledger.ledger.select())).all()


async def subscribe(
    store: Store, url: str | None, name: str = "گاز ایران", policy: Policy = PLAIN
) -> Any:
    channel = "webhook" if url else "live"
    address = subscriptions.Address(channel=channel, target=url, policy=policy_text(policy))
    return await subscribe_at(store, address, name)


async def subscribe_at(
    store: Store, address: subscriptions.Address, name: str = "گاز ایران"
) -> Any:
    async with store.begin() as connection:
        return await subscriptions.add(
            connection, owner="u1", name=name, query="گاز", now=SEEN, address=address
        )


@asynccontextmanager
async def delivering(
    store: Store,
    receiver: Receiver,
    settings: Settings = SETTINGS,
    also: Observer | None = None,
    channels: Mapping[str, Channel] | None = None,
) -> AsyncIterator[Scene]:
    watch, stop = Watch(also), asyncio.Event()
    chance = Chance(clock=lambda: datetime.now(UTC), jitter=lambda: 0.0)
    async with make_client(settings) as client, asyncio.TaskGroup() as group:
        by = channels or channels_of(settings, client, store)
        dispatch = Dispatch(by, settings.delivery_timeout_seconds)
        sender = Sender(store, dispatch, settings, watch, chance, scan_seconds=0.05)
        writer = LedgerWriter(store, sender.offer, watch, chance.clock)
        group.create_task(sender.run(stop))
        try:
            yield Scene(store, watch, sender, writer, receiver)
        finally:
            receiver.released.set()
            stop.set()
