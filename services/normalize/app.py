"""The service's life: the lexicons are loaded before the first record is taken."""

import asyncio

from dideban.text import analyser
from services.normalize import CARD
from services.normalize.rule import normalized
from services.normalize.settings import Settings
from services.runtime.lifecycle import Health
from services.runtime.stage import run_stage


async def body(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Normalise until told to stop."""
    await asyncio.to_thread(analyser.load)
    await run_stage(CARD, normalized, settings, health, stop, heavy=True)
