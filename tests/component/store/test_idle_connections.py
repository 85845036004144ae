"""Connections that the database server closed while nobody used them."""

import os

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store import engine
from services.store.engine import Store


async def test_work_goes_on_after_the_server_closed_the_idle_connections(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    if store.sqlite:
        pytest.skip("SQLite has no server")
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.0)
    async with store.begin() as connection:
        mine = await _process(connection)
    async with Store.at(os.environ["DIDEBAN_TEST_POSTGRES"]) as other, other.begin() as ending:
        await ending.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})
    async with store.begin() as connection:
        assert await _process(connection) != mine


async def _process(connection: AsyncConnection) -> int:
    return int((await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one())
