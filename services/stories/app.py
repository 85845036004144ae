"""The service's life: articles placed a few a transaction, old ones forgotten."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Final

from dideban.stories import fingerprint
from dideban.text import analyser
from schemas.articles import TaggedArticle
from schemas.topics import ARTICLES
from services.runtime import metrics
from services.runtime.consumer import Received, run_consumer
from services.runtime.lifecycle import Health
from services.runtime.outcomes import Emit, Out, Result
from services.store import stories
from services.store.engine import Store
from services.stories import CARD
from services.stories.place import WINDOW, fingerprinted, place
from services.stories.settings import Settings

FORGET_SECONDS: Final = 1
FORGET_AT_ONCE: Final = 50
"""Articles forgotten a second at most, 10 ms of work: more at a time would hold up the others."""
AT_ONCE: Final = 10
"""Articles a transaction, so that others who write to SQLite wait 50 ms at most. A batch that
comes again because the store went away finds in their places those that were placed."""


async def body(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Place articles in their stories until told to stop."""
    for role in metrics.STORY_ROLES:
        metrics.story_articles.labels(role)
    await asyncio.to_thread(analyser.load, raw=False)
    await asyncio.to_thread(fingerprint.load)
    kept = timedelta(days=settings.stories_keep_days)
    async with Store.of(settings) as store:
        last_forgotten = datetime.min.replace(tzinfo=UTC)

        async def effect(received: Sequence[Received[TaggedArticle]]) -> list[Result]:
            nonlocal last_forgotten
            now = datetime.now(UTC)
            if (now - last_forgotten).total_seconds() > FORGET_SECONDS:
                async with store.begin() as connection:
                    await stories.forget_keys(connection, now - WINDOW, FORGET_AT_ONCE)
                    await stories.forget_members(connection, now - kept, FORGET_AT_ONCE)
                last_forgotten = now
            results: list[Result] = []
            for some in batched((each.record for each in received), AT_ONCE):
                fingerprints = [fingerprinted(article) for article in some]
                async with store.begin() as connection:
                    articles = [
                        await place(connection, article, each, now)
                        for article, each in zip(some, fingerprints, strict=True)
                    ]
                for article in articles:
                    metrics.story_articles.labels(article.story.role).inc()
                    results.append(Emit((Out(ARTICLES, article.raw.article_id, article),)))
            return results

        await run_consumer(CARD, effect, settings, health, stop)
