"""Who asks each query."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dideban.query.engine.lists import MASK, Ints, Masks

_MORE: Final = 1.2
"""Room for so many times the queries there are."""


class Subscribers:
    """The subscriptions by the number of their query; nearly always one."""

    def __init__(self) -> None:
        self._asks: NDArray[np.object_] = np.full(1, None)
        """The only subscriber or the list of several; an array, read at many places at once."""
        self._shared: NDArray[np.bool_] = np.zeros(1, dtype=np.bool_)
        """Whether there are several."""

    def of(self, number: int) -> list[str]:
        """Return who asks the query."""
        (found,) = self.by_document(np.array([number]), np.ones(1, dtype=MASK), 1)
        return found

    def by_document(self, numbers: Ints, masks: Masks, documents: int) -> list[list[str]]:
        """Return for each document who asks any of the queries whose mask has it.

        Each query is given once.
        """
        shared = self._shared[numbers]
        alone = ~shared
        ones, ones_masks = numbers[alone], masks[alone]
        several, several_masks = self._asks[numbers[shared]], masks[shared]
        every: list[list[str]] = []
        for bit in (1 << document for document in range(documents)):
            found: list[str] = self._asks[ones[ones_masks & bit != 0]].tolist()
            for names in several[several_masks & bit != 0].tolist():
                found += names
            every.append(found)
        return every

    def join(self, number: int, name: str) -> None:
        """Let the subscription, which does not yet, ask the query."""
        if number >= len(self._asks):
            self._grow(number + 1)
        there = self._asks[number]
        if self._shared[number]:
            there.append(name)
        elif there is None:
            self._asks[number] = name
        else:
            self._asks[number] = [there, name]
            self._shared[number] = True

    def leave(self, number: int, name: str) -> bool:
        """Let the subscription, which does, ask the query no longer; return whether others do."""
        if not self._shared[number]:
            self._asks[number] = None
            return False
        others = self._asks[number]
        others.remove(name)
        if len(others) == 1:
            (self._asks[number],) = others
            self._shared[number] = False
        return True

    def restore(self, numbers: Ints, names: list[str]) -> None:
        """Let each of the names ask the query of its number; nobody may ask one yet."""
        if not len(numbers):
            return
        self._grow(int(numbers.max()) + 1)
        alone = np.bincount(numbers)[numbers] == 1
        self._asks[numbers[alone]] = np.array(names, dtype=object)[alone]
        self._shared[numbers[~alone]] = True
        for place in np.flatnonzero(~alone).tolist():
            number = numbers[place]
            if self._asks[number] is None:
                self._asks[number] = []
            self._asks[number].append(names[place])

    def _grow(self, needed: int) -> None:
        more = int(needed * _MORE) + 1 - len(self._asks)
        self._asks = np.concatenate((self._asks, np.full(more, None)))
        self._shared = np.concatenate((self._shared, np.zeros(more, dtype=np.bool_)))
