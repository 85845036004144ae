"""Random query trees and texts of few words, from a seeded source of chance."""

import random

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
    StorySources,
    Term,
    Topic,
)

WORDS = ("gas", "gasps", "GASPS", "gasoline", "oil", "talks", "talk", "line")
PREFIXES = ("gas", "gaso", "tal", "lin")
PACK = Or((Found(Term("oil talks")), And((Found(Prefix("gaso")), Not(Found(Term("line")))))))


def some_text(draw: random.Random, most: int) -> str:
    """Return up to so many words, some of them in no query, with sentences and paragraphs."""
    pieces = (*WORDS, *WORDS, "water", ". So", "\n")
    return " ".join(draw.choice(pieces) for _ in range(draw.randrange(most + 1)))


def some_tree(draw: random.Random, depth: int = 3) -> Node:
    """Return a tree of at most this depth, of all kinds of nodes."""
    kind = draw.random()
    if depth == 0 or kind < 0.3:
        return _atom(draw)
    if kind < 0.45:
        return Not(some_tree(draw, depth - 1))
    children = tuple(some_tree(draw, depth - 1) for _ in range(draw.randint(2, 3)))
    return And(children) if kind < 0.75 else Or(children)


def some_chain(draw: random.Random) -> Node:
    """Return words or phrases near each other, one pair or two, as few random trees do."""
    pairs = [_pair(draw) for _ in range(draw.choice((1, 1, 2)))]
    return pairs[0] if len(pairs) == 1 else And(tuple(pairs))


def some_exception(draw: random.Random) -> Node:
    """Return what holds unless one of several things does or another does not."""
    word, other = Found(_word(draw)), Found(_word(draw))
    return And((some_tree(draw, 1), Not(Or((Not(word), other)))))


def _pair(draw: random.Random) -> Node:
    link = draw.choice((Link("NEAR", 2), Link("ONEAR", 2), Link("ONEAR", 1)))
    return Found(Chain((_word(draw), _word(draw)), (link,)))


def _atom(draw: random.Random) -> Node:
    place: Place | None = draw.choice((None, None, None, "title", "lead", "body", "head"))
    kind = draw.random()
    if kind < 0.6:
        return Found(_word(draw), place)
    if kind < 0.7:
        options = {_word(draw) for _ in range(3)}
        return Found(AnyOf(tuple(options)), place, draw.choice((1, 2)))
    if kind < 0.85:
        link = draw.choice((Link("NEAR", 2), Link("ONEAR", 2), Link("SAME")))
        return Found(Chain((_word(draw), _word(draw)), (link,)), place)
    others: tuple[Node, ...] = (
        Meta("lang", draw.choice(("en", "tr"))),
        Topic("p", place, PACK),
        StorySources(">=", draw.choice((1, 2))),
    )
    return draw.choice(others)


def _word(draw: random.Random) -> Term | Prefix:
    if draw.random() < 0.2:
        return Prefix(draw.choice(PREFIXES))
    text = " ".join(draw.choice(WORDS) for _ in range(draw.choice((1, 1, 2, 2, 3))))
    mode = draw.random()
    return Term(text, exact=mode < 0.3, cased=mode < 0.1)
