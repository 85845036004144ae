"""Makes the queries that matching is measured with, as trees of nested tuples.

("term", word), ("phrase", (word, …)), ("prefix", start), ("near", most_apart, leaf, leaf),
("field", "title" or "body", tree), ("meta", "lang" or "source", value),
("and", (tree, …)), ("or", (tree, …)), ("not", tree)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from benchmarks import matching_words

type Tree = tuple[Any, ...]
type Mix = Literal["boolean", "full"]

LANGUAGES: Final = ("fa", "en", "ar", "ru", "tr", "az", "de", "fr")
SOURCES: Final = 2_000

COMMONEST_WORD: Final = 3_000
COMMONEST_PHRASE: Final = 300
"""What queries ask for begins at these ranks: a subscription is selective."""
EXCLUDED: Final = (100, 20_000)
"""Ranks of the words after NOT, which are commoner."""
WORD_SHARE: Final = 0.45
"""Share of words among the leaves of the boolean mix; the others are phrases."""

NEAR_SHARE: Final = 0.15
PREFIX_SHARE: Final = 0.08
FIELD_SHARE: Final = 0.15
META_SHARE: Final = 0.10
NESTED_SHARE: Final = 0.15
"""Shares of the queries of the full mix that have each; one query may have several."""
FOUND_SHARE: Final = 0.5
"""Share of the NEARs that take the first and last word of a phrase of the pool."""
LONGEST_APART: Final = 10
SHORTEST_PREFIX: Final = 4
LONGEST_PREFIX: Final = 6
TITLE_SHARE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Draws:
    """Endless random words, phrases and numbers between 0 and 1."""

    words: Iterator[str]
    phrases: Iterator[tuple[str, ...]]
    excluded: Iterator[str]
    chances: Iterator[float]

    @classmethod
    def seeded(cls, seed: int) -> "Draws":
        """Return draws that are equal for equal seeds."""
        words, pool = matching_words.words(), matching_words.phrases()
        return cls(
            words=_picked(words, COMMONEST_WORD, len(words), (seed, 0)),
            phrases=_picked(pool, COMMONEST_PHRASE, len(pool), (seed, 1)),
            excluded=_picked(words, *EXCLUDED, (seed, 2)),
            chances=matching_words.endless(_rng(seed, 3).random),
        )

    def happens(self, share: float) -> bool:
        """Return true in that share of the calls."""
        return next(self.chances) < share

    def integer(self, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included."""
        return low + int((high - low + 1) * next(self.chances))


def queries(count: int, mix: Mix, seed: int) -> Iterator[Tree]:
    """Yield `count` trees of a mix; a shorter run is the beginning of a longer one."""
    draws = Draws.seeded(seed)
    make = _full if mix == "full" else _boolean
    for _ in range(count):
        yield make(draws)


def source(chance: float) -> str:
    """Return the name of a source; the first ones are commoner."""
    return f"source{int(SOURCES * chance**2)}"


def language(chance: float) -> str:
    """Return a language tag; the first ones are commoner."""
    return LANGUAGES[int(len(LANGUAGES) * chance**2)]


def _rng(seed: int, stream: int) -> np.random.Generator:
    return np.random.default_rng((matching_words.SEED, 2, seed, stream))


def _picked[Item](
    items: list[Item], low: int, high: int, stream: tuple[int, int]
) -> Iterator[Item]:
    rng = _rng(*stream)
    ranks = matching_words.endless(lambda size: matching_words.log_uniform(rng, low, high, size))
    return (items[rank] for rank in ranks)


def _leaf(draws: Draws) -> Tree:
    if draws.happens(WORD_SHARE):
        return "term", next(draws.words)
    return "phrase", next(draws.phrases)


def _boolean(draws: Draws) -> Tree:
    return _shaped(draws, _leaf)


def _shaped(draws: Draws, leaf: Callable[[Draws], Tree]) -> Tree:
    """Return one of six shapes: one to three leaves, an OR, and up to two NOTs."""
    shape = next(draws.chances)
    if shape < 0.30:
        return leaf(draws)
    if shape < 0.55:
        return "and", (leaf(draws), _leaf(draws))
    if shape < 0.65:
        return "and", (leaf(draws), _leaf(draws), _leaf(draws))
    if shape < 0.80:
        return "and", (leaf(draws), _any_of(draws, draws.integer(2, 4)))
    if shape < 0.90:
        return "and", (("or", (leaf(draws), _leaf(draws))), _exclusion(draws))
    return "and", (leaf(draws), _leaf(draws), _exclusion(draws), _exclusion(draws))


def _any_of(draws: Draws, count: int) -> Tree:
    return "or", tuple(_leaf(draws) for _ in range(count))


def _exclusion(draws: Draws) -> Tree:
    return "not", ("term", next(draws.excluded))


def _full(draws: Draws) -> Tree:
    tree = _shaped(draws, _rich_leaf)
    if draws.happens(NESTED_SHARE):
        tree = _nested(draws, tree)
    if draws.happens(META_SHARE):
        tree = "and", (tree, _meta(draws))
    return tree


def _rich_leaf(draws: Draws) -> Tree:
    """Return the one leaf of a query that may be more than a word or a phrase."""
    kind = next(draws.chances)
    if kind < NEAR_SHARE:
        leaf = _near(draws)
    elif kind < NEAR_SHARE + PREFIX_SHARE:
        leaf = _prefix(draws)
    else:
        leaf = _leaf(draws)
    if draws.happens(FIELD_SHARE):
        leaf = "field", "title" if draws.happens(TITLE_SHARE) else "body", leaf
    return leaf


def _prefix(draws: Draws) -> Tree:
    return "prefix", next(draws.words)[: draws.integer(SHORTEST_PREFIX, LONGEST_PREFIX)]


def _near(draws: Draws) -> Tree:
    apart = draws.integer(1, LONGEST_APART)
    if draws.happens(FOUND_SHARE):
        first, *_, last = next(draws.phrases)
        return "near", apart, ("term", last), ("term", first)
    one = _prefix(draws) if draws.happens(PREFIX_SHARE) else _leaf(draws)
    return "near", apart, one, _leaf(draws)


def _nested(draws: Draws, tree: Tree) -> Tree:
    """Return the tree as one way of two, or below one more condition that is itself nested."""
    pair = "and", (_leaf(draws), _any_of(draws, 2))
    if draws.happens(0.5):
        return "or", (tree, pair)
    return "and", (tree, ("or", (_leaf(draws), pair)), ("not", _any_of(draws, 2)))


def _meta(draws: Draws) -> Tree:
    if draws.happens(0.5):
        return "meta", "lang", language(next(draws.chances))
    return "meta", "source", source(next(draws.chances))
