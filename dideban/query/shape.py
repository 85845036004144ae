"""Reshapes trees: a place or a mode given to every word inside, and boolean trees as spans."""

from collections.abc import Callable

from msgspec.structs import replace

from dideban.query.tree import And, AnyOf, Found, Node, Not, Or, Place, Prefix, Term, Topic


def placed(node: Node, place: Place) -> Node | None:
    """Return the tree looked for in `place` only, or `None` where that has no sense."""
    match node:
        case Found(place=None) | Topic(place=None):
            return replace(node, place=place)
        case Not(child):
            inner = placed(child, place)
            return None if inner is None else Not(inner)
        case And(children) | Or(children):
            inners = [placed(child, place) for child in children]
            kept = tuple(inner for inner in inners if inner is not None)
            return type(node)(kept) if len(kept) == len(inners) else None
        case _:
            return None


def spread(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """Return the tree with each part changed that can be; the others stay as they are."""
    match node:
        case Not(child):
            return Not(spread(child, change))
        case And(children) | Or(children):
            return type(node)(tuple(spread(child, change) for child in children))
        case _:
            return change(node) or node


def within(tree: Node, place: Place | None) -> Node:
    """Return a pack's tree narrowed to `place`; guards on metadata stay as they are.

    What a pack looks for in the head is looked for in the part of it that belongs to the place:
    of the body, that is the lead.
    """
    if place is None:
        return tree
    match tree:
        case Found(place=None) | Topic(place=None):
            return replace(tree, place=place)
        case Found(place="head") | Topic(place="head"):
            return replace(tree, place="lead" if place == "body" else place)
        case Not(child):
            return Not(within(child, place))
        case And(children) | Or(children):
            return type(tree)(tuple(within(child, place) for child in children))
        case _:
            return tree


def words_of(node: Node) -> Term | Prefix | AnyOf | None:
    """Return what a tree looks for as words joined by OR, or `None` where it is more than that."""
    match node:
        case Found(span=Term() | Prefix() | AnyOf() as span, place=None, at_least=1):
            return span
        case Or(children):
            options: list[Term | Prefix] = []
            for words in map(words_of, children):
                if words is None:
                    return None
                options.extend(words.options if isinstance(words, AnyOf) else (words,))
            return AnyOf(tuple(options))
        case _:
            return None


def as_one(node: Node) -> Found | None:
    """Return words, or alternatives that are words of one place, as one; `None` for all else."""
    if isinstance(node, Found):
        return node
    options = node.children if isinstance(node, Or) else ()
    found = [each for each in options if isinstance(each, Found)]
    places = {each.place for each in found}
    words = words_of(Or(tuple(replace(each, place=None) for each in found)))
    if not found or len(found) < len(options) or len(places) > 1 or words is None:
        return None
    return Found(words, found[0].place)


def literal(words: Term | Prefix | AnyOf, *, cased: bool) -> Term | Prefix | AnyOf:
    """Return the words compared without stems, and with case where `cased`."""
    match words:
        case AnyOf(options):
            return AnyOf(tuple(_literal_word(option, cased=cased) for option in options))
        case _:
            return _literal_word(words, cased=cased)


def _literal_word(word: Term | Prefix, *, cased: bool) -> Term | Prefix:
    return Term(word.text, exact=True, cased=cased) if isinstance(word, Term) else word


def conjunction(nodes: list[Node]) -> Node:
    """Return the nodes joined by AND, flat."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, And) else (node,))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def disjunction(nodes: list[Node]) -> Node:
    """Return the nodes joined by OR, flat."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, Or) else (node,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))
