"""A webhook receiver, and the delivery service at work on a store."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from delivery_scene import SETTINGS, Receiver, Scene, delivering, receiving

from services.store.engine import Store


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as opened:
        yield opened


@pytest.fixture
async def scene(store: Store, receiver: Receiver) -> AsyncIterator[Scene]:
    async with delivering(store, receiver) as opened:
        yield opened


@pytest.fixture
async def hasty(store: Store, receiver: Receiver) -> AsyncIterator[Scene]:
    """Gives a scene whose whole retry schedule, 76 hours, passes in a blink."""
    async with delivering(store, receiver, replace(SETTINGS, delivery_retry_scale=1e-6)) as opened:
        yield opened
