"""Keys by which articles of one event meet: pairs of telling marks, rare words and names."""

from itertools import combinations
from typing import Final

from dideban.stories import weights
from dideban.stories.marks import Marks
from dideban.stories.minhash import key_of
from dideban.stories.rarity import rarity
from dideban.text.folding import primary

MOST_MARKS: Final = 10
MOST_KEYS: Final = 30
LEAST_WEIGHT: Final = 3.0
"""A country and a common concept («Iran», «talks») are in too much news to be a key."""

MOST_WORDS: Final = 5
SHORTEST_WORD: Final = 4
MOST_RARE: Final = 6
LEAST_RARITY: Final = 2.6
MOST_NAMES: Final = 4
SHORTEST_NAME: Final = 4


def keys_of(marks: Marks) -> tuple[int, ...]:
    """Return at most 30 keys, of the pairs of the most telling marks, the most telling first."""
    rated = [
        *((2 * weights.thing(each) - 1, f"t{each}") for each in marks.things),
        *((weights.number(each), f"n{each}") for each in marks.numbers),
        *((weights.concept(each), f"c{each}") for each in marks.concepts),
        *((2.0, f"s{each}") for each in marks.scores),
    ]
    best = sorted(rated, key=lambda each: (-each[0], each[1]))[:MOST_MARKS]
    pairs = [
        (one[0] + other[0], min(one[1], other[1]), max(one[1], other[1]))
        for one, other in combinations(best, 2)
        if one[0] + other[0] >= LEAST_WEIGHT
    ]
    chosen = sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2]))[:MOST_KEYS]
    return tuple(_key(one, other) for _, one, other in chosen)


def word_keys(title_stems: frozenset[str], language: str) -> tuple[int, ...]:
    """Return at most ten keys, of the pairs of the longest words of a title in one language."""
    long = [stem for stem in title_stems if len(stem) >= SHORTEST_WORD]
    best = sorted(sorted(long, key=lambda stem: (-len(stem), stem))[:MOST_WORDS])
    return tuple(_key(f"{language}:{one}", other) for one, other in combinations(best, 2))


def rare_keys(marks: Marks, language: str) -> tuple[int, ...]:
    """Return at most ten keys: the rarest words in one language, the longest names in any.

    By one of these an article finds the newest story that has it, «راور» or «Арагчи».
    """
    subtag = primary(language)
    rare = [stem for stem in marks.words if len(stem) >= SHORTEST_WORD]
    words = sorted(rare, key=lambda stem: (-rarity(stem, subtag), -len(stem), stem))[:MOST_RARE]
    long = [name for name in marks.names if len(name) >= SHORTEST_NAME]
    names = sorted(long, key=lambda name: (-len(name), name))[:MOST_NAMES]
    return (
        *(_key(language, word) for word in words if rarity(word, subtag) >= LEAST_RARITY),
        *(_key("name", name) for name in names),
    )


def _key(one: str, other: str) -> int:
    return key_of(f"{one}\0{other}".encode("utf-8", "surrogatepass"), b"pair")
