"""The alerts service, killed and started again: from its copy on Kafka, else from the topic."""

import asyncio
import signal
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from gateway_process import Process

from schemas.codec import decode, encode
from schemas.matches import Match
from schemas.subscriptions import SNAPSHOT_KEY, SnapshotMarker, Subscription
from schemas.topics import ARTICLES, MATCHES, SUBSCRIPTIONS
from services.alerts.copies import FILE
from services.runtime.bus import Bus, Message, create_topics
from services.runtime.reader import read_all
from services.runtime.settings import Common
from tests.archived import article


def asked(name: str, query: str, revision: int = 1) -> Message:
    record = Subscription(
        subscription_id=name, revision=revision, owner="local", name=name, query=query
    )
    return Message(topic=SUBSCRIPTIONS.name, key=name.encode(), value=encode(record))


def ended(name: str) -> Message:
    return Message(topic=SUBSCRIPTIONS.name, key=name.encode(), value=None)


def snapshot() -> Message:
    marker = SnapshotMarker(taken_at=datetime.now(UTC), subscriptions=0)
    return Message(topic=SUBSCRIPTIONS.name, key=SNAPSHOT_KEY, value=encode(marker))


async def matched(settings: Common, article_id: str, wanted: set[str]) -> set[str]:
    """Return who of those wanted got the article, once one of them has."""
    async with asyncio.timeout(60):
        while True:
            found = {
                match.subscription_id
                for record in await read_all(settings, (MATCHES,))
                if record.value
                and (match := decode(Match, record.value))
                and match.article.article_id == article_id
            } & wanted
            if found:
                return found


async def test_a_killed_worker_goes_on_with_what_it_knew_and_what_came_since(
    settings: Common, broker: dict[str, str], tmp_path: Path
) -> None:
    run, word = uuid4().hex[:8], f"w{uuid4().hex}"
    stays, goes, changes, comes = (
        f"{run}-{name}" for name in ("stays", "goes", "changes", "comes")
    )
    home = tmp_path / "home"
    home.mkdir()
    await create_topics(settings, (SUBSCRIPTIONS, ARTICLES, MATCHES))
    async with AsyncExitStack() as stack:
        bus = await stack.enter_async_context(Bus("test", settings))
        first = [asked(stays, word), asked(goes, word), asked(changes, "unheard"), snapshot()]
        await bus.send(first)
        process = await Process.start(home, broker, "services.alerts")
        stack.push_async_callback(lambda: process.end(signal.SIGKILL))
        ready = await process.event("index_ready")
        assert ready["origin"] == "topic"
        if not settings.embedded:
            await process.event("index_copied")
        await process.end(signal.SIGKILL)

        await bus.send([ended(goes), asked(changes, word, 2), asked(comes, word)])
        process = await Process.start(home, broker, "services.alerts")
        stack.push_async_callback(lambda: process.end(signal.SIGKILL))
        ready = await process.event("index_ready")
        assert ready["origin"] == ("topic" if settings.embedded else "copy")
        assert (home / FILE).exists() is not settings.embedded

        news = article(f"{run}-article", f"Everybody speaks of {word} today.")
        record = Message(topic=ARTICLES.name, key=run.encode(), value=encode(news))
        await bus.send([record])
        everybody = {stays, goes, changes, comes}
        assert await matched(settings, news.raw.article_id, everybody) == {stays, changes, comes}
        assert await process.end() == 0
