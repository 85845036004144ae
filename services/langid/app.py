"""The service's life: the detector is loaded before the first record is taken."""

import asyncio
from functools import partial

from dideban.languages import backends
from services.langid import CARD
from services.langid.rule import identified
from services.langid.settings import Settings
from services.runtime.lifecycle import Health
from services.runtime.stage import run_stage


async def body(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Identify languages until told to stop."""
    backend = backends.backend(settings.langid_backend)
    await asyncio.to_thread(backend.load)
    await run_stage(CARD, partial(identified, backend=backend), settings, health, stop)
