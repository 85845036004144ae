"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urljoin

import orjson

from dideban.feeds.identity import canonical_url
from dideban.feeds.published import has_zone
from dideban.feeds.records import Entry, Feed, FeedError
from dideban.feeds.text import holdable, language_tag, one_line, plain

VERSION_PREFIX: Final = "https://jsonfeed.org/version/"
_VERSION_PREFIXES: Final = (VERSION_PREFIX, "http://jsonfeed.org/version/")


def parse_json_feed(text: str, *, url: str) -> Feed:
    """Return the feed; a wrongly typed field is as a missing one.

    Raises:
        FeedError: the text is no JSON, or JSON but no feed.
    """
    try:
        document = orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError as error:
        raise FeedError(f"looks like JSON but cannot be read: {error}") from error
    if not isinstance(document, dict) or not _text(document, "version").startswith(
        _VERSION_PREFIXES
    ):
        raise FeedError("this is JSON, but no JSON Feed")
    items = document.get("items")
    return Feed(
        title=one_line(_text(document, "title")),
        language=language_tag(document.get("language")),
        entries=tuple(
            _entry(item, url)
            for item in (items if isinstance(items, list) else [])
            if isinstance(item, dict)
        ),
    )


def _entry(item: dict[str, Any], base: str) -> Entry:
    written = _text(item, "date_published") or _text(item, "date_modified")
    link = _text(item, "url") or _text(item, "external_url")
    html, text = _text(item, "content_html"), _text(item, "content_text")
    return Entry(
        guid=holdable(_id(item)),
        url=canonical_url(_joined(base, link)) if link else None,
        title=one_line(_text(item, "title")),
        summary=plain(_text(item, "summary")),
        content=plain(html) if html else holdable(text).strip(),
        authors=_authors(item),
        published=_time(written),
        zone_given=has_zone(written),
    )


def _text(of: dict[str, Any], name: str) -> str:
    value = of.get(name)
    return value if isinstance(value, str) else ""


def _id(item: dict[str, Any]) -> str:
    value = item.get("id")
    return str(value) if isinstance(value, str | int | float) else ""


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    several = item.get("authors")
    people = several if isinstance(several, list) else [item.get("author")]
    names = (one_line(_text(person, "name")) for person in people if isinstance(person, dict))
    return tuple(dict.fromkeys(name for name in names if name))


def _time(written: str) -> datetime | None:
    """Return an RFC 3339 time as UTC; one without a zone is taken as UTC."""
    try:
        parsed = datetime.fromisoformat(written)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
