"""The service's life: one transaction a batch, the outbox settled every few seconds."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from dideban.text import analyser
from schemas.articles import Article, Language
from schemas.matches import Receipt
from services.archive import CARD
from services.archive.settings import Settings
from services.runtime import metrics
from services.runtime.consumer import Received, run_consumer
from services.runtime.handling import path_of
from services.runtime.lifecycle import Health
from services.runtime.outcomes import AwayError, Emit, Result
from services.store import articles, outbox, search
from services.store.engine import Store

SETTLE_SECONDS: Final = 5.0
LINGER_SECONDS: Final = 0.2
FEW: Final = 50
"""Nobody waits for the archive: after a few records it lets more come together. At 20 articles a
second that saves most of its transactions, for which those who are waited for would queue."""


async def body(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Keep articles until told to stop."""
    for language in metrics.LANGUAGES:
        metrics.articles.labels(language)
    for reason in metrics.UNDETERMINED:
        metrics.undetermined_articles.labels(reason)
    await asyncio.to_thread(analyser.load, raw=False)
    async with Store.of(settings) as store:

        async def effect(received: Sequence[Received[Article | Receipt]]) -> list[Result]:
            now = datetime.now(UTC)
            kept = [each.record for each in received if isinstance(each.record, Article)]
            entries = await asyncio.to_thread(lambda: [*map(search.entry_of, kept)])
            async with store.begin() as connection:
                for each in received:
                    if isinstance(each.record, Article):
                        await articles.keep(connection, each.record, path_of(each.taken), now)
                await search.keep(connection, entries)
                pairs = [(article.raw.article_id, article.raw.revision) for article in kept]
                await outbox.mark_archived(connection, pairs, now)
                receipts = [each.record for each in received if isinstance(each.record, Receipt)]
                await outbox.note_receipts(connection, receipts)
            for article in kept:
                _count(article.language)
            if len(received) < FEW:
                await asyncio.sleep(LINGER_SECONDS)
            return [Emit() for _ in received]

        settling = asyncio.create_task(_settle(store, stop))
        await run_consumer(CARD, effect, settings, health, stop)
        await settling


def _count(language: Language) -> None:
    subtag = language.tag.split("-", 1)[0]
    metrics.articles.labels(subtag if subtag in metrics.LANGUAGES else "other").inc()
    if language.reason in metrics.UNDETERMINED:
        metrics.undetermined_articles.labels(language.reason).inc()
    if language.parts:
        metrics.mixed_articles.inc()


async def _settle(store: Store, stop: asyncio.Event) -> None:
    while not stop.is_set():
        with suppress(AwayError):  # the consumer says so, and waits
            async with store.begin() as connection:
                await outbox.settle(connection)
                metrics.outbox_rows.set(await outbox.waiting(connection))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), SETTLE_SECONDS)
