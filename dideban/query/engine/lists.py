"""Lists of whole numbers one after the other in one array, and how to read many at once."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int32]
type Masks = NDArray[np.uint32]
"""By row, atom or occurrence: one bit a document of the batch."""

MASK: Final = np.dtype(np.uint32)


class Lists:
    """Lists by number, to which lists are only ever added; list 0 is empty."""

    def __init__(self) -> None:
        self._members = array("i")
        self._starts = array("i", [0, 0])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(self, members: Iterable[int]) -> int:
        """Take in a list and return its number."""
        self._members.extend(members)
        self._starts.append(len(self._members))
        return len(self) - 1

    def of(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Return the members of the lists in turn, and the length of each list."""
        starts = np.frombuffer(self._starts, dtype=np.int32)
        at, _ = spread(starts, numbers)
        lengths = starts[numbers + 1] - starts[numbers]
        return np.frombuffer(self._members, dtype=np.int32)[at], lengths

    def state(self) -> list[bytes]:
        """Return all lists as bytes."""
        return [self._members.tobytes(), self._starts.tobytes()]

    @classmethod
    def restored(cls, state: Sequence[bytes]) -> "Lists":
        """Return the lists that `state` was asked of."""
        new = cls()
        new._members, new._starts = (array("i", column) for column in state)
        return new

    def kept(self, numbers: Ints) -> "Lists":
        """Return these lists only, the first of them as number 1 and so on."""
        members, lengths = self.of(numbers)
        new = Lists()
        new._members = int_array(members)
        new._starts.extend(int_array(np.cumsum(lengths, dtype=np.int32)))
        return new


def int_array(values: Ints) -> "array[int]":
    """Return the values as an array that can grow."""
    return array("i", values.astype(np.int32, copy=False).tobytes())


def spread(starts: Ints, numbers: Ints) -> tuple[Ints, Ints]:
    """Return the members of each list in turn, and where in the answer each list begins.

    List `n` has the members `starts[n]` to `starts[n + 1]`.
    """
    begins = starts[numbers]
    lengths = starts[numbers + 1] - begins
    ends = np.cumsum(lengths, dtype=np.int32)
    firsts = ends - lengths
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int32) + np.repeat(begins - firsts, lengths), firsts
