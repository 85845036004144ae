"""The service's life: first every subscription, then the articles."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from dideban.entities import knowledge
from dideban.packs.loader import load_packs, pack_names
from dideban.text import analyser
from schemas.articles import Article
from schemas.topics import SUBSCRIPTIONS, dead_letters
from services.alerts import CARD, copies
from services.alerts.index import LANGUAGES, Index
from services.alerts.replica import Replica
from services.alerts.rule import matched
from services.alerts.settings import Settings
from services.runtime import metrics
from services.runtime.bus import Bus, create_topics
from services.runtime.handling import dead_message
from services.runtime.lifecycle import Health
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError, Emit, Taken
from services.runtime.reader import follow, has_position
from services.runtime.stage import run_stage

COPY_SECONDS: Final = 600.0
"""How often a changed index is written; a worker that was killed reads this much of the topic."""
MANY_CHANGES: Final = 5_000
"""So many changes, as of an import, are written at the next look; reading them takes seconds."""
LOOK_SECONDS: Final = 10.0
"""How often it is looked whether one of them is so."""


async def body(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Match articles until told to stop."""
    started = time.monotonic()
    log = Log("dideban.alerts")
    metrics.latency_seconds.labels("seen_to_matched")
    health.set("subscriptions", "the snapshot of the subscriptions is not read yet")
    await asyncio.to_thread(analyser.load)
    await asyncio.to_thread(load_packs)
    index = Index(pack_names(), knowledge.names_of)
    await create_topics(settings, (SUBSCRIPTIONS, dead_letters(CARD.service)))

    def rule(article: Article) -> Emit:
        now = datetime.now(UTC)
        age = (now - article.raw.fetched_at).total_seconds()
        metrics.latency_seconds.labels("seen_to_matched").observe(max(age, 0))
        return matched(article, index=index, now=now)

    async with Bus("alerts-replica", settings) as bus:

        async def refuse(taken: Taken, error: str) -> None:
            log.warning("subscription_refused", key=repr(taken.key), error=error)
            await bus.send([dead_message(CARD, taken, error)])

        replica = Replica(index, refuse)
        origin = "copy" if await _restored(replica, settings, log) else "topic"

        async def take(taken: Taken) -> None:
            await replica.take(taken)
            metrics.subscriptions.set(len(index))
            if replica.whole.is_set():
                age = time.time() - taken.timestamp_ms / 1000
                metrics.subscription_change_seconds.observe(max(age, 0))

        reading = follow(settings, SUBSCRIPTIONS, take, replica.at_end, stop, replica.position)
        following = asyncio.create_task(reading)
        whole = asyncio.create_task(replica.whole.wait())
        await asyncio.wait({whole, following}, return_when=asyncio.FIRST_COMPLETED)
        if replica.whole.is_set():
            await asyncio.to_thread(index.prepare)
            metrics.subscriptions.set(len(index))
            metrics.index_ready_seconds.labels(origin).set(time.monotonic() - started)
            log.info("index_ready", subscriptions=len(index), origin=origin)
            health.set("subscriptions", None)
            copying = asyncio.create_task(_copy_often(index, replica, settings, stop, log))
            await run_stage(CARD, rule, settings, health, stop)
            await copying
        whole.cancel()
        await following


async def _restored(replica: Replica, settings: Settings, log: Log) -> bool:
    """Take the copy of the index in, where there is one that the topic goes on from."""
    if settings.embedded:
        return False
    try:
        copy = await asyncio.to_thread(copies.read, settings.home_path, datetime.now(UTC))
        goes_on = await has_position(settings, SUBSCRIPTIONS, copy.position)
    except (copies.UnusableError, AwayError) as error:
        log.info("index_copy_unused", reason=str(error))
        return False
    if goes_on:
        await asyncio.to_thread(replica.restore, copy)
    else:
        log.warning("index_copy_unused", reason="the topic does not go on from it")
    return goes_on


async def _copy_often(
    index: Index, replica: Replica, settings: Settings, stop: asyncio.Event, log: Log
) -> None:
    """Write the index now, now and then where it has changed, and when told to stop.

    What it has not learned of new queries in some language it learns first, a language at a time:
    who reads a copy that lacks it learns it then, in eleven seconds for 100,000 queries. Articles
    wait meanwhile, as the first one of each language would.

    The embedded broker's topics end with it; there a copy would be of nothing that goes on.
    """
    written, at = -1, 0.0
    while not settings.embedded:
        last = stop.is_set()
        changes = replica.position - written
        due = last or changes >= MANY_CHANGES or time.monotonic() - at >= COPY_SECONDS
        if changes and due:
            started = time.monotonic()
            for language in () if last else LANGUAGES:
                index.prepare((language,))
                await asyncio.sleep(0)
            position, make = replica.position, index.copy(replica.position, datetime.now(UTC))
            try:
                size = await asyncio.to_thread(lambda: copies.write(make(), settings.home_path))  # noqa: B023  done before the next turn
            except OSError as error:
                log.warning("index_copy_unwritten", error=str(error))
            else:
                written, at = position, time.monotonic()
                seconds = round(time.monotonic() - started, 3)
                log.info("index_copied", bytes=size, seconds=seconds)
        if last:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
