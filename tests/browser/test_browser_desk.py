"""The desk in a real browser: from the set-up link to an alert that arrives while one reads.

Run with `-m browser`. With DIDEBAN_PICTURES=FOLDER it also keeps pictures of the page there.
"""

from datetime import UTC, datetime
from pathlib import Path

from browser_watch import IN_CHROMIUM, Watched
from gateway_process import PASSWORD, Process, running
from gateway_under_test import Gateway
from newsroom import CORRIDOR, GAS, LATE, MORNING, News, match_of
from playwright.async_api import Browser, Page, expect

pytestmark = IN_CHROMIUM


async def publish(
    newsroom: Gateway, subscriptions: dict[str, str], news: News, number: int
) -> None:
    subscription = subscriptions[news.pack]
    match = match_of(news, number, subscription, datetime.now(UTC))
    await newsroom.alert(subscription, match)


class Visit:
    """A person at the desk; each step is what they do next."""

    def __init__(self, page: Page, address: str, newsroom: Gateway) -> None:
        self.page = page
        self.watched = Watched(page, address)
        self.address = address
        self.newsroom = newsroom
        self.subscriptions: dict[str, str] = {}

    async def set_up(self, link: str) -> None:
        page = self.page
        await page.goto(link)
        await self.watched.picture("set-up")
        await page.get_by_label("User name").fill("newsdesk")
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Begin").click()
        await expect(page.locator("#live")).to_have_text("Live")
        await expect(page.get_by_role("heading", name="No alerts yet")).to_be_visible()
        await self.watched.picture("empty")

    async def add_a_source(self) -> None:
        page = self.page
        await page.get_by_label("Address of a feed").fill("http://127.0.0.1:8791/feeds/farzi")
        await page.locator("#sources").get_by_label("Name").fill("روزنامه فرضی")
        await page.get_by_role("button", name="Add a source").click()
        await expect(page.locator("#sources")).to_contain_text("first visit soon")

    async def mend_a_query(self) -> None:
        page = self.page
        query = page.get_by_label("A query of your own")
        await page.locator("#subscribe > summary").click()
        await query.fill("gas AND transfer OR transit")
        await expect(page.locator("#query-check")).to_contain_text("column")
        await self.watched.picture("query")
        await expect(page.locator("#query-check button")).to_have_count(2)
        await page.locator("#query-check button").first.click()
        await expect(page.locator("#query-check")).to_contain_text("Understood as")
        await query.fill("")
        await expect(page.locator("#query-check")).to_be_empty()
        complaints = self.watched.complaints
        self.watched.complaints = [text for text in complaints if "422" not in text]

    async def subscribe(self, process: Process) -> None:
        page = self.page
        part = page.locator("#subscribe")
        await page.get_by_label("or a topic pack").select_option(GAS)
        await part.get_by_label("Name").fill("Gas transfer")
        await page.get_by_label("Address or chat").fill("http://127.0.0.1:8899/hook")
        await part.get_by_role("button", name="Subscribe").click()
        await expect(page.locator(".secret")).to_contain_text("whsec_")
        await process.event("subscriptions_published")
        listed = await page.request.get(f"{self.address}/api/v1/subscriptions")
        (made,) = (await listed.json())["subscriptions"]
        desk = self.newsroom
        self.subscriptions = {
            GAS: made["subscription_id"],
            CORRIDOR: await desk.subscription("local", "North–South corridor"),
        }
        await desk.subscription("local", "راه‌آهن چابهار–زاهدان")

    async def open(self) -> None:
        await self.page.goto(self.address)
        await expect(self.page.locator("#live")).to_have_text("Live")

    async def see_alerts_come(self) -> None:
        page = self.page
        await publish(self.newsroom, self.subscriptions, MORNING[0], 0)
        await expect(page.locator("article")).to_have_count(1)
        for number, news in enumerate(MORNING[1:], start=1):
            await publish(self.newsroom, self.subscriptions, news, number)
        await expect(page.locator("#fresh")).to_have_text("5 new alerts")
        await expect(page).to_have_title("(5) Desk · Dideban")
        await expect(page.locator("article")).to_have_count(1)
        await page.locator("#fresh").click()
        await expect(page.locator("article")).to_have_count(6)
        await expect(page.locator("#fresh")).to_be_hidden()
        titles = await page.locator("article h3").all_inner_texts()
        assert titles == [news.title for news in reversed(MORNING)]

    async def read(self) -> None:
        page = self.page
        first = page.locator("article").first.locator("h3")
        await expect(first).to_have_attribute("dir", "rtl")
        await expect(first.locator("mark")).to_have_text("انتقال گاز")
        await expect(page.locator("#reading .because")).to_contain_text("انتقال گاز")
        await self.watched.picture("light")
        await page.emulate_media(color_scheme="dark")
        await self.watched.picture("dark")
        await page.emulate_media(color_scheme="light")
        await page.keyboard.press("j")
        await expect(page.locator("#reading h2")).to_contain_text("Порт Оля")

    async def go_on_reading_while_one_arrives(self) -> None:
        page = self.page
        await page.locator("article").first.locator(".clock").click()
        await publish(self.newsroom, self.subscriptions, LATE, 6)
        await expect(page.locator("#fresh")).to_have_text("1 new alert")
        await expect(page.locator("article")).to_have_count(6)
        await expect(page.locator("#reading h2")).to_contain_text("آزمون فشار")
        await self.watched.picture("waiting")

    async def turn_to_persian_and_take_the_phone(self) -> None:
        page = self.page
        await page.get_by_role("link", name="فا", exact=True).click()
        await expect(page.locator("html")).to_have_attribute("dir", "rtl")
        await expect(page.locator("#live")).to_have_text("زنده")
        await expect(page.locator("article")).to_have_count(7)
        await self.watched.picture("rtl")
        await page.set_viewport_size({"width": 390, "height": 844})
        await self.watched.picture("phone")
        root = "document.documentElement"
        assert await page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")


async def test_from_the_set_up_link_to_an_alert_that_arrives_live(
    browser: Browser, newsroom: Gateway, tmp_path: Path, broker: dict[str, str]
) -> None:
    environ = {**broker, "DIDEBAN_HTTP_ALLOW": "127.0.0.1:*"}
    async with running(tmp_path, environ) as process:
        address = await process.address()
        context = await browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="Asia/Tehran"
        )
        visit = Visit(await context.new_page(), address, newsroom)
        await visit.set_up((tmp_path / "setup-link.txt").read_text().strip())
        await visit.add_a_source()
        await visit.mend_a_query()
        await visit.subscribe(process)
        await visit.open()
        await visit.see_alerts_come()
        await visit.open()
        await visit.read()
        await visit.go_on_reading_while_one_arrives()
        await visit.turn_to_persian_and_take_the_phone()
        assert visit.watched.complaints == []
        await context.close()


async def test_without_a_script_one_still_reads_and_subscribes(
    browser: Browser, newsroom: Gateway, tmp_path: Path, broker: dict[str, str]
) -> None:
    shared = await newsroom.subscription("local", "Gas transfer")
    await publish(newsroom, {GAS: shared}, MORNING[5], 1)
    async with running(tmp_path, broker) as process:
        await process.address()
        context = await browser.new_context(java_script_enabled=False, locale="fa-IR")
        page = await context.new_page()
        await page.goto((tmp_path / "setup-link.txt").read_text().strip())
        await page.get_by_label("نام کاربری").fill("سردبیر")
        await page.get_by_label("گذرواژه").fill(PASSWORD)
        await page.get_by_role("button", name="آغاز").click()
        await expect(page.locator("article h3 mark")).to_have_text("انتقال گاز")
        await page.locator("article .why > summary").click()
        await expect(page.locator("article .because")).to_contain_text("انتقال و ترانزیت گاز")
        await page.locator("#subscribe > summary").click()
        await page.get_by_label("پرسش خودتان").fill('"بندر امیرآباد"')
        await page.get_by_role("button", name="اشتراک تازه").click()
        await expect(page.locator("#subscribe .things")).to_contain_text("بندر امیرآباد")
        await context.close()
