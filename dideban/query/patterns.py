"""Which pattern of a topic pack is silenced, or comes nearest to hold."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from msgspec.structs import replace

from dideban.query.explain import occurring
from dideban.query.finding import Article, options_of
from dideban.query.gaps import Gap, gap, parts_of
from dideban.query.guards import on_facts
from dideban.query.tree import (
    And,
    AnyOf,
    Chain,
    Found,
    Node,
    Not,
    Or,
    Place,
    Prefix,
    Term,
)

_OPTIONS_SHOWN: Final = 3
_MORE: Final = Term("…")


class Silenced(NamedTuple):
    """What would hold, and what is there that should not be."""

    likely: Node
    signs: tuple[Node, ...]


def silenced(tree: Node, article: Article) -> Silenced | None:
    """Return the first part of a pack that only something unwanted keeps from holding."""
    match tree:
        case Or(children):
            found = (silenced(child, article) for child in children)
            return next((each for each in found if each), None)
        case And(children) if _is_tried(children, article):
            failed = [child for child in children if not article.holds(child)]
            signs = tuple(child.child for child in failed if isinstance(child, Not))
            short = [child for child in failed if not isinstance(child, Not)]
            if not short:
                wanted = tuple(child for child in children if not isinstance(child, Not))
                return Silenced(And(wanted), signs)
            inner = silenced(short[0], article) if len(short) == 1 else None
            return inner and Silenced(inner.likely, (*inner.signs, *signs))
        case _:
            return None


def nearest(tree: Node, article: Article) -> Found | None:
    """Return the pattern that is missed by the fewest words.

    Where no pattern has all of its words, the one that has the greatest part of them; `None`
    where there is no word of any.
    """
    patterns = list(dict.fromkeys(_patterns(tree, article)))
    gaps = [_gap(each, article) for each in patterns]
    near = [(found.excess, i) for i, found in enumerate(gaps) if found]
    if near:
        return patterns[min(near)[1]]
    shares = [_share(each, article) for each in patterns]
    most = max(shares, default=0)
    return patterns[shares.index(most)] if most else None


def shortened(found: Found, article: Article) -> Found:
    """Return the pattern with the alternatives that occur; where none does, with the first few."""
    match found.span:
        case Chain(operands, links):
            kept = tuple(_shortened(each, found.place, article) for each in operands)
            return replace(found, span=Chain(kept, links))
        case Term() | Prefix() | AnyOf() as words:
            return replace(found, span=_shortened(words, found.place, article))


def _shortened(
    words: Term | Prefix | AnyOf, place: Place | None, article: Article
) -> Term | Prefix | AnyOf:
    there = set(article.occurrences(words, place))
    options = options_of(words)
    if there:
        return occurring(words, there, place, article)
    if len(options) > _OPTIONS_SHOWN + 1:
        return AnyOf((*options[:_OPTIONS_SHOWN], _MORE))
    return words


def _patterns(tree: Node, article: Article) -> Iterator[Found]:
    """Yield the patterns of several words that are tried on the article."""
    match tree:
        case Or(children):
            for child in children:
                yield from _patterns(child, article)
        case And(children) if _is_tried(children, article):
            for child in children:
                yield from _patterns(child, article)
        case Found(Chain()):
            yield tree
        case Found(Term(text)) if " " in text:
            yield tree
        case _:
            pass


def _is_tried(children: tuple[Node, ...], article: Article) -> bool:
    """Tell whether the article is such, by its language and the like, that the parts count."""
    return all(article.holds(child) for child in children if on_facts(child))


def _gap(found: Found, article: Article) -> Gap | None:
    match found.span:
        case Chain() as chain:
            return gap(chain, found.place, article)
        case Term() as term:
            return gap(parts_of(term), found.place, article, phrase=True)
        case _:
            return None


def _share(found: Found, article: Article) -> float:
    match found.span:
        case Chain() as chain:
            operands = chain.operands
        case Term() as term:
            operands = parts_of(term).operands
        case _:
            return 0
    there = sum(bool(article.occurrences(each, found.place)) for each in operands)
    return there / len(operands)
