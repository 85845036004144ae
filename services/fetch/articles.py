"""An entry of a feed to a raw article."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dideban.feeds import Entry, article_id, published_quality, revision
from dideban.feeds.fulltext import better_text
from dideban.feeds.published import in_zone
from schemas.articles import RawArticle

MAX_TITLE_CHARS: Final = 2_000
MAX_SUMMARY_CHARS: Final = 20_000
MAX_BODY_CHARS: Final = 400_000
"""Longer than any news; with four bytes a character still within a record's limit."""
MAX_AUTHORS: Final = 50
MAX_AUTHOR_CHARS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What every article of one feed has in common."""

    feed_id: str
    source: str
    language: str | None
    time_zone: str | None
    memory: timedelta


def named(entry: Entry, feed_id: str) -> tuple[str, str]:
    """Return the article id and the revision that the feed's own words give an entry.

    The page's text has no part in the revision: it may change with every visit.
    """
    identity = article_id(url=entry.url, feed_id=feed_id, guid=entry.guid, title=entry.title)
    return identity, revision(entry.title, entry.text)


def raw_article(entry: Entry, origin: Origin, *, page: str, now: datetime) -> RawArticle:
    """Return the article; `page` is the text of its page, empty where it was not read."""
    entry = _dated(entry, origin.time_zone)
    identity, words = named(entry, origin.feed_id)
    body, text_source = better_text(title=entry.title, feed_text=entry.text, page=page)
    if text_source == "feed":
        body = entry.content
    quality = published_quality(
        entry.published, now, zone_given=entry.zone_given, memory=origin.memory
    )
    return RawArticle(
        article_id=identity,
        revision=words,
        feed_id=origin.feed_id,
        source=origin.source,
        url=entry.url,
        title=shortened(entry.title, MAX_TITLE_CHARS),
        summary=shortened(entry.summary, MAX_SUMMARY_CHARS),
        body=shortened(body, MAX_BODY_CHARS),
        authors=tuple(shortened(name, MAX_AUTHOR_CHARS) for name in entry.authors[:MAX_AUTHORS]),
        language_hint=origin.language,
        published_at=entry.published,
        published_quality=quality,
        fetched_at=now,
        lane="backfill" if quality == "ancient" else "live",
        text_source=text_source,
    )


def shortened(text: str, most: int) -> str:
    """Return `text` of at most `most` characters, cut between words."""
    if len(text) <= most:
        return text
    end = text.rfind(" ", 0, most)
    return text[: end if end > 0 else most - 1] + "…"


def known_zone(name: str | None) -> ZoneInfo | None:
    """Return the time zone of that name, or None where there is none."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _dated(entry: Entry, zone_name: str | None) -> Entry:
    zone = known_zone(zone_name)
    if entry.published is None or entry.zone_given or zone is None:
        return entry
    return replace(entry, published=in_zone(entry.published, zone))
