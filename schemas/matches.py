"""What the alerts service says of an article: its matches, and a receipt that it was checked."""

from dataclasses import dataclass
from typing import Literal

from schemas.articles import Field, StoryRef, UtcTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A matched word: `start` and `end` cut it out of the original field."""

    field: Field
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A part of the query that fired, in canonical text, and the pack it came from, if any."""

    text: str
    pack: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinArticle:
    """What a reader needs of an article to be told about it; `snippet` is cut by words."""

    article_id: str
    revision: str
    source: str
    url: str | None = None
    title: str = ""
    snippet: str = ""
    language: str = "und"
    published_at: UtcTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One article matched one subscription; `match_id` hashes subscription, article, revision.

    `entities` are the ids of the article's own that are in the knowledge base, each once.
    """

    version: Literal[1] = 1
    match_id: str
    subscription_id: str
    subscription_version: int
    article: ThinArticle
    highlights: tuple[Highlight, ...] = ()
    clauses: tuple[Clause, ...] = ()
    story: StoryRef
    seen_at: UtcTime
    matched_at: UtcTime
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An article was checked against every subscription and gave this many matches.

    With it the archive knows when an article is done for good, so that nothing is lost with a
    broker that keeps its topics in memory only.
    """

    version: Literal[1] = 1
    article_id: str
    revision: str
    matches: int
    checked_at: UtcTime
