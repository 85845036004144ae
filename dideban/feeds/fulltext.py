"""The text of an article's page, and whether it or the feed's text is the better one."""

import re
from typing import Final, Literal

import trafilatura

from dideban.feeds.charset import decode
from dideban.feeds.text import holdable

_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
# The library drops every character that is not printable, and with it the joiners that Persian
# words need; these hieroglyphs, which no news has, stand in for them meanwhile.
_JOINERS: Final = {"\u200c": "\U00014400", "\u200d": "\U00014401"}
_JOINER_REFERENCE: Final = re.compile(r"&(?:#0*(820[45])|#x0*(200[cd])|(zwn?j));?", re.IGNORECASE)
_HIDE: Final = str.maketrans(_JOINERS)
_SHOW: Final = str.maketrans({shown: hidden for hidden, shown in _JOINERS.items()})

MIN_SHARED: Final = 0.2
"""Share of the feed's words that the page must have: a cookie wall has next to none."""

MIN_WORDS: Final = 3


def page_text(body: bytes, *, url: str, charset: str | None = None) -> str:
    """Return the main text of a page, a line for each paragraph; empty where it has none."""
    text = _DECLARATION.sub("", holdable(decode(body, charset)), count=1)
    if not text.strip():
        return ""
    found = trafilatura.extract(
        _JOINER_REFERENCE.sub(_joiner, text).translate(_HIDE),
        url=url,
        fast=True,
        include_comments=False,
        include_tables=False,
    )
    return holdable(found or "").translate(_SHOW).strip()


def _joiner(reference: re.Match[str]) -> str:
    name = next(group for group in reference.groups() if group).lower()
    return "\u200c" if name in {"8204", "200c", "zwnj"} else "\u200d"


def better_text(*, title: str, feed_text: str, page: str) -> tuple[str, Literal["page", "feed"]]:
    """Return the longer honest text, and where it is from.

    A page is honest when it shares words with what the feed says of the article; what a feed
    says is taken as it is.
    """
    if len(page) > len(feed_text) and _honest(page, f"{title} {feed_text}"):
        return page, "page"
    return feed_text, "feed"


def _honest(page: str, told: str) -> bool:
    expected = set(_WORD.findall(told.lower()))
    if len(expected) < MIN_WORDS:
        return True
    shared = expected & set(_WORD.findall(page.lower()))
    return len(shared) >= MIN_SHARED * len(expected)
