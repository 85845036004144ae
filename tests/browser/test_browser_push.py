"""Notifications in a real browser: asked for on a click, shown in their direction, opened by one.

Chromium's own push service is on the network, so here the page subscribes at a double of it and the
worker is handed what that got, by the debugger, after the browser's key has decrypted it.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from browser_watch import CHROMIUM, IN_CHROMIUM
from gateway_process import PASSWORD, running
from playwright.async_api import BrowserContext, Page, async_playwright, expect

pytestmark = IN_CHROMIUM
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SHOWN = """async (count) => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  const told = ({ title, body, lang, dir, tag, data }) => ({ title, body, lang, dir, tag, data });
  return shown.length >= count && shown.map(told);
}"""
SUBSCRIPTION = {
    "endpoint": "https://push.example/send/one",
    "expirationTime": None,
    "keys": {
        "p256dh": (
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
}
DOUBLE = f"""
PushManager.prototype.subscribe = async function (options) {{
  const {{ userVisibleOnly, applicationServerKey }} = options;
  window.askedWith = {{ visible: userVisibleOnly, bytes: applicationServerKey.length }};
  return {{ toJSON: () => ({json.dumps(SUBSCRIPTION)}) }};
}};
"""
REFUSED = """
window.asked = 0;
Notification.requestPermission = async () => { window.asked += 1; return "denied"; };
"""
CLICKED = """async ([url, open]) => {
  const done = [];
  self.clients.openWindow = async (address) => { done.push(`opened ${address}`); };
  const window = { url: open, focus: async () => { done.push(`focused ${open}`); } };
  self.clients.matchAll = async () => [window];
  const event = new Event("notificationclick");
  let work = Promise.resolve();
  event.waitUntil = (given) => { work = given; };
  event.notification = { close() { done.push("closed"); }, data: { url } };
  self.dispatchEvent(event);
  await work;
  return done;
}"""
POSTED = """async ([path, body]) => {
  const headers = { "Content-Type": "application/json" };
  return (await fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).status;
}"""
MOVED = """async ([endpoint, renewed]) => {
  const event = new Event("pushsubscriptionchange");
  let work = Promise.resolve();
  event.waitUntil = (given) => { work = given; };
  event.oldSubscription = { endpoint };
  event.newSubscription = renewed && { toJSON: () => renewed };
  self.dispatchEvent(event);
  await work;
}"""
MESSAGE = {
    "title": "صادرات گاز به NATO از سر گرفته شد",
    "body": "خبرگزاری آزمون · گاز",
    "url": "/?subscription=sub_1",
    "tag": "story-1",
    "lang": "fa",
    "dir": "rtl",
}


@pytest.fixture
async def context(tmp_path: Path) -> AsyncIterator[BrowserContext]:
    """Give a browser with a profile of its own: a private window has no notifications."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=ARGUMENTS, locale="en-GB"
        )
        yield opened
        await opened.close()


@pytest.fixture
async def address(tmp_path: Path, broker: dict[str, str]) -> AsyncIterator[str]:
    async with running(tmp_path, broker) as process:
        yield await process.address()


async def signed_in(context: BrowserContext, home: Path) -> Page:
    page = context.pages[0]
    await page.goto((home / "setup-link.txt").read_text().strip())
    await page.get_by_label("User name").fill("newsdesk")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Begin").click()
    await expect(page.locator("#live")).to_have_text("Live")
    await page.locator("#subscribe > summary").click()
    return page


async def deliver(context: BrowserContext, page: Page, address: str, data: str) -> None:
    """Hand a message to the page's worker, as the browser does with one that it has decrypted."""
    session = await context.new_cdp_session(page)
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def seen(event: dict[str, Any]) -> None:
        for registration in event["registrations"]:
            if registration["scopeURL"] == f"{address}/" and not found.done():
                found.set_result(registration["registrationId"])

    session.on("ServiceWorker.workerRegistrationUpdated", seen)
    await session.send("ServiceWorker.enable")
    message = {"origin": address, "registrationId": await found, "data": data}
    await session.send("ServiceWorker.deliverPushMessage", message)


async def shown(page: Page, count: int) -> list[dict[str, Any]]:
    """Return the notifications, once there are so many."""
    there = await page.wait_for_function(SHOWN, arg=count, polling=50, timeout=10_000)
    return list(await there.json_value())


async def test_a_click_makes_this_browser_the_target_of_a_subscription(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    await context.grant_permissions(["notifications"], origin=address)
    await context.add_init_script(DOUBLE)
    page = await signed_in(context, tmp_path)
    await page.get_by_role("button", name="Notify this browser").click()
    await expect(page.locator("#notify-told")).to_have_text(
        "This browser will be told. Now subscribe."
    )
    assert await page.evaluate("window.askedWith") == {"visible": True, "bytes": 65}
    await page.get_by_label("A query of your own").fill("گاز")
    await page.locator("#subscribe").get_by_role("button", name="Subscribe").click()
    await expect(page.locator("#subscribe .things")).to_contain_text("https://push.example/…")
    answer = await page.request.get(f"{address}/api/v1/subscriptions")
    (made,) = (await answer.json())["subscriptions"]
    assert (made["channel"], made["target"]) == ("webpush", "https://push.example/…")


async def test_nobody_is_asked_before_they_click_and_a_refusal_is_told(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    await context.add_init_script(REFUSED)
    page = await signed_in(context, tmp_path)
    assert await page.evaluate("window.asked") == 0
    await page.get_by_role("button", name="Notify this browser").click()
    told = page.locator("#notify-told")
    await expect(told).to_contain_text("This browser cannot be told: you have not allowed")
    assert await page.evaluate("window.asked") == 1
    assert await page.locator('#subscribe input[name="channel"]').count() == 0
    assert await page.locator('#subscribe input[name="target"]').is_enabled()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (json.dumps(MESSAGE), {**MESSAGE, "data": {"url": MESSAGE["url"]}}),
        ("{no json", {"title": "Dideban", "body": "", "lang": "", "dir": "auto", "tag": ""}),
    ],
    ids=["a message", "no message"],
)
async def test_what_is_pushed_is_shown_in_its_own_direction(
    context: BrowserContext, address: str, tmp_path: Path, data: str, expected: dict[str, Any]
) -> None:
    await context.grant_permissions(["notifications"], origin=address)
    page = await signed_in(context, tmp_path)
    await page.evaluate("navigator.serviceWorker.register('/service-worker.js', { scope: '/' })")
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await deliver(context, page, address, data)
    (notice,) = await shown(page, 1)
    wanted = {name: value for name, value in expected.items() if name != "url"}
    assert {name: notice[name] for name in wanted} == wanted


async def test_a_click_on_a_notification_opens_what_it_is_about_and_nothing_else(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    await context.grant_permissions(["notifications"], origin=address)
    page = await signed_in(context, tmp_path)
    await page.evaluate("navigator.serviceWorker.register('/service-worker.js', { scope: '/' })")
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    worker = context.service_workers[0]
    other = f"{address}/?before=7"
    for url, done in (
        ("https://news.example/1", "opened https://news.example/1"),
        ("/?subscription=sub_1", f"opened {address}/?subscription=sub_1"),
        ("/?before=7", f"focused {other}"),
        ("javascript:alert(1)", f"opened {address}/"),
        ("http://[", f"opened {address}/"),
    ):
        assert await worker.evaluate(CLICKED, [url, other]) == ["closed", done]


async def test_a_browser_that_gets_another_address_takes_its_subscriptions_along(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    page = await signed_in(context, tmp_path)
    await page.evaluate("navigator.serviceWorker.register('/service-worker.js', { scope: '/' })")
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wanted = {"query": "gas", "channel": "webpush", "target": json.dumps(SUBSCRIPTION)}
    made = await page.evaluate(POSTED, ["/api/v1/subscriptions", wanted])
    assert made == 201
    worker = context.service_workers[0]
    renewed = {**SUBSCRIPTION, "endpoint": "https://other.example/send/two"}
    await worker.evaluate(MOVED, [SUBSCRIPTION["endpoint"], None])
    await worker.evaluate(MOVED, [SUBSCRIPTION["endpoint"], renewed])
    answer = await page.request.get(f"{address}/api/v1/subscriptions")
    (there,) = (await answer.json())["subscriptions"]
    assert there["target"] == "https://other.example/…"
