"""What a message has to tell: the one thing that every writer of messages is given."""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Literal

from dideban.text.sentence_tables import MESSAGE_LANGUAGES, MessageLanguage
from schemas.matches import Match

__all__ = ["MESSAGE_LANGUAGES", "Links", "MessageLanguage", "Notice", "NoticeKind"]

type NoticeKind = Literal["alert", "follow-up", "digest", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where a reader can go from a message; empty where the operator has told no address."""

    desk: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One match, several of a digest in the order of matching, or none as a test.

    `language` (BCP 47) is that of our own words, whatever those of the articles; times are told in
    `zone`.
    """

    kind: NoticeKind
    subscription: str
    matches: tuple[Match, ...] = ()
    language: MessageLanguage = "en"
    zone: tzinfo = UTC
    links: Links = Links()
