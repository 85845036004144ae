"""The service's life: first every subscription, then the articles."""

import asyncio
import time
from datetime import UTC, datetime

from dideban.entities import knowledge
from dideban.packs.loader import pack_names
from dideban.text import analyser
from schemas.articles import Article
from schemas.topics import SUBSCRIPTIONS, dead_letters
from services.alerts import CARD
from services.alerts.index import Index
from services.alerts.replica import Replica
from services.alerts.rule import matched
from services.alerts.settings import Settings
from services.runtime import metrics
from services.runtime.bus import Bus, create_topics
from services.runtime.handling import dead_message
from services.runtime.lifecycle import Health
from services.runtime.logs import Log
from services.runtime.outcomes import Emit, Taken
from services.runtime.reader import follow
from services.runtime.stage import run_stage


async def body(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Match articles until told to stop."""
    log = Log("dideban.alerts")
    metrics.latency_seconds.labels("seen_to_matched")
    health.set("subscriptions", "the snapshot of the subscriptions is not read yet")
    await asyncio.to_thread(analyser.load)
    index = Index(await asyncio.to_thread(pack_names), knowledge.names_of)
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

        async def take(taken: Taken) -> None:
            await replica.take(taken)
            metrics.subscriptions.set(len(index))
            if replica.whole.is_set():
                age = time.time() - taken.timestamp_ms / 1000
                metrics.subscription_change_seconds.observe(max(age, 0))

        following = asyncio.create_task(follow(settings, SUBSCRIPTIONS, take, replica.at_end, stop))
        whole = asyncio.create_task(replica.whole.wait())
        await asyncio.wait({whole, following}, return_when=asyncio.FIRST_COMPLETED)
        if replica.whole.is_set():
            await asyncio.to_thread(index.prepare)
            health.set("subscriptions", None)
            await run_stage(CARD, rule, settings, health, stop)
        whole.cancel()
        await following
