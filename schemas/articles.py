"""Records of one article on its way from a feed to its readers; each stage adds one part.

All times are aware UTC datetimes. Offsets count Unicode code points, never bytes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

type UtcTime = Annotated[datetime, msgspec.Meta(tz=True)]
"""An aware time; a time without a zone is refused."""

Lane = Literal["live", "backfill"]
PublishedQuality = Literal["given", "guessed", "missing", "future", "ancient"]
Field = Literal["title", "summary", "body"]
EntityKind = Literal["person", "place", "organisation", "facility", "product", "event"]
Calendar = Literal["gregorian", "jalali", "hijri"]
StoryRole = Literal["first", "copy", "edit", "rewrite", "translation", "follow-up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """An article as its source gave it.

    `article_id` hashes the canonical URL; an article without one is known by its feed and guid.
    `revision` hashes title and text, so that an edit gives another revision under the same id.
    `text_source` records whether the page or the feed gave the longer honest text.
    """

    version: Literal[1] = 1
    article_id: str
    revision: str
    feed_id: str
    source: str
    url: str | None = None
    title: str = ""
    summary: str = ""
    body: str = ""
    authors: tuple[str, ...] = ()
    language_hint: str | None = None
    published_at: UtcTime | None = None
    published_quality: PublishedQuality = "missing"
    fetched_at: UtcTime
    lane: Lane = "live"
    text_source: Literal["page", "feed", "file"] = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageGuess:
    """One candidate language: BCP 47 tag and probability from 0 to 1."""

    tag: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePart:
    """Adjacent paragraphs in one language: `original[start:end]` of a field.

    `tag`, `script` and `confidence` are those of a Language.
    """

    field: Field
    start: int
    end: int
    tag: str
    script: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The identified language; tag `und` carries the reason why nothing was claimed.

    `tag` follows BCP 47 and `script` ISO 15924; `confidence` is a probability from 0 to 1.
    `parts` cover the paragraphs of an article in several languages, and are empty in any other;
    the reason `mixed` says that none of its languages has a clear majority of the letters.
    """

    tag: str
    script: str = "Zyyy"
    confidence: float = 0.0
    reason: str | None = None
    runners_up: tuple[LanguageGuess, ...] = ()
    parts: tuple[LanguagePart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedText:
    """A text with its offset map to the text it was made from.

    `map` holds breakpoints (position here, position in the original), ascending; between two
    breakpoints both sides advance together, and never past the next breakpoint's original.
    """

    text: str
    map: tuple[tuple[int, int], ...] = ((0, 0),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One paragraph: `original[start:end]` of a field, for reading and for matching.

    Both offset maps lead to positions in the whole field, not in the passage. `language` (BCP 47)
    is that of the passage where it is not the article's.
    """

    field: Field
    start: int
    end: int
    display: MappedText
    match: MappedText
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalizedText:
    """The article's passages in reading order: title, then summary, then body paragraphs."""

    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing named in the text; `id` is null when it is not in the knowledge base.

    `start` and `end` cut the surface form out of the original field.
    """

    kind: EntityKind
    surface: str
    field: Field
    start: int
    end: int
    id: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A measured amount in a canonical unit (such as `m3/d`, `m3/a`, `USD`, `km`)."""

    kind: str
    value: float
    unit: str
    surface: str
    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date told in the text, as the closed range of Gregorian days that it means.

    `start` and `end` cut the surface form out of the original field; `calendar` is the one its
    words are of. `relative` says that it was told from the publication («yesterday»).
    """

    surface: str
    field: Field
    start: int
    end: int
    first: date
    last: date
    calendar: Calendar
    relative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRef:
    """The article's place in its story, decided once before anything matches.

    `sources` told it in their own words so far, an agency and those who pass it on being one;
    `copies` are the articles that are the text of another. `changes` are tokens of a closed set:
    beside the closest article of the same language `title`, `text`, `number-added:N` and
    `number-removed:N`; beside the whole story `number-added:N` in another language, and what this
    article is the first to have: `official-source`, `denial`, `correction`, `country:XX` (ISO
    3166-1), `place:ID` (of the knowledge base), `language:xx` (BCP 47).
    """

    story_id: str
    role: StoryRole
    changes: tuple[str, ...] = ()
    sources: int = 1
    copies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedArticle:
    """A raw article and its language."""

    version: Literal[1] = 1
    raw: RawArticle
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalizedArticle:
    """An identified article and its normalised text."""

    version: Literal[1] = 1
    raw: RawArticle
    language: Language
    text: NormalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedArticle:
    """A normalised article with its entities, quantities and dates."""

    version: Literal[1] = 1
    raw: RawArticle
    language: Language
    text: NormalizedText
    entities: tuple[Entity, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[DateMention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A finished article: everything known of it, and its story."""

    version: Literal[1] = 1
    raw: RawArticle
    language: Language
    text: NormalizedText
    entities: tuple[Entity, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    story: StoryRef
    dates: tuple[DateMention, ...] = ()
