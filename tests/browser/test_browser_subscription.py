"""A subscription's settings in Chromium, by the keyboard, in both directions."""

from browser_watch import IN_CHROMIUM, Watched
from gateway_under_test import Gateway
from playwright.async_api import expect

pytestmark = IN_CHROMIUM


async def test_an_analyst_chooses_where_and_when_to_be_told(
    newsroom: Gateway, signed_in: Watched
) -> None:
    await newsroom.subscription("local", "انتقال گاز", "گاز NEAR/8 ترانزیت")
    page = signed_in.page
    await page.reload()
    await page.locator("#subscribe > summary").click()
    await page.get_by_role("link", name="Settings and test").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("انتقال گاز")
    await page.get_by_label("Send alerts").select_option("telegram")
    await expect(page.locator(".hints .of-telegram")).to_be_visible()
    await expect(page.locator(".hints .of-ntfy")).to_be_hidden()
    await page.get_by_label("Address or chat").fill("gas news")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("This is no Telegram chat.")
    await expect(page.get_by_label("Address or chat")).to_be_focused()
    await signed_in.on_every_screen("target-problem")
    await page.get_by_label("Address or chat").fill("@gas_news")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_have_text("Saved.")
    await page.get_by_role("button", name="Send a test message").click()
    await expect(page.get_by_text("The test message is on its way")).to_be_visible()
    await page.get_by_label("Time zone").fill("Asia/Tehran")
    await page.get_by_label("From").fill("22:00")
    await page.get_by_label("To", exact=True).fill("٧:٠٠")
    await page.get_by_label("Fri").uncheck()
    await page.get_by_label("At most so many an hour").fill("6")
    await page.locator("#policy").get_by_role("button", name="Save").click()
    await expect(page.locator("#policy").get_by_role("status")).to_have_text("Saved.")
    await expect(page.get_by_label("To", exact=True).first).to_have_value("07:00")
    await page.get_by_label("Which").fill("فوتبال")
    await page.get_by_role("button", name="Mute").click()
    await expect(page.locator("#mutes .things")).to_contain_text("فوتبال")
    await signed_in.on_every_screen("subscription")
    await page.get_by_role("link", name="فا", exact=True).click()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await page.get_by_label("منطقهٔ زمانی").fill("Asia/Teheran")
    await page.locator("#policy").get_by_role("button", name="ذخیره").click()
    await expect(page.get_by_role("alert")).to_contain_text("منطقهٔ زمانی «Asia/Teheran»")
    await signed_in.on_every_screen("subscription-fa")
    assert [told for told in signed_in.complaints if "422" not in told] == []
