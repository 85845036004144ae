"""Which addresses a reader may be led to, and what a language tag may hold."""

import re
from typing import Final

MOST_CHARS: Final = 2_000
"""Longer addresses are cut or refused by mail programs and browsers here and there."""
_WEB: Final = re.compile(r"https?://[^\s\"<>\\\x00-\x1f\x7f-\x9f]+", re.IGNORECASE)
_STEERING: Final = re.compile(
    "[\u200b\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
UNKNOWN: Final = "und"


def web_address(url: str | None) -> str:
    """Return the address if it is one of the web, else nothing; never `javascript:` from a feed."""
    if url is None or len(url) > MOST_CHARS or _STEERING.search(url) or not _WEB.fullmatch(url):
        return ""
    return url


def language_tag(tag: str) -> str:
    """Return the tag if it has the form of BCP 47, else `und`."""
    return tag if _TAG.fullmatch(tag) else UNKNOWN
