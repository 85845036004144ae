"""Chromium, and a gateway process with somebody signed in to its desk."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser_watch import ARGUMENTS, CHROMIUM, Watched
from gateway_process import PASSWORD, running
from gateway_under_test import Clock, Gateway
from playwright.async_api import Browser, async_playwright

from services.gateway.desk import new_desk
from services.gateway.settings import Settings
from services.store.engine import Store
from services.store.migrate import migrate


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        await opened.close()


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Gateway]:
    settings = Settings(home=str(tmp_path))
    async with Store.of(settings) as store:
        await migrate(store)
        clock = Clock()
        clock.now = datetime.now(UTC)
        yield Gateway(new_desk(settings, store, asyncio.Event()), clock)


@pytest.fixture
async def signed_in(
    browser: Browser, newsroom: Gateway, tmp_path: Path, broker: dict[str, str]
) -> AsyncIterator[Watched]:
    """Give the desk of a running gateway, opened by an admin who reads English."""
    del newsroom  # which has made the store
    async with running(tmp_path, {**broker, "DIDEBAN_HTTP_ALLOW": "127.0.0.1:*"}) as process:
        address = await process.address()
        context = await browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Asia/Tehran"
        )
        page = await context.new_page()
        await page.goto((tmp_path / "setup-link.txt").read_text().strip())
        await page.get_by_label("User name").fill("newsdesk")
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Begin").click()
        await page.wait_for_url(f"{address}/")
        yield Watched(page, address)
        await context.close()
