"""The service's life: knowledge base and taggers are loaded before the first record is taken."""

import asyncio
from functools import partial

from dideban.entities import tagger
from services.entities import CARD
from services.entities.rule import tagged
from services.entities.settings import Settings
from services.runtime.lifecycle import Health
from services.runtime.stage import run_stage


async def body(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Tag articles until told to stop."""
    russian = settings.entities_russian == "natasha"
    for language in ("fa", "ru") if russian else ("fa",):
        await asyncio.to_thread(tagger.load, language)
    rule = partial(tagged, unknown_names=russian)
    await run_stage(CARD, rule, settings, health, stop, heavy=True)
