"""What the tests in Chromium share: how it is started, and what is watched of a page."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page

CHROMIUM = Path("/usr/bin/chromium")
IN_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}"),
]
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
ENOUGH = 4.5
"""What WCAG 2.2 asks of the contrast of text (1.4.3, level AA)."""
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


class Watched:
    """A page, and whatever it complained of or asked of other hosts."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda told: self.complaints.append(told.text) if told.type == "error" else None,
        )
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(address) else self.complaints.append(request.url)
            ),
        )

    async def picture(self, name: str, *, whole: bool = False) -> None:
        if folder := os.environ.get("DIDEBAN_PICTURES"):
            await self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)

    async def on_every_screen(self, name: str) -> None:
        """See that the page fits and can be read in light and dark, wide and on a phone."""
        wide = self.page.viewport_size or {"width": 1280, "height": 900}
        root = "document.documentElement"
        for width in (wide["width"], 390):
            await self.page.set_viewport_size({"width": width, "height": wide["height"]})
            for scheme in ("light", "dark"):
                await self.page.emulate_media(color_scheme=scheme)
                assert await self.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
                found = await self.page.evaluate(CONTRASTS)
                pale = [text for contrast, text in found if contrast < ENOUGH]
                assert not pale, f"{width} {scheme}: {pale}"
                await self.picture(f"{name}-{width}-{scheme}", whole=True)
        await self.page.emulate_media(color_scheme="light")
        await self.page.set_viewport_size(wide)
