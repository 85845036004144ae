"""Who asks each query."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dideban.query.engine.lists import MASK, Ints, Masks

_MORE: Final = 1.2
"""Room for so many times the queries there are."""


class Subscribers:
    """The subscriptions by the number of their query; nearly always one."""

    def __init__(self) -> None:
        self._one: NDArray[np.object_] = np.full(1, None)
        """The only subscriber; an array, which is read at many places at once."""
        self._shared: NDArray[np.bool_] = np.zeros(1, dtype=np.bool_)
        """Whether there are several."""
        self._several: dict[int, set[str]] = {}

    def of(self, number: int) -> list[str]:
        """Return who asks the query."""
        return next(self.by_document(np.array([number]), np.ones(1, dtype=MASK), 1))

    def by_document(self, numbers: Ints, masks: Masks, documents: int) -> Iterator[list[str]]:
        """Yield for each document who asks any of the queries whose mask has it.

        Each query is given once. Its subscriber is far off in memory, and is fetched once for all
        documents.
        """
        names, shared = self._one[numbers], self._shared[numbers]
        alone = np.where(shared, 0, masks)
        together = np.where(shared, masks, 0)
        for bit in (1 << document for document in range(documents)):
            found: list[str] = names[alone & bit != 0].tolist()
            for number in numbers[together & bit != 0].tolist():
                found += self._several[number]
            yield found

    def join(self, number: int, name: str) -> None:
        """Let the subscription ask the query."""
        if number >= len(self._one):
            self._grow(number + 1)
        there = self._one[number]
        if self._shared[number]:
            self._several[number].add(name)
        elif there is None:
            self._one[number] = name
        else:
            self._one[number] = None
            self._shared[number] = True
            self._several[number] = {there, name}

    def leave(self, number: int, name: str) -> bool:
        """Let the subscription ask the query no longer; return whether another one does."""
        if number not in self._several:
            self._one[number] = None
            return False
        others = self._several[number]
        others.discard(name)
        if len(others) == 1:
            del self._several[number]
            self._shared[number] = False
            (self._one[number],) = others
        return True

    def restore(self, numbers: Ints, names: list[str]) -> None:
        """Let each of the names ask the query of its number; nobody may ask one yet."""
        if not len(numbers):
            return
        self._grow(int(numbers.max()) + 1)
        alone = np.bincount(numbers)[numbers] == 1
        self._one[numbers[alone]] = np.array(names, dtype=object)[alone]
        for place in np.flatnonzero(~alone).tolist():
            self._several.setdefault(int(numbers[place]), set()).add(names[place])
        self._shared[numbers[~alone]] = True

    def _grow(self, needed: int) -> None:
        more = int(needed * _MORE) + 1 - len(self._one)
        self._one = np.concatenate((self._one, np.full(more, None)))
        self._shared = np.concatenate((self._shared, np.zeros(more, dtype=np.bool_)))
