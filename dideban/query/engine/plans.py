"""Turns a tree into plans: the ways in which it can hold, as clauses over atoms.

A document satisfies a tree if it satisfies one of its plans: has an atom of each clause and none of
the negatives, and where a plan has a residual the residual holds as well.
"""

from dataclasses import dataclass, field
from typing import Final

from dideban.query.engine.atoms import Atoms
from dideban.query.engine.nears import Near
from dideban.query.shape import conjunction
from dideban.query.tree import (
    And,
    AnyOf,
    Chain,
    Found,
    Link,
    Meta,
    Node,
    Not,
    Or,
    Place,
    Prefix,
    Span,
    Term,
    Topic,
)

MOST_PLANS: Final = 256
"""An OR inside an AND is multiplied out as long as no more plans than these come of it."""

type Clause = tuple[int, ...]


@dataclass(slots=True)
class Plan:
    """Clauses (one atom of each is needed), atoms that must not be there, and what remains.

    What remains is a pair of things that must be near each other, and any other tree.
    """

    clauses: list[Clause] = field(default_factory=list)
    negatives: list[int] = field(default_factory=list)
    near: Near | None = None
    residual: Node | None = None

    @property
    def is_clause(self) -> bool:
        """Whether one clause is all there is."""
        more = self.negatives or self.near is not None or self.residual is not None
        return len(self.clauses) == 1 and not more


def plans_of(tree: Node, atoms: Atoms) -> list[Plan]:
    """Return the plans of a canonical tree; atoms that nobody asked for yet are numbered."""
    return [_plan(branch, atoms) for branch in _branches(tree)]


def _branches(tree: Node) -> list[Node]:
    """Return trees of which one must hold, each with as few alternatives inside as is sensible."""
    match tree:
        case Or(children) if not _is_clause(tree):
            plain = [child for child in children if _is_clause(child)]
            joined: list[Node] = [Or(tuple(plain))] if len(plain) > 1 else list(plain)
            others = [child for child in children if not _is_clause(child)]
            return joined + [branch for child in others for branch in _branches(child)]
        case And(children):
            return _multiplied_out(children)
        case _:
            return [tree]


def _multiplied_out(children: tuple[Node, ...]) -> list[Node]:
    """Return the AND of the children once for each way in which their ORs can hold.

    An OR with which there would be too many ways stays as it is.
    """
    ways: list[list[Node]] = [[]]
    for child in children:
        options = _options(child)
        if len(ways) * len(options) > MOST_PLANS:
            options = [child]
        ways = [[*way, option] for way in ways for option in options]
    return [conjunction(way) for way in ways]


def _options(child: Node) -> list[Node]:
    """Return what of an AND's child has to hold, one by one where each is worth a plan."""
    if isinstance(child, Or) and not _is_clause(child) and all(map(_is_positive, child.children)):
        return _branches(child)
    return [child]


def _is_clause(node: Node) -> bool:
    """Tell whether the tree is one atom, or an OR of atoms."""
    match node:
        case Found(span, _, at_least):
            return at_least == 1 and _is_words(span)
        case Or(children):
            return all(map(_is_clause, children))
        case Meta() | Topic():
            return True
        case _:
            return False


def _is_words(span: Span) -> bool:
    match span:
        case Term(cased=cased):
            return not cased
        case AnyOf(options):
            return all(map(_is_words, options))
        case _:
            return isinstance(span, Prefix)


def _is_positive(node: Node) -> bool:
    """Tell whether something must be there for the tree to hold."""
    match node:
        case Found() | Meta() | Topic():
            return True
        case And(children):
            return any(map(_is_positive, children))
        case Or(children):
            return all(map(_is_positive, children))
        case _:
            return False


def _plan(tree: Node, atoms: Atoms) -> Plan:
    plan = Plan()
    plan.residual = _cover(tree, atoms, plan)
    return plan


def _cover(node: Node, atoms: Atoms, plan: Plan) -> Node | None:
    """Add to the plan what the tree requires; return what of it that does not say."""
    match node:
        case Found(span, place, at_least):
            exact = _cover_span(span, place, atoms, plan) and at_least == 1
            return None if exact or _cover_near(span, place, atoms, plan) else node
        case Meta() | Topic():
            plan.clauses.append((atoms.number(node),))
            return None
        case And(children):
            left = [left for child in children if (left := _cover(child, atoms, plan)) is not None]
            return conjunction(left) if left else None
        case Or(children):
            return None if _cover_any(children, atoms, plan) else node
        case Not(child):
            return None if _cover_not(child, atoms, plan) else node
        case _:
            return node


def _cover_span(span: Span, place: Place | None, atoms: Atoms, plan: Plan) -> bool:
    """Add what a span requires; return whether that is all."""
    match span:
        case Term(text, cased=True):
            plan.clauses.append((atoms.number(Found(Term(text, exact=True), place)),))
            return False
        case AnyOf(options):
            found = Plan()
            exact = [_cover_span(option, place, atoms, found) for option in options]
            plan.clauses.append(tuple(dict.fromkeys(a for clause in found.clauses for a in clause)))
            return all(exact)
        case Chain(operands):
            for operand in operands:
                _cover_span(operand, place, atoms, plan)
            return False
        case _:
            plan.clauses.append((atoms.number(Found(span, place)),))
            return True


def _cover_near(span: Span, place: Place | None, atoms: Atoms, plan: Plan) -> bool:
    """Let the plan ask for a pair of words near each other; return whether the span is one.

    A plan has room for one pair.
    """
    match span:
        case Chain((left, right), (Link("NEAR" | "ONEAR" as kind, distance),)) if not plan.near:
            sides = [Plan(), Plan()]
            covered = [
                _cover_span(operand, place, atoms, side)
                for operand, side in zip((left, right), sides, strict=True)
            ]
            if all(covered):
                (before,), (after,) = (side.clauses for side in sides)
                plan.near = Near(before, after, distance, ordered=kind == "ONEAR")
            return all(covered)
        case _:
            return False


def _cover_any(children: tuple[Node, ...], atoms: Atoms, plan: Plan) -> bool:
    """Add one clause that every child needs, of each child the rarest; return if that is all."""
    union: dict[int, None] = {}
    exact = covered = True
    for child in children:
        alone = _plan(child, atoms)
        exact = exact and alone.is_clause
        if alone.clauses:
            rarest: Clause = min(alone.clauses, key=lambda clause: cost_of(clause, atoms))
            union.update(dict.fromkeys(rarest))
        else:
            covered = False
    if covered:
        plan.clauses.append(tuple(union))
    return exact and covered


def _cover_not(node: Node, atoms: Atoms, plan: Plan) -> bool:
    """Add what the tree forbids; return whether that is all."""
    match node:
        case Not(child):
            left = _cover(child, atoms, plan)
            return left is None
        case Or(children):
            covered = [_cover_not(child, atoms, plan) for child in children]
            return all(covered)
        case _:
            alone = _plan(node, atoms)  # which numbers what a residual asks for
            exact = _is_clause(node)
            if exact:
                plan.negatives.extend(atom for clause in alone.clauses for atom in clause)
            return exact


def cost_of(clause: Clause, atoms: Atoms) -> float:
    """Return how many documents, as a share, are expected to have an atom of the clause."""
    return sum(map(atoms.cost, clause))
