"""Why a query fires on one article, or does not, as the page shows it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final, Literal

from dideban.entities.knowledge import names_of
from dideban.messages.addresses import web_address
from dideban.messages.notice import MessageLanguage
from dideban.messages.reading_direction import direction
from dideban.query.answers import Answer, Explanation, explained
from dideban.query.document import Document
from dideban.query.names import Names
from dideban.query.parser import parse
from dideban.query.rows import Row
from dideban.query.stretches import FIELDS
from schemas.articles import Article, Field

PARTS_SHOWN: Final = 3
"""The others wait behind a fold."""
_QUOTED: Final = re.compile("(«[^«»]*»)")

type Kind = Literal["", "hit", "near"]
"""Of a piece of text: not spoken of, among what the query asks for, or spoken of otherwise."""
type Piece = tuple[str, Kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An article in the words it was written in, and where it came from."""

    document: Document
    fields: Mapping[Field, str]
    seen_at: datetime
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """One clause: whether it is met, and its sentence, in which foreign words stand by themselves.

    `parts` are shown, `more` wait behind a fold.
    """

    text: str
    met: bool
    told: list[str]
    parts: "list[ClauseView]"
    more: "list[ClauseView]"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView:
    """The whole answer; `fields` are those of the article that are not empty, cut into pieces."""

    match: bool
    verdict: str
    clauses: list[ClauseView]
    fields: list[tuple[Field, list[Piece]]]
    language: str
    direction: str
    source: str
    url: str | None
    published_at: datetime | None


def of_archive(article: Article) -> Original:
    """Return an article that was read; relative times count from when it was seen."""
    raw = article.raw
    return Original(
        document=Document.of(article, names_of),
        fields={"title": raw.title, "summary": raw.summary, "body": raw.body},
        seen_at=raw.fetched_at,
        url=raw.url,
    )


def of_text(title: str, text: str, language: str | None, now: datetime) -> Original:
    """Return a text that somebody pasted, read as the stages read an article seen now."""
    row = Row(id="pasted", title=title, text=text, lang=language, published_at=now)
    return Original(document=row.document(entities=True), fields=row.originals, seen_at=now)


def why(query: str, names: Names, original: Original, language: MessageLanguage) -> WhyView:
    """Return why the query, which can be parsed, matches the article or does not."""
    asked = parse(query, names=names)
    document = original.document
    told = explained(asked, document, original.fields, original.seen_at, language)
    return WhyView(
        match=told.match,
        verdict=told.sentence,
        clauses=[_clause(each) for each in told.clauses],
        fields=_marked(told, original.fields),
        language=document.language,
        direction=direction(document.language),
        source=document.source,
        url=web_address(original.url) or None,
        published_at=document.published_at,
    )


def _clause(answer: Answer) -> ClauseView:
    parts = [_clause(part) for part in answer.parts]
    return ClauseView(
        text=answer.text,
        met=answer.met,
        told=_QUOTED.split(answer.sentence),
        parts=parts[:PARTS_SHOWN],
        more=parts[PARTS_SHOWN:],
    )


def _marked(told: Explanation, fields: Mapping[Field, str]) -> list[tuple[Field, list[Piece]]]:
    kinds: dict[Field, list[Kind]] = {name: [""] * len(text) for name, text in fields.items()}
    spoken_of = [spot for clause in told.clauses for spot in _spots(clause, met=True)]
    for answer, met in sorted(spoken_of, key=lambda spot: spot[1]):
        for word in answer.words:
            length = word.end - word.start
            kinds[word.field][word.start : word.end] = ["hit" if met else "near"] * length
    return [(name, _pieces(fields[name], kinds[name])) for name in FIELDS if fields.get(name)]


def _spots(answer: Answer, *, met: bool) -> Iterator[tuple[Answer, bool]]:
    """Yield the answers that speak of words, and whether all that they are part of is met."""
    met = met and answer.met
    yield answer, met
    for part in answer.parts:
        yield from _spots(part, met=met)


def _pieces(text: str, kinds: list[Kind]) -> list[Piece]:
    return [
        ("".join(letter for letter, _ in run), kind)
        for kind, run in groupby(zip(text, kinds, strict=True), key=lambda pair: pair[1])
    ]
