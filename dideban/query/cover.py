"""Cheap necessary conditions: keys of which a document must have one for a query to match it."""

from typing import Final

from dideban.query.document import Document
from dideban.query.terms import folded_prefix, variants
from dideban.query.tree import (
    And,
    AnyOf,
    Chain,
    Found,
    Meta,
    Node,
    Not,
    Or,
    Prefix,
    Saved,
    Span,
    Term,
    Topic,
)

_PREFIX_LETTERS: Final = 2

type Cover = frozenset[str] | None
"""At least one of these keys is needed; none suffices where empty; `None` asks for nothing."""

_NEVER: Final[frozenset[str]] = frozenset()


type PackCovers = dict[int, tuple[Node, Cover]]
"""Covers of packs already worked out, by the identity of their trees, which they keep alive."""


def cover(  # noqa: PLR0911 - one return a kind of node
    node: Node, language: str, packs: PackCovers
) -> Cover:
    """Return the keys of which a document of this language must have one to satisfy the tree.

    `packs` belongs to one language and grows as packs are met.
    """
    match node:
        case Found(span):
            return _span_cover(span, language)
        case Meta("lang", value):
            return None if value == language else _NEVER
        case Not(Meta("lang", value)):
            return _NEVER if value == language else None
        case And(children):
            covers = [found for c in children if (found := cover(c, language, packs)) is not None]
            return min(covers, key=_cost, default=None)
        case Or(children):
            return _union([cover(child, language, packs) for child in children])
        case Topic(tree=tree):
            return _NEVER if tree is None else _pack_cover(tree, language, packs)
        case Saved(tree=tree):
            return _NEVER if tree is None else cover(tree, language, packs)
        case _:
            return None


def _pack_cover(tree: Node, language: str, packs: PackCovers) -> Cover:
    if id(tree) not in packs:
        packs[id(tree)] = tree, cover(tree, language, packs)
    return packs[id(tree)][1]


def keys_of(document: Document) -> set[str]:
    """Return every key the document has."""
    keys: set[str] = set()
    for word in document.words:
        keys.add(f"s:{word.token.stem}")
        keys.add(f"f:{word.token.folded}")
        keys.add(f"p:{word.token.folded[:_PREFIX_LETTERS]}")
    return keys


def _span_cover(span: Span, language: str) -> Cover:
    match span:
        case Term(text, exact):
            longest = (
                max((form.folded if exact else form.stem for form in forms), key=len)
                for forms in variants(text, language)
            )
            return frozenset(f"{'f' if exact else 's'}:{word}" for word in longest)
        case Prefix(text):
            start = folded_prefix(text, language)[:_PREFIX_LETTERS]
            return frozenset({f"p:{start}"}) if len(start) == _PREFIX_LETTERS else None
        case AnyOf(options):
            return _union([_span_cover(option, language) for option in options])
        case Chain(operands):
            covers = [_span_cover(operand, language) for operand in operands]
            return min((c for c in covers if c is not None), key=_cost, default=None)


def _union(covers: list[Cover]) -> Cover:
    united: set[str] = set()
    for found in covers:
        if found is None:
            return None
        united |= found
    return frozenset(united)


def _cost(keys: frozenset[str]) -> tuple[int, int]:
    """Return a rank in which fewer and longer, thus rarer, keys come first."""
    return len(keys), -min((len(key) for key in keys), default=0)
