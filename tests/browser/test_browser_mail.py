"""The HTML part of a mail in a real browser: light, dark, on a phone, in both directions.

Run with `-m browser`. With DIDEBAN_PICTURES=FOLDER it also keeps pictures of the mails there.
"""

import os
from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pytest
from notices import KINDS, MIXED, notice
from playwright.async_api import Browser, Page, async_playwright

from dideban.messages.mail import mail_html
from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage, NoticeKind

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}"),
]
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
ENOUGH = 4.5
"""What WCAG 2.2 asks of the contrast of text (1.4.3, level AA)."""
DIRECTIONS = {"fa": "rtl", "ar": "rtl", "ru": "ltr", "tr": "ltr", "az": "ltr", "en": "ltr"}
SCREENS: list[tuple[int, Literal["light", "dark"]]] = [
    (720, "light"),
    (720, "dark"),
    (360, "light"),
    (320, "dark"),
]
CONTRASTS = """
() => {
  const light = text => {
    const parts = text.match(/[\\d.]+/g).map(Number)
    const [r, g, b] = parts.map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return {value: 0.2126 * r + 0.7152 * g + 0.0722 * b, clear: parts[3] === 0}
  }
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const found = light(getComputedStyle(e).backgroundColor)
      if (!found.clear) return found.value
    }
    return 1
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found = []
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), parent = walker.currentNode.parentElement
    if (!text) continue
    const inked = light(getComputedStyle(parent).color).value
    const [a, b] = [inked, behind(parent)].sort((x, y) => y - x)
    found.push([(a + 0.05) / (b + 0.05), text])
  }
  return found
}
"""
TITLES = """
() => [...document.querySelectorAll("h1, h2")].map(title => ({
  language: title.lang, direction: getComputedStyle(title).direction,
  aligned: getComputedStyle(title).textAlign, text: title.innerText,
}))
"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        await opened.close()


async def opened(
    browser: Browser,
    kind: NoticeKind,
    language: MessageLanguage,
    *,
    width: int = 720,
    scheme: Literal["light", "dark"] = "light",
) -> Page:
    page = await browser.new_page(
        viewport={"width": width, "height": 700}, color_scheme=scheme, device_scale_factor=1
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.set_content(mail_html(notice(kind, language)))
    assert asked == []
    if folder := os.environ.get("DIDEBAN_PICTURES"):
        name = f"mail-{kind}-{language}-{width}-{scheme}.png"
        await page.screenshot(path=Path(folder) / name, full_page=True)
    return page


async def titles(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await page.evaluate(TITLES)
    return found


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
async def test_a_mail_is_readable_in_light_and_dark_and_on_a_phone(
    browser: Browser, language: MessageLanguage
) -> None:
    for kind, (width, scheme) in product(KINDS, SCREENS):
        page = await opened(browser, kind, language, width=width, scheme=scheme)
        root = "document.documentElement"
        assert await page.evaluate(f"{root}.scrollWidth") <= width
        pale = [found for found in await page.evaluate(CONTRASTS) if found[0] < ENOUGH]
        assert pale == []
        shown = await page.evaluate(f"getComputedStyle({root}).direction")
        assert shown == DIRECTIONS[language]
        await page.close()


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_each_title_keeps_its_own_direction(
    browser: Browser, language: MessageLanguage
) -> None:
    found = await titles(await opened(browser, "digest", language))
    assert [title["language"] for title in found] == [m.article.language for m in MIXED]
    for title in found:
        direction = DIRECTIONS[title["language"]]
        assert title["direction"] == direction
        assert title["aligned"] == {"rtl": "right", "ltr": "left"}[direction]


async def test_a_hostile_title_runs_and_draws_nothing(browser: Browser) -> None:
    page = await opened(browser, "digest", "en")
    hostile = (await titles(page))[5]["text"]
    assert "<script>alert('gas')</script>" in hostile
    assert await page.evaluate("document.querySelectorAll('script,img,i').length") == 0
