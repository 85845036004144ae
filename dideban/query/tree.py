"""The tree of a query: boolean nodes over atoms, and atoms over spans of words."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

Place = Literal["title", "lead", "body", "head"]
"""Where words stand; `head` is the title and the lead together."""

MetaKey = Literal["lang", "source", "site", "country", "author", "entity"]
LinkKind = Literal["NEAR", "ONEAR", "SAME"]
Comparison = Literal[">=", "<=", ">", "<", "="]


class Tree(Struct, frozen=True, cache_hash=True, gc=False, tag=True, array_like=True):
    """A part of a query: compared and hashed by its content, of which a million may be alive.

    A tree has no cycles, so the garbage collector need not walk through it.
    """


class Term(Tree, frozen=True):
    """A word or a phrase; `exact` compares without stems, `cased` also keeps case."""

    text: str
    exact: bool = False
    cased: bool = False


class Prefix(Tree, frozen=True):
    """Every word that begins with `text`, compared without stems."""

    text: str


class Link(Tree, frozen=True):
    """How two neighbours of a chain stand: at most `distance` words apart, or in one sentence.

    Neighbouring words are 1 apart. `distance` is 0 for `SAME`.
    """

    kind: LinkKind
    distance: int = 0


class AnyOf(Tree, frozen=True):
    """An occurrence of any of the options."""

    options: tuple[Term | Prefix, ...]


class Chain(Tree, frozen=True):
    """Occurrences of the operands where each pair of neighbours satisfies its link."""

    operands: tuple[Term | Prefix | AnyOf, ...]
    links: tuple[Link, ...]


type Span = Term | Prefix | AnyOf | Chain


class Found(Tree, frozen=True):
    """The span occurs `at_least` so often in the place, or anywhere where no place is given.

    A chain is never counted: `at_least` above 1 goes with words only.
    """

    span: Span
    place: Place | None = None
    at_least: int = 1


class Meta(Tree, frozen=True):
    """The article's `key` has this value."""

    key: MetaKey
    value: str


class Bound(Tree, frozen=True):
    """One end of a time range: an aware UTC time, or an offset from the time of matching."""

    text: str
    at: datetime | None = None
    offset: timedelta | None = None

    def moment(self, now: datetime) -> datetime:
        """Return the aware UTC time this bound means when the time is `now`."""
        return self.at if self.at is not None else now + (self.offset or timedelta())


class Published(Tree, frozen=True):
    """The article was published between both ends, which belong to the range; `None` is open."""

    start: Bound | None
    end: Bound | None


class StorySources(Tree, frozen=True):
    """The number of independent sources of the article's story."""

    comparison: Comparison
    count: int


class Topic(Tree, frozen=True):
    """A topic pack, in one place of the article or anywhere."""

    name: str
    place: Place | None = None
    tree: "Node | None" = None


class Saved(Tree, frozen=True):
    """A query that the owner saved under this name."""

    name: str
    tree: "Node | None" = None


class Not(Tree, frozen=True):
    """The child is not so."""

    child: "Node"


class And(Tree, frozen=True):
    """Every child is so."""

    children: tuple["Node", ...]


class Or(Tree, frozen=True):
    """At least one child is so."""

    children: tuple["Node", ...]


type Atom = Found | Meta | Published | StorySources | Topic | Saved
type Node = Atom | Not | And | Or


class Query(Tree, frozen=True):
    """A parsed query: the text as written and its tree in the written order."""

    text: str
    tree: Node
