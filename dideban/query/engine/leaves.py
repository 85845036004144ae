"""Numbers everything a query can ask in one piece, and says what each asks of a document."""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from dideban.query.canonical import simplified
from dideban.query.engine.atoms import Atoms, Clause
from dideban.query.engine.nears import Near
from dideban.query.tree import (
    AnyOf,
    Chain,
    Found,
    Link,
    Meta,
    Node,
    Place,
    Prefix,
    Span,
    Term,
    Topic,
)


class Leaf(Struct, frozen=True, gc=False):
    """What a document must have for the leaf to hold: an atom of each clause, and the pair.

    That is all there is to it where the leaf is `exact`, or the pair says the rest. Where it is
    one `atom`, as of most leaves, only that is kept: there may be a million.
    """

    tree: Node
    atom: int = 0
    several: tuple[Clause, ...] = ()
    exact: bool = True
    near: Near | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of which each must have an atom in the document."""
        return ((self.atom,),) if self.atom else self.several

    @property
    def is_clause(self) -> bool:
        """Whether one clause is all there is."""
        return self.atom != 0 or (self.exact and len(self.several) == 1)


class _Asked(NamedTuple):
    """The clauses a span requires, and whether they are all it does."""

    clauses: tuple[Clause, ...]
    exact: bool


class Leaves:
    """The leaves by number; a number never changes, and equal leaves have one."""

    def __init__(self, atoms: Atoms) -> None:
        self._atoms = atoms
        self._numbers: dict[Node | str, int] = {}
        self._leaves: list[Leaf] = []

    def __getitem__(self, number: int) -> Leaf:
        return self._leaves[number]

    def number(self, node: Node) -> int:
        """Return the leaf's number, a new one where it is new.

        Written otherwise (in capitals, options in another order) it is the same leaf.
        """
        key = _key(node)
        known = self._numbers.get(key)
        if known is not None:
            return known
        canonical = simplified(node)
        if canonical != node:
            number = self._numbers[key] = self.number(canonical)
            return number
        leaf = self._leaf(node)
        number = self._numbers[key] = len(self._leaves)
        self._leaves.append(leaf)
        return number

    @property
    def trees(self) -> list[Node]:
        """The leaves' trees by number."""
        return [leaf.tree for leaf in self._leaves]

    def restore(self, trees: Iterable[Node]) -> None:
        """Take in the trees of leaves that had these numbers before; none may be here yet."""
        for number, tree in enumerate(trees):
            leaf = self._leaf(tree)
            self._numbers[_key(tree)] = number
            self._leaves.append(leaf)

    def atom(self, node: Found | Topic) -> int | None:
        """Return the atom that says all a word, prefix or topic asks, if any query has asked it."""
        number = self._numbers.get(_key(node))
        if number is None or not self._leaves[number].is_clause:
            return None
        return self._leaves[number].clauses[0][0]

    def _leaf(self, node: Node) -> Leaf:
        match node:
            case Found(Term(cased=False) | Prefix() as word, place, 1):
                return Leaf(node, self._word(word, place))
            case Found(span, place, at_least):
                asked = self._span(span, place)
                exact = asked.exact and at_least == 1
                return Leaf(node, 0, asked.clauses, exact, self._near(span, place))
            case Meta():
                return Leaf(node, self._atoms.new_fact(node))
            case Topic():
                return Leaf(node, self._atoms.new_topic(node))
            case _:
                return Leaf(node, exact=False)

    def _word(self, word: Term | Prefix, place: Place | None) -> int:
        """Return the number of a new atom."""
        if place is None:
            return self._atoms.new_word(word)
        return self._atoms.new_placed(self._known(word, None), place)

    def _known(self, word: Term | Prefix, place: Place | None) -> int:
        """Return the atom of a word that a leaf may have asked for before."""
        return self._leaves[self.number(Found(word, place))].clauses[0][0]

    def _span(self, span: Span, place: Place | None) -> _Asked:
        match span:
            case Term(text, cased=True):
                return _Asked(((self._known(Term(text, exact=True), place),),), exact=False)
            case AnyOf(options):
                found = [self._span(option, place) for option in options]
                every = dict.fromkeys(a for asked in found for (a,) in asked.clauses)
                return _Asked((tuple(every),), exact=all(asked.exact for asked in found))
            case Chain(operands):
                found = [self._span(operand, place) for operand in operands]
                return _Asked(tuple(c for asked in found for c in asked.clauses), exact=False)
            case _:
                return _Asked(((self._known(span, place),),), exact=True)

    def _near(self, span: Span, place: Place | None) -> Near | None:
        """Return the pair of words near each other that the span is, if it is one."""
        match span:
            case Chain((left, right), (Link("NEAR" | "ONEAR" as kind, distance),)):
                these, those = self._span(left, place), self._span(right, place)
                if not (these.exact and those.exact):
                    return None
                return Near(these.clauses[0], those.clauses[0], distance, ordered=kind == "ONEAR")
            case _:
                return None


def _key(node: Node) -> Node | str:
    """Return what tells leaves apart; of a plain word its text, which is hashed the soonest."""
    if isinstance(node, Found) and isinstance(span := node.span, Term):
        plain = node.place is None and node.at_least == 1 and not (span.exact or span.cased)
        return span.text if plain else node
    return node
