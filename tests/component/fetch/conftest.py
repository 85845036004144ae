"""Sites to fetch from, and the fetch service's parts on a store."""

from collections.abc import AsyncIterator

import pytest
from fetch_scene import Press, Scene, fetching, press

from services.store.engine import Store


@pytest.fixture
async def site() -> AsyncIterator[Press]:
    async with press() as opened:
        yield opened


@pytest.fixture
async def scene(store: Store) -> AsyncIterator[Scene]:
    async with fetching(store) as opened:
        yield opened
