"""Feeds and pages as pure rules: bytes in, records out; nothing here opens an address."""

from dideban.feeds.identity import article_id, canonical_url, revision
from dideban.feeds.parse import parse_feed
from dideban.feeds.published import published_quality
from dideban.feeds.records import Entry, Feed, FeedError

__all__ = [
    "Entry",
    "Feed",
    "FeedError",
    "article_id",
    "canonical_url",
    "parse_feed",
    "published_quality",
    "revision",
]
