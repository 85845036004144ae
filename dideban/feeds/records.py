"""A feed and its entries as read, before anything is decided about them."""

from dataclasses import dataclass
from datetime import datetime


class FeedError(ValueError):
    """The bytes are no feed that can be read; the message says what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; `url` is canonical; `published` is UTC; texts hold no markup.

    `zone_given` is false where the feed's date had no time zone, so that UTC was assumed.
    """

    guid: str = ""
    url: str | None = None
    title: str = ""
    summary: str = ""
    content: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    zone_given: bool = False

    @property
    def text(self) -> str:
        """The longest text that the feed gives."""
        return max(self.content, self.summary, key=len)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed said; `language` is its own claim; `ttl_seconds` how often it asks to be polled.

    `warning` says in words what could not be read; the entries are whole nevertheless.
    """

    title: str = ""
    language: str | None = None
    ttl_seconds: int | None = None
    entries: tuple[Entry, ...] = ()
    warning: str | None = None
