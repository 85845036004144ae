"""The bytes of a feed to its entries: RSS, Atom, RDF and JSON Feed."""

import re
import sys
from io import BytesIO
from typing import Any, Final
from urllib.parse import urljoin

import feedparser

from dideban.feeds.charset import decode
from dideban.feeds.discovery import named_feeds
from dideban.feeds.identity import canonical_url
from dideban.feeds.jsonfeed import parse_json_feed
from dideban.feeds.published import from_parsed, has_zone
from dideban.feeds.records import Entry, Feed, FeedError
from dideban.feeds.text import holdable, language_tag, one_line, plain

HEAD_CHARS: Final = 2_000
MINUTE_SECONDS: Final = 60
MAX_TTL_SECONDS: Final = 7 * 86_400
_PERIOD_SECONDS: Final = {
    "hourly": 3_600,
    "daily": 86_400,
    "weekly": 7 * 86_400,
    "monthly": 30 * 86_400,
    "yearly": 365 * 86_400,
}

_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_HTML: Final = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_CHARACTER: Final = re.compile(r"&#(x[0-9a-f]{1,400}|[0-9]{1,400});?", re.IGNORECASE)
_LIBRARY_ERRORS: Final = (ValueError, TypeError, LookupError, AttributeError, AssertionError)
"""What feedparser raises on broken markup, where it should report it."""

_ENTRY_END: Final = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_FEED_END: Final = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)


def parse_feed(
    body: bytes, *, url: str, content_type: str = "", charset: str | None = None
) -> Feed:
    """Return the feed that `body` holds; `content_type` and `charset` are its transport's claims.

    A feed that ends in the middle gives its whole entries and a warning.

    Raises:
        FeedError: the bytes are empty, a web page, or nothing that is known; the message says so.
    """
    text = decode(body, charset).lstrip("\ufeff")
    if not text.strip():
        raise FeedError("the answer is empty")
    if text.lstrip().startswith("{") or content_type == "application/feed+json":
        return parse_json_feed(text, url=url)
    if _HTML.match(_COMMENT.sub("", text[:HEAD_CHARS])):
        raise FeedError(_page_in_words(text, url))
    return _parse_xml(holdable(text), url)


def _parse_xml(text: str, url: str) -> Feed:
    # Entities can only be declared in the document type, and no feed needs them: without it
    # there is nothing to expand. The declaration goes too, for the text is UTF-8 from here.
    bare = _DOCTYPE.sub("", _DECLARATION.sub("", text, count=1), count=1).lstrip()
    parsed = _parsed(_CHARACTER.sub(_holdable_character, bare), url)
    if not parsed.version and not parsed.entries:
        raise FeedError(_no_feed_in_words(bare))
    found, warning = _whole(parsed.entries, bare)
    return Feed(
        title=one_line(parsed.feed.get("title", "")),
        language=language_tag(parsed.feed.get("language")),
        ttl_seconds=_ttl_seconds(parsed.feed),
        entries=tuple(_entry(entry, url) for entry in found),
        warning=warning,
    )


def _parsed(text: str, url: str) -> feedparser.FeedParserDict:
    try:
        return feedparser.parse(
            BytesIO(text.encode("utf-8", "replace")),
            response_headers={
                "content-type": "application/xml; charset=utf-8",
                "content-location": url,
            },
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _LIBRARY_ERRORS as error:
        raise FeedError(f"the feed cannot be read: {error}") from error


def _holdable_character(reference: re.Match[str]) -> str:
    """Return the reference, or U+FFFD for one that is no character a record can hold."""
    digits = reference.group(1).lower()
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    surrogate = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004  the range that Unicode reserves
    return "�" if code == 0 or surrogate or code > sys.maxunicode else reference.group()


def _whole(entries: list[Any], text: str) -> tuple[list[Any], str | None]:
    """Return the entries that were closed, and a warning where the feed ends in the middle."""
    if _FEED_END.search(text[-HEAD_CHARS:]) or text.rstrip().endswith("/>"):
        return entries, None
    whole = min(len(entries), len(_ENTRY_END.findall(text)))
    if not whole:
        raise FeedError("the feed ends before the end of its first entry")
    return entries[:whole], f"the feed ends in the middle; {whole} whole entries were read"


def _entry(entry: Any, base: str) -> Entry:  # noqa: ANN401  the library's own dictionary
    link = entry.get("link", "")
    contents = [plain(part.get("value") or "") for part in entry.get("content", [])]
    content = max(contents, key=len, default="")
    summary = plain(entry.get("summary") or "")
    written = entry.get("published") or entry.get("updated") or ""
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return Entry(
        guid=entry.get("id", ""),
        url=canonical_url(urljoin(base, link)) if link else None,
        title=one_line(entry.get("title") or ""),
        summary="" if summary == content else summary,
        content=content,
        authors=_authors(entry),
        published=from_parsed(parsed),
        zone_given=parsed is not None and has_zone(written),
    )


def _authors(entry: Any) -> tuple[str, ...]:  # noqa: ANN401  the library's own dictionary
    """Return the names without their mail addresses, which the library takes apart wrongly."""
    several = [author.get("name") or "" for author in entry.get("authors", [])]
    written = several if len(several) > 1 else [entry.get("author") or ""]
    names = (
        " ".join(word for word in one_line(name).split() if "@" not in word).strip("()<>[] ")
        for name in written
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _ttl_seconds(feed: Any) -> int | None:  # noqa: ANN401  the library's own dictionary
    """Return the longer of RSS `ttl` (minutes) and `sy:updatePeriod` / `sy:updateFrequency`."""
    ttl = _positive(feed.get("ttl")) * MINUTE_SECONDS
    period = _PERIOD_SECONDS.get(str(feed.get("sy_updateperiod", "")).strip().lower(), 0)
    period //= max(1, _positive(feed.get("sy_updatefrequency")))
    return min(max(ttl, period), MAX_TTL_SECONDS) or None


def _positive(value: object) -> int:
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0


def _page_in_words(text: str, url: str) -> str:
    found = named_feeds(text, url)
    if not found:
        return "this is a web page, not a feed, and it names none"
    return f"this is a web page, not a feed; it names the feed {found[0]}"


def _no_feed_in_words(text: str) -> str:
    if text.lstrip().startswith("<"):
        return "this is XML, but no RSS, Atom or RDF feed"
    return "this is neither a feed nor JSON"
