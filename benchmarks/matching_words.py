"""The made-up words and the pool of phrases that matching is measured with, always the same."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

SEED: Final = 20_260_101
WORDS: Final = 200_000
PHRASES: Final = 150_000
IN_NO_PHRASE: Final = 60
"""Words commoner than this, by rank, are in no phrase."""
PAIRS: Final = 0.7
"""Share of the phrases that have two words; the others have three."""
AT_ONCE: Final = 10_000
"""Numbers drawn together, for speed."""

ONSETS: Final = (*"bcdfghjklmnprstvwz", "br", "cr", "dr", "gr", "pr", "tr", "st", "sh", "ch", "th")
VOWELS: Final = ("a", "e", "i", "o", "u", "ai", "ou", "ea")
CODAS: Final = ("", "", "", "", "", "", "n", "r", "s", "l", "t")
SHORT: Final = 300
"""So many of the commonest words begin from one syllable, the others from two."""
MEDIUM: Final = 8_000
"""Words rarer than this, by rank, mostly begin from three."""


@cache
def words() -> list[str]:
    """Return the words, the commonest first; common words are shorter."""
    rng = np.random.default_rng((SEED, 0))
    syllables = [onset + vowel for onset in ONSETS for vowel in VOWELS]
    found: dict[str, None] = {}
    while len(found) < WORDS:
        long = (len(found) >= MEDIUM) * (rng.random(SHORT) < 0.8)
        lengths = 1 + (len(found) >= SHORT) + long + (rng.random(SHORT) < 0.25)
        picks = rng.integers(0, len(syllables), (SHORT, 4))
        codas = rng.integers(0, len(CODAS), SHORT)
        for length, pick, coda in zip(lengths, picks.tolist(), codas.tolist(), strict=True):
            found["".join(syllables[each] for each in pick[:length]) + CODAS[coda]] = None
    return list(found)[:WORDS]


@cache
def phrases() -> list[tuple[str, ...]]:
    """Return the phrases of two or three different words, the commonest first."""
    rng = np.random.default_rng((SEED, 1))
    spelled = words()
    found: dict[tuple[str, ...], None] = {}
    while len(found) < PHRASES:
        ranks = log_uniform(rng, IN_NO_PHRASE, WORDS, (AT_ONCE, 3)).tolist()
        for row, pair in zip(ranks, rng.random(AT_ONCE) < PAIRS, strict=True):
            phrase = row[:2] if pair else row
            if len(set(phrase)) == len(phrase):
                found[tuple(spelled[rank] for rank in phrase)] = None
    return list(found)[:PHRASES]


def log_uniform(
    rng: np.random.Generator, low: int, high: int, shape: int | tuple[int, ...]
) -> NDArray[np.int64]:
    """Return ranks from `low` to `high`, as many between 100 and 200 as between 200 and 400."""
    return np.exp(rng.uniform(np.log(low), np.log(high), shape)).astype(np.int64)


def zipf(
    rng: np.random.Generator, count: int, exponent: float, shift: float, size: int
) -> NDArray[np.int64]:
    """Return `size` ranks below `count` whose shares fall as (rank + shift) to the -exponent."""
    return np.searchsorted(_cumulated(count, exponent, shift), rng.random(size))


@cache
def _cumulated(count: int, exponent: float, shift: float) -> NDArray[np.float64]:
    shares = 1 / (np.arange(1, count + 1) + shift) ** exponent
    return np.cumsum(shares / shares.sum())[:-1]  # whatever lies above is the last rank


def endless(draw: Callable[[int], NDArray[Any]]) -> Iterator[Any]:
    """Yield without end, as plain Python numbers, what `draw` returns for a number of draws."""
    while True:
        yield from draw(AT_ONCE).tolist()
