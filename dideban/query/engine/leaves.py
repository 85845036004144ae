"""Numbers everything a query can ask in one piece, and says what each asks of a document."""

from typing import Final, NamedTuple

from dideban.query.canonical import simplified
from dideban.query.engine.atoms import Atoms, Clause
from dideban.query.engine.nears import Near
from dideban.query.tree import AnyOf, Chain, Found, Link, Meta, Node, Place, Span, Term, Topic


class Leaf(NamedTuple):
    """What a document must have for the leaf to hold: an atom of each clause, and the pair.

    That is all there is to it where the leaf is `exact`, or the pair says the rest.
    """

    tree: Node
    clauses: tuple[Clause, ...]
    exact: bool
    near: Near | None

    @property
    def is_clause(self) -> bool:
        """Whether one clause is all there is."""
        return self.exact and len(self.clauses) == 1


class Leaves:
    """The leaves by number; a number never changes, and equal leaves have one."""

    def __init__(self, atoms: Atoms) -> None:
        self._atoms = atoms
        self._numbers: dict[Node, int] = {}
        self._leaves: list[Leaf] = []

    def __getitem__(self, number: int) -> Leaf:
        return self._leaves[number]

    def number(self, node: Node) -> int:
        """Return the leaf's number, a new one where it is new.

        Written otherwise (in capitals, options in another order) it is the same leaf.
        """
        known = self._numbers.get(node)
        if known is not None:
            return known
        canonical = simplified(node)
        number = self._numbers.get(canonical)
        if number is None:
            number = self._numbers[canonical] = len(self._leaves)
            self._leaves.append(_leaf(canonical, self._atoms))
        self._numbers[node] = number
        return number


class _Asked(NamedTuple):
    """The clauses a span requires, and whether they are all it does."""

    clauses: tuple[Clause, ...]
    exact: bool


_NOTHING: Final = _Asked((), exact=False)


def _leaf(node: Node, atoms: Atoms) -> Leaf:
    match node:
        case Found(span, place, at_least):
            asked = _span(span, place, atoms)
            exact = asked.exact and at_least == 1
            return Leaf(node, asked.clauses, exact, _near(span, place, atoms))
        case Meta() | Topic():
            return Leaf(node, ((atoms.number(node),),), exact=True, near=None)
        case _:
            return Leaf(node, *_NOTHING, near=None)


def _span(span: Span, place: Place | None, atoms: Atoms) -> _Asked:
    match span:
        case Term(text, cased=True):
            return _Asked(((atoms.number(Found(Term(text, exact=True), place)),),), exact=False)
        case AnyOf(options):
            found = [_span(option, place, atoms) for option in options]
            every = dict.fromkeys(a for asked in found for clause in asked.clauses for a in clause)
            return _Asked((tuple(every),), exact=all(asked.exact for asked in found))
        case Chain(operands):
            found = [_span(operand, place, atoms) for operand in operands]
            return _Asked(tuple(c for asked in found for c in asked.clauses), exact=False)
        case _:
            return _Asked(((atoms.number(Found(span, place)),),), exact=True)


def _near(span: Span, place: Place | None, atoms: Atoms) -> Near | None:
    """Return the pair of words near each other that the span is, if it is one."""
    match span:
        case Chain((left, right), (Link("NEAR" | "ONEAR" as kind, distance),)):
            these, those = _span(left, place, atoms), _span(right, place, atoms)
            if not (these.exact and those.exact):
                return None
            return Near(these.clauses[0], those.clauses[0], distance, ordered=kind == "ONEAR")
        case _:
            return None
