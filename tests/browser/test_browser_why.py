"""Why an article fires or not, asked in Chromium, from the desk and by the keyboard."""

import pytest
from browser_watch import IN_CHROMIUM, Watched
from gateway_under_test import Gateway
from newsroom import MORNING, read_articles
from playwright.async_api import expect

from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage
from dideban.messages.reading_direction import direction
from services.store import search
from tests.archived import keep

pytestmark = IN_CHROMIUM
FAR = (
    "سخنگوی دولت گفت بهای گاز خانگی تا پایان زمستان تغییر نمی‌کند و دولت برای جبران کسری بودجه "
    "راه‌های دیگری در پیش گرفته است. او دربارهٔ ترانزیت کالا از مرزهای شرقی نیز گفت که صف کامیون‌ها "
    "کوتاه‌تر شده و NATO در این باره سخنی نگفته است."
)


async def archived(newsroom: Gateway) -> None:
    now = newsroom.clock()
    kept = read_articles((news, now) for news in MORNING)
    await keep(newsroom.desk.store, kept)
    async with newsroom.desk.store.begin() as connection:
        await search.keep(connection, [search.entry_of(each) for each in kept])


async def test_a_reader_asks_why_not_and_is_told_in_words(
    newsroom: Gateway, signed_in: Watched
) -> None:
    await newsroom.subscription("local", "گاز و ترانزیت", "گاز NEAR/8 ترانزیت lang:fa -فوتبال")
    await newsroom.subscription("local", "Gas transfer", "topic:gas-transfer")
    await archived(newsroom)
    page = signed_in.page
    await page.reload()
    await page.get_by_role("link", name="Why, and why not").click()
    await page.get_by_label("Its text").fill(FAR)
    await page.keyboard.press("Tab")
    await page.get_by_role("button", name="Explain").press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("nothing is chosen")
    await expect(page.get_by_label("Subscription")).to_be_focused()
    await expect(page.get_by_label("Its text")).to_have_value(FAR)
    await page.get_by_label("Subscription").select_option(label="گاز و ترانزیت")
    await page.get_by_role("button", name="Explain").click()
    await expect(page.locator("#verdict")).to_contain_text("It does not match")
    await expect(page.locator(".original .text mark.near")).to_have_text(["گاز", "ترانزیت"])
    await expect(page.locator(".original .text")).to_have_attribute("dir", "rtl")
    await signed_in.on_every_screen("why-not")
    await page.get_by_role("link", name="فا", exact=True).click()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await page.get_by_label("با این واژه‌ها").fill("گاز")
    await page.get_by_role("button", name="بیاب").click()
    await page.get_by_role("link", name=MORNING[5].title).click()
    await expect(page.get_by_role("alert")).to_contain_text("subscription")
    await page.locator("select[name=subscription]").select_option(label="Gas transfer")
    await page.get_by_role("button", name="توضیح بده").click()
    await expect(page.locator("#verdict")).to_have_text("خبر با پرسش جور است.")
    await expect(page.locator("mark.hit").first).to_have_text("انتقال گاز")
    seen = page.locator(".things time").first
    await expect(seen).to_have_attribute("dir", "rtl")
    await expect(seen).not_to_contain_text("UTC")
    await signed_in.on_every_screen("why-fa")
    assert [told for told in signed_in.complaints if "422" not in told] == []


@pytest.mark.parametrize("ui", MESSAGE_LANGUAGES)
async def test_the_page_fits_and_is_readable_in_every_language(
    newsroom: Gateway, signed_in: Watched, ui: MessageLanguage
) -> None:
    gas = await newsroom.subscription("local", "Gas transfer", "topic:gas-transfer -lang:fa")
    await archived(newsroom)
    page = signed_in.page
    await page.goto(f"{signed_in.address}/why?ui={ui}&subscription={gas}&article=article-5")
    await expect(page.locator("html")).to_have_attribute("dir", direction(ui))
    await expect(page.locator("#verdict")).to_have_class("missed")
    await signed_in.on_every_screen(f"why-in-{ui}")
    await page.goto(f"{signed_in.address}/subscriptions/{gas}")
    await expect(page.locator("html")).to_have_attribute("lang", ui)
    await signed_in.on_every_screen(f"settings-in-{ui}")
    await page.goto(f"{signed_in.address}/")
    await expect(page.locator("#live.on")).to_be_visible()
    await signed_in.on_every_screen(f"desk-in-{ui}")
    assert signed_in.complaints == []
