"""The feeds that a web page names."""

from typing import Final
from urllib.parse import urljoin

from lxml import etree, html

from dideban.feeds.identity import canonical_url

_FEED_TYPES: Final = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
    }
)


def named_feeds(page: str, url: str) -> tuple[str, ...]:
    """Return the addresses of the page's `link rel=alternate` feeds, in its order, each once."""
    try:
        root = html.document_fromstring(page)
    except (etree.LxmlError, ValueError):
        return ()
    found: list[str] = []
    for link in root.iter("link"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and kind in _FEED_TYPES:
            found.append(_joined(url, link.get("href") or ""))
    addresses = (canonical_url(address) for address in found if address)
    return tuple(dict.fromkeys(address for address in addresses if address))


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""
