"""The HTML part of a mail in a real browser: light, dark, on a phone, in both directions.

Run with `-m browser`. With DIDEBAN_PICTURES=FOLDER it also keeps pictures of the mails there.
"""

import base64
import os
import re
from collections.abc import AsyncIterator, Iterator
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pytest
from browser_watch import CHROMIUM, CONTRASTS, IN_CHROMIUM
from notices import FIRST, HOSTILE, KINDS, notice
from playwright.async_api import Browser, Page, async_playwright

from dideban.messages.mail import mail_html
from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage, Notice

STATIC = Path(__file__).parents[2] / "services" / "gateway" / "static"
FONTS = STATIC / "fonts"
STYLES = (STATIC / "desk.css").read_text(encoding="utf-8")
pytestmark = IN_CHROMIUM
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
ENOUGH = 4.5
"""What WCAG 2.2 asks of the contrast of text (1.4.3, level AA)."""
DIRECTIONS = {"fa": "rtl", "ar": "rtl", "ru": "ltr", "tr": "ltr", "az": "ltr", "en": "ltr"}
type Scheme = Literal["light", "dark"]
SCREENS: list[tuple[int, Scheme]] = [
    (720, "light"),
    (720, "dark"),
    (360, "light"),
    (320, "dark"),
]
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
    browser: Browser, message: Notice, *, width: int = 720, scheme: Scheme = "light"
) -> Page:
    page = await browser.new_page(
        viewport={"width": width, "height": 700}, color_scheme=scheme, device_scale_factor=1
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.set_content(mail_html(message))
    assert asked == []
    return page


async def picture(page: Page, name: str) -> None:
    """Keep a picture of the mail, in the fonts of our pages where the machine has none."""
    if folder := os.environ.get("DIDEBAN_PICTURES"):
        await page.add_style_tag(content="".join(_faces()))
        await page.evaluate("document.fonts.ready")
        await page.screenshot(path=Path(folder) / f"mail-{name}.png", full_page=True)


def _faces() -> Iterator[str]:
    for path in sorted(FONTS.glob("*.woff2")):
        family = "Vazirmatn" if path.name.startswith("vazirmatn") else "Inter"
        reach = re.search(rf"{path.name}.*?unicode-range:([^}}]+)", STYLES)
        data = base64.b64encode(path.read_bytes()).decode()
        yield (
            f"@font-face{{font-family:{family};font-weight:100 900;"
            f"src:url(data:font/woff2;base64,{data});unicode-range:{reach[1] if reach else 'U+0'}}}"
        )


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
async def test_a_mail_is_readable_in_light_and_dark_and_on_a_phone(
    browser: Browser, language: MessageLanguage
) -> None:
    for kind, (width, scheme) in product(KINDS, SCREENS):
        page = await opened(browser, notice(kind, language), width=width, scheme=scheme)
        root = "document.documentElement"
        assert await page.evaluate(f"{root}.scrollWidth") <= width
        pale = [found for found in await page.evaluate(CONTRASTS) if found[0] < ENOUGH]
        assert pale == []
        shown = await page.evaluate(f"getComputedStyle({root}).direction")
        assert shown == DIRECTIONS[language]
        await picture(page, f"{kind}-{language}-{width}-{scheme}")
        await page.close()


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_each_title_keeps_its_own_direction(
    browser: Browser, language: MessageLanguage
) -> None:
    page = await opened(browser, notice("digest", language, *FIRST.values()), width=360)
    found: list[dict[str, Any]] = await page.evaluate(TITLES)
    assert [title["language"] for title in found] == list(FIRST)
    for title in found:
        direction = DIRECTIONS[title["language"]]
        assert title["direction"] == direction
        assert title["aligned"] == {"rtl": "right", "ltr": "left"}[direction]
    await picture(page, f"six-{language}")


async def test_a_hostile_title_runs_and_draws_nothing(browser: Browser) -> None:
    page = await opened(browser, notice("alert", "en", HOSTILE))
    assert "<script>alert('gas')</script>" in await page.inner_text("h1")
    assert await page.evaluate("document.querySelectorAll('script,img,i').length") == 0
