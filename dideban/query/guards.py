"""What a well-formed query may still not be: too long, too deep, endless or matching everything."""

from collections.abc import Callable
from typing import Final

from dideban.query.tree import And, Atom, Meta, Node, Not, Or, Published, Saved, StorySources, Topic

MAX_CHARACTERS: Final = 20_000
MAX_CLAUSES: Final = 1_000
MAX_DEPTH: Final = 50
_RECOGNISED: Final = frozenset({"entity", "country"})


def is_selective(node: Node, *, negated: bool = False) -> bool:
    """Tell whether every way to satisfy the tree needs at least one positive term."""
    match node:
        case Not(child):
            return is_selective(child, negated=not negated)
        case And(children) | Or(children):
            needs_all = isinstance(node, And) == negated
            return (all if needs_all else any)(is_selective(c, negated=negated) for c in children)
        case Published() | StorySources():
            return False
        case _:
            return not negated


def first_unselective(node: Node) -> Node | None:
    """Return the first branch of an OR that alone would match almost everything."""
    match node:
        case Or(children):
            return next((child for child in children if not is_selective(child)), None)
        case And(children):
            return next((bad for child in children if (bad := first_unselective(child))), None)
        case _:
            return None


def on_facts(node: Node) -> bool:
    """Tell whether the tree asks for facts about the article alone, such as its language."""
    match node:
        case Not(child):
            return on_facts(child)
        case And(children) | Or(children):
            return all(map(on_facts, children))
        case _:
            return isinstance(node, Meta)


def leaves(node: Node) -> list[Atom]:
    """Return the atoms of a tree from left to right; a pack counts as one."""
    match node:
        case Saved(tree=tree) if tree is not None:
            return leaves(tree)
        case Not(child):
            return leaves(child)
        case And(children) | Or(children):
            return [leaf for child in children for leaf in leaves(child)]
        case _:
            return [node]


def asks_for_entities(node: Node) -> bool:
    """Tell whether anything in the tree can only be answered once things are recognised."""
    return any_atom(node, lambda atom: isinstance(atom, Meta) and atom.key in _RECOGNISED)


def counts_from_now(node: Node) -> bool:
    """Tell whether the tree asks for times that are told from the time of matching."""
    return any_atom(node, _is_relative)


def _is_relative(atom: Atom) -> bool:
    if not isinstance(atom, Published):
        return False
    return any(bound is not None and bound.at is None for bound in (atom.start, atom.end))


def any_atom(node: Node, is_so: Callable[[Atom], bool]) -> bool:
    """Tell whether something is so of any atom of the tree, those in packs included."""
    match node:
        case Topic(tree=tree) | Saved(tree=tree):
            return tree is not None and any_atom(tree, is_so)
        case Not(child):
            return any_atom(child, is_so)
        case And(children) | Or(children):
            return any(any_atom(child, is_so) for child in children)
        case _:
            return is_so(node)
