"""Numbers everything a query can require of a document, once for all queries that require it."""

from array import array
from collections.abc import Callable
from typing import Final

import numpy as np

from dideban.query.engine.lists import Ints, Masks
from dideban.query.stretches import PLACES
from dideban.query.tree import Meta, Place, Prefix, Term, Topic

type Clause = tuple[int, ...]
"""Numbers of atoms of which a document must have one."""

type Frequency = Callable[[str], float]
"""The expected share of documents that have a word, from 0 to 1."""

ALWAYS: Final = 0
"""The atom every document has."""

_PHRASE: Final = 0.02
"""A phrase is this much rarer than the rarest of its words; measured on the benchmark's texts."""
_PREFIX: Final = 0.3
"""The share of documents with a word that begins with one given letter."""
_PLACE: Final = 0.2
"""Of documents that have a word, about this share has it in the title or in the lead."""
_FACT: Final = 0.05
_LANGUAGE: Final = 2.0
"""More than any word, so that a language is a key only where a query asks for nothing else."""
_TRUSTED: Final = 200
"""What was expected counts as much as this many documents."""


def ordinary(_: str) -> float:
    """Return one frequency for every word, for want of better."""
    return 0.001


class Atoms:
    """The atoms by number; a number never changes.

    `words` are the terms and prefixes without a place, in the order in which they came: each
    language's dictionary reads on from where it stopped.
    """

    def __init__(self, frequency: Frequency = ordinary) -> None:
        self._frequency = frequency
        self._expected = array("d", [float("inf")])
        self._seen = array("i", [0])
        self.words: list[tuple[int, Term | Prefix]] = []
        self.facts: list[tuple[int, Meta]] = []
        self.topics: list[tuple[int, Topic]] = []
        self._placed: dict[Place, array[int]] = {place: array("i") for place in PLACES}
        self.places_asked: set[Place] = set()

    def __len__(self) -> int:
        return len(self._expected)

    def weight(self, clause: Clause) -> float:
        """Return how often documents have an atom of the clause, by what was expected and seen.

        The unit is the same for all clauses at one time, and only then.
        """
        expected, seen = self._expected, self._seen
        if len(clause) == 1:
            (number,) = clause
            return expected[number] * _TRUSTED + seen[number]
        return sum(expected[number] * _TRUSTED + seen[number] for number in clause)

    def saw(self, present: Ints, times: Masks) -> None:
        """Count documents in which each of these atoms was so many times."""
        np.frombuffer(self._seen, dtype=np.int32)[present] += times

    @property
    def counts(self) -> bytes:
        """In how many documents each atom was, for `restore`."""
        return self._seen.tobytes()

    def restore(self, counts: bytes) -> None:
        """Take in the counts of atoms that had these numbers before."""
        self._seen = array("i", counts)

    def in_place(self, place: Place, atoms: Ints) -> Ints:
        """Return for each atom the one that asks for the same in `place`; 0 where none does."""
        return np.frombuffer(self._all_placed(place), dtype=np.int32)[atoms]

    def new_word(self, span: Term | Prefix) -> int:
        """Return the number of a new atom: the word or prefix, anywhere."""
        number = self._next(self._expect(span))
        self.words.append((number, span))
        return number

    def new_placed(self, anywhere: int, place: Place) -> int:
        """Return the number of a new atom: what an atom asks for anywhere, in one place."""
        number = self._next(self._expected[anywhere] * _PLACE)
        self._all_placed(place)[anywhere] = number
        self.places_asked.add(place)
        return number

    def new_fact(self, meta: Meta) -> int:
        """Return the number of a new atom: a metadata value."""
        number = self._next(_LANGUAGE if meta.key == "lang" else _FACT)
        self.facts.append((number, meta))
        return number

    def new_topic(self, topic: Topic) -> int:
        """Return the number of a new atom: a pack."""
        number = self._next(_FACT)
        self.topics.append((number, topic))
        return number

    def _next(self, expected: float) -> int:
        self._expected.append(expected)
        self._seen.append(0)
        return len(self._expected) - 1

    def _all_placed(self, place: Place) -> "array[int]":
        """Return by atom the one that asks for the same in a place, for all atoms there are."""
        placed = self._placed[place]
        placed.extend(bytes(len(self) - len(placed)))
        return placed

    def _expect(self, span: Term | Prefix) -> float:
        if isinstance(span, Prefix):
            return _PREFIX / len(span.text)
        words = span.text.split()
        rarest = min(map(self._frequency, words), default=0.0)
        return rarest if len(words) == 1 else rarest * _PHRASE
