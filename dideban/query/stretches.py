"""The words of an article as matching reads them: passage by passage, by word, by column."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dideban.query.tree import Place
from dideban.text.tokens import Token
from schemas.articles import Field

FIELDS: Final[tuple[Field, ...]] = ("title", "summary", "body")
FIELD_GAP: Final = 10_000_000
"""More words than an article has, so that nothing is near across two fields."""
_FOLDED: Final = itemgetter(Token._fields.index("folded"))
_STEM: Final = itemgetter(Token._fields.index("stem"))
PLACES: Final[tuple[Place, ...]] = ("title", "lead", "body", "head")


@dataclass(frozen=True)
class Stretch:
    """One passage: its first word has this `position` and stands in this `sentence`."""

    field: Field
    places: frozenset[Place]
    tokens: tuple[Token, ...]
    position: int
    sentence: int

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The folded spelling of each word."""
        return tuple(map(_FOLDED, self.tokens))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stem of each word."""
        return tuple(map(_STEM, self.tokens))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the article.

    `token.start` and `token.end` cut it out of the original `field`. Neighbours have positions
    1 apart; the end of a paragraph counts as one word, fields are endlessly far apart. `sentence`
    is unique in the article.
    """

    token: Token
    field: Field
    position: int
    sentence: int
    places: frozenset[Place]


def words_of(stretches: Iterable[Stretch]) -> tuple[Word, ...]:
    """Return every word of the passages, in reading order."""
    return tuple(
        Word(
            token,
            stretch.field,
            stretch.position + number,
            stretch.sentence + token.sentence,
            stretch.places,
        )
        for stretch in stretches
        for number, token in enumerate(stretch.tokens)
    )


class Columns:
    """The same words column by column; `len` of each is the number of words."""

    def __init__(self, stretches: tuple[Stretch, ...]) -> None:
        self._stretches = stretches
        self._lengths = [len(stretch.tokens) for stretch in stretches]
        self._count = sum(self._lengths)

    def __len__(self) -> int:
        return self._count

    @cached_property
    def folded(self) -> list[str]:
        """The folded spelling of each word."""
        return [word for stretch in self._stretches for word in stretch.folded]

    @cached_property
    def stems(self) -> list[str]:
        """The stem of each word."""
        return [word for stretch in self._stretches for word in stretch.stems]

    @cached_property
    def folded_hashes(self) -> NDArray[np.int64]:
        """Python's hash of each folded spelling."""
        return _hashes([stretch.folded for stretch in self._stretches], self._count)

    @cached_property
    def stem_hashes(self) -> NDArray[np.int64]:
        """Python's hash of each stem."""
        return _hashes([stretch.stems for stretch in self._stretches], self._count)

    @cached_property
    def slots(self) -> NDArray[np.int32]:
        """Where each word stands in a row in which an empty slot ends every passage."""
        passed = np.repeat(np.arange(len(self._lengths), dtype=np.int32), self._lengths)
        return np.arange(len(self), dtype=np.int32) + passed

    @property
    def slot_count(self) -> int:
        """The length of that row."""
        return len(self) + len(self._lengths)

    @cached_property
    def positions(self) -> NDArray[np.int32]:
        """The position of each word, as `Word` has it."""
        lengths = np.array(self._lengths, dtype=np.int32)
        starts = np.array([stretch.position for stretch in self._stretches], dtype=np.int32)
        before = np.cumsum(lengths, dtype=np.int32) - lengths
        shifts: NDArray[np.int32] = np.repeat(starts - before, lengths)
        return np.arange(self._count, dtype=np.int32) + shifts

    @cached_property
    def sentences(self) -> list[int]:
        """The sentence of each word, as `Word` has it."""
        return [
            stretch.sentence + token.sentence
            for stretch in self._stretches
            for token in stretch.tokens
        ]

    @cached_property
    def places(self) -> NDArray[np.uint8]:
        """One bit a place for each word, in the order of `PLACES`: 1 is the title, 8 the head."""
        bits = [
            sum(1 << number for number, place in enumerate(PLACES) if place in stretch.places)
            for stretch in self._stretches
        ]
        return np.repeat(np.array(bits, dtype=np.uint8), self._lengths)


def _hashes(words: list[tuple[str, ...]], count: int) -> NDArray[np.int64]:
    return np.fromiter(map(hash, chain.from_iterable(words)), np.int64, count)
