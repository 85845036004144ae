"""What a well-formed query may still not be: too long, too deep, endless or matching everything."""

from typing import Final

from dideban.query.tree import And, Atom, Meta, Node, Not, Or, Published, Saved, StorySources, Topic

MAX_CHARACTERS: Final = 20_000
MAX_CLAUSES: Final = 1_000
MAX_DEPTH: Final = 50


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
    match node:
        case Topic(tree=tree) | Saved(tree=tree):
            return tree is not None and asks_for_entities(tree)
        case Meta(key):
            return key in {"entity", "country"}
        case Not(child):
            return asks_for_entities(child)
        case And(children) | Or(children):
            return any(asks_for_entities(child) for child in children)
        case _:
            return False
