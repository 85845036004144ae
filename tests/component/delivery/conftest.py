"""Stores to deliver from: SQLite always, PostgreSQL where a test server is named."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from delivery_scene import SETTINGS, Receiver, Scene, delivering, receiving
from sqlalchemy import text

from services.store.engine import Store
from services.store.migrate import migrate
from services.store.tables import METADATA

POSTGRES = os.environ.get("DIDEBAN_TEST_POSTGRES", "")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "sqlite":
        async with Store.at(f"sqlite+aiosqlite:///{tmp_path / 'store.sqlite'}") as opened:
            await migrate(opened)
            yield opened
        return
    if not POSTGRES:
        pytest.skip("DIDEBAN_TEST_POSTGRES names no server")
    async with Store.at(POSTGRES) as opened:
        async with opened.begin() as connection:
            await connection.run_sync(METADATA.drop_all)
            await connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        await migrate(opened)
        yield opened


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
    async with delivering(store, receiver, replace(SETTINGS, webhook_retry_scale=1e-6)) as opened:
        yield opened
