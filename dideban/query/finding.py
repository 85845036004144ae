"""What was found out about one clause: a clause of a sentence, and the words it speaks of."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from dideban.query import telling
from dideban.query.document import Document
from dideban.query.reading import Occurrence, Reading
from dideban.query.tongue import Tongue
from dideban.query.tree import AnyOf, Chain, Prefix, Span, Term
from schemas.articles import Field


class Spot(NamedTuple):
    """Where words stand in an original field."""

    field: Field
    start: int
    end: int


class Article(Reading):
    """A reading with the original fields, out of which spans cut their words, and a tongue."""

    def __init__(
        self,
        document: Document,
        originals: Mapping[Field, str],
        now: datetime,
        tongue: Tongue,
    ) -> None:
        super().__init__(document, now)
        self.originals = originals
        self.tongue = tongue


class Finding(NamedTuple):
    """What is told of a clause, as `telling` words it, and where its words stand."""

    told: str
    spots: tuple[Spot, ...] = ()


def finding(told: str, occurrences: Iterable[Occurrence], article: Article) -> Finding:
    """Return the finding with the spots of the occurrences."""
    return Finding(told, tuple(_spot(each, article) for each in occurrences))


def _spot(occurrence: Occurrence, article: Article) -> Spot:
    first, last = (article.document.words[i] for i in occurrence)
    return Spot(first.field, first.token.start, last.token.end)


def written(occurrence: Occurrence, article: Article) -> str:
    """Return the words of an occurrence as the article writes them."""
    spot = _spot(occurrence, article)
    return article.originals[spot.field][spot.start : spot.end]


def forms(occurrences: Iterable[Occurrence], article: Article) -> list[str]:
    """Return the different spellings of the occurrences in their marks, case set aside."""
    spellings: dict[str, str] = {}
    for occurrence in occurrences:
        text = written(occurrence, article)
        spellings.setdefault(text.casefold(), text)
    return telling.quoted_all(spellings.values())


def options_of(span: Term | Prefix | AnyOf) -> tuple[Term | Prefix, ...]:
    """Return the words and prefixes of which any will do."""
    return span.options if isinstance(span, AnyOf) else (span,)


def names_of(span: Span) -> list[str]:
    """Return the words a query asks for in their marks; a prefix ends in an ellipsis."""
    spans: Sequence[Span] = span.operands if isinstance(span, Chain) else (span,)
    return [
        telling.quoted(option.text + "…" if isinstance(option, Prefix) else option.text)
        for each in spans
        if not isinstance(each, Chain)
        for option in options_of(each)
    ]
