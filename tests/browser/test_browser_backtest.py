"""A query tried on the archive in Chromium, from the form in which it is written."""

import itertools
from datetime import timedelta

from browser_watch import IN_CHROMIUM, Watched
from gateway_under_test import Gateway
from newsroom import MORNING, read_articles
from playwright.async_api import expect

from tests.archived import keep

pytestmark = IN_CHROMIUM
SLOW = 60_000
"""A process is started and reads the archive."""


async def archived(newsroom: Gateway) -> None:
    now = newsroom.clock()
    ages = (timedelta(days=number % 9, hours=number) for number in itertools.count())
    kept = read_articles((news, now - age) for news, age in zip(MORNING * 4, ages, strict=False))
    await keep(newsroom.desk.store, kept)


async def test_a_query_is_tried_while_it_is_written_and_then_edited(
    newsroom: Gateway, signed_in: Watched
) -> None:
    await archived(newsroom)
    page = signed_in.page
    await page.locator("#subscribe > summary").click()
    await page.get_by_label("A query of your own").fill("topic:gas-transfer OR вагон")
    await page.get_by_role("button", name="Try it on the archive first").click()
    await expect(page.locator("#result")).to_contain_text("Matching articles: ", timeout=SLOW)
    await expect(page.locator(".sample mark").first).to_be_visible()
    await expect(page.locator("svg.days")).to_be_visible()
    await page.get_by_label("What you would change it to").fill("topic:gas-transfer lang:fa")
    await page.get_by_role("button", name="Try it", exact=True).click()
    await expect(page.locator("#changed")).to_contain_text("The change would bring", timeout=SLOW)
    await page.get_by_text("As a table").click()
    await expect(page.get_by_role("row").nth(1)).to_be_visible()
    await signed_in.on_every_screen("backtest")
    await page.get_by_role("link", name="فا", exact=True).click()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(page.locator("#result")).to_contain_text("خبرهای جور")
    await signed_in.on_every_screen("backtest-fa")
    assert signed_in.complaints == []
