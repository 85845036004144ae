"""The tree of a query: boolean nodes over atoms, and atoms over spans of words."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Place = Literal["title", "lead", "body"]
MetaKey = Literal["lang", "source", "site", "country", "author", "entity"]
LinkKind = Literal["NEAR", "ONEAR", "SAME"]
Comparison = Literal[">=", "<=", ">", "<", "="]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase; `exact` compares without stems, `cased` also keeps case."""

    text: str
    exact: bool = False
    cased: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins with `text`, compared without stems."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """How two neighbours of a chain stand: at most `distance` words apart, or in one sentence.

    Neighbouring words are 1 apart. `distance` is 0 for `SAME`.
    """

    kind: LinkKind
    distance: int = 0


@dataclass(frozen=True, slots=True)
class AnyOf:
    """An occurrence of any of the options."""

    options: tuple[Term | Prefix, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Occurrences of the operands where each pair of neighbours satisfies its link."""

    operands: tuple[Term | Prefix | AnyOf, ...]
    links: tuple[Link, ...]


type Span = Term | Prefix | AnyOf | Chain


@dataclass(frozen=True, slots=True)
class Found:
    """The span occurs `at_least` so often in the place, or anywhere where no place is given.

    A chain is never counted: `at_least` above 1 goes with words only.
    """

    span: Span
    place: Place | None = None
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Meta:
    """The article's `key` has this value."""

    key: MetaKey
    value: str


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a time range: an aware UTC time, or an offset from the time of matching."""

    text: str
    at: datetime | None = None
    offset: timedelta | None = None

    def moment(self, now: datetime) -> datetime:
        """Return the aware UTC time this bound means when the time is `now`."""
        return self.at if self.at is not None else now + (self.offset or timedelta())


@dataclass(frozen=True, slots=True)
class Published:
    """The article was published between both ends, which belong to the range; `None` is open."""

    start: Bound | None
    end: Bound | None


@dataclass(frozen=True, slots=True)
class StorySources:
    """The number of independent sources of the article's story."""

    comparison: Comparison
    count: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic pack, in one place of the article or anywhere."""

    name: str
    place: Place | None = None
    tree: "Node | None" = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Saved:
    """A query that the owner saved under this name."""

    name: str
    tree: "Node | None" = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The child is not so."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """Every child is so."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one child is so."""

    children: tuple["Node", ...]


type Atom = Found | Meta | Published | StorySources | Topic | Saved
type Node = Atom | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: the text as written and its tree in the written order."""

    text: str
    tree: Node
