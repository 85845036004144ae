"""A gateway for each test, on an empty SQLite store."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from gateway_under_test import Clock, Gateway, few_names

from services.gateway.desk import new_desk
from services.gateway.passwords import Passwords
from services.gateway.settings import Settings
from services.store.engine import Store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def gateway(tmp_path: Path, clock: Clock, empty_store: Path) -> AsyncIterator[Gateway]:
    settings = Settings(home=str(tmp_path), gateway_max_subscriptions=3, gateway_max_tokens=2)
    shutil.copy(empty_store, tmp_path)
    async with Store.of(settings) as store:
        desk = replace(
            new_desk(settings, store, asyncio.Event()),
            now=clock,
            lookup=few_names,
            passwords=Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)),
        )
        yield Gateway(desk, clock)
        desk.stop.set()
        await desk.backtests.all_ended()


@pytest.fixture
async def editor(gateway: Gateway) -> httpx.AsyncClient:
    return await gateway.signed_in("ada", "editor")


@pytest.fixture
async def at(editor: httpx.AsyncClient) -> str:
    made = await editor.post("/api/v1/subscriptions", json={"name": "گاز", "query": "gas"})
    return f"/subscriptions/{made.json()['subscription_id']}"
