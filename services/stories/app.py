"""The service's life: one transaction a batch, old bands forgotten once a minute."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from dideban.text import analyser
from schemas.articles import TaggedArticle
from services.runtime.consumer import Received, run_consumer
from services.runtime.lifecycle import Health
from services.runtime.outcomes import Result
from services.runtime.settings import Common
from services.store import stories
from services.store.engine import Store
from services.stories import CARD
from services.stories.place import WINDOW, fingerprinted, place

FORGET_SECONDS: Final = 60


async def body(settings: Common, health: Health, stop: asyncio.Event) -> None:
    """Place articles in their stories until told to stop."""
    await asyncio.to_thread(analyser.load)
    async with Store.of(settings) as store:
        last_forgotten = datetime.min.replace(tzinfo=UTC)

        async def effect(received: Sequence[Received[TaggedArticle]]) -> list[Result]:
            nonlocal last_forgotten
            now = datetime.now(UTC)
            tagged = [each.record for each in received]
            fingerprints = [fingerprinted(article) for article in tagged]
            async with store.begin() as connection:
                if (now - last_forgotten).total_seconds() > FORGET_SECONDS:
                    await stories.forget_bands(connection, now - WINDOW)
                    last_forgotten = now
                return [
                    await place(connection, article, fingerprint, now)
                    for article, fingerprint in zip(tagged, fingerprints, strict=True)
                ]

        await run_consumer(CARD, effect, settings, health, stop)
