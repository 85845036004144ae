"""Which documents have two things near each other, asked for many pairs of things at once."""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dideban.query.engine.lists import MASK, Ints, Lists, Masks, int_array

type _Wide = NDArray[np.int64]

_BITS = np.arange(8 * MASK.itemsize, dtype=MASK)


class Near(NamedTuple):
    """Any atom of `left` at most `distance` words from any of `right`, before it where `ordered`.

    Neighbouring words are 1 apart.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    distance: int
    ordered: bool


class Standing:
    """Where in the documents of a batch atoms stand: the positions of first and last words."""

    def __init__(self, documents: Ints, atoms: Ints, first: Ints, last: Ints) -> None:
        keys = _keys(documents, atoms)
        order = np.argsort(keys, kind="stable")
        self._keys, self._first, self._last = keys[order], first[order], last[order]

    def of(self, documents: Ints, atoms: Ints) -> tuple[Ints, Ints, Ints]:
        """Return which of the questions each occurrence answers, and its first and last position.

        A question is an atom in a document.
        """
        asked = _keys(documents, atoms)
        begins = np.searchsorted(self._keys, asked, side="left")
        lengths = np.searchsorted(self._keys, asked, side="right") - begins
        ends = np.cumsum(lengths)
        at = np.arange(lengths.sum()) + np.repeat(begins - ends + lengths, lengths)
        questions = np.repeat(np.arange(len(asked), dtype=np.int32), lengths)
        return questions, self._first[at], self._last[at]


class Nears:
    """The pairs by number."""

    def __init__(self) -> None:
        self._sides = Lists()
        self._left = array("i")
        self._right = array("i")
        self._distance = array("i")
        self._ordered = array("b")

    def __len__(self) -> int:
        return len(self._left)

    def add(self, near: Near) -> int:
        """Take in a pair and return its number."""
        self._left.append(self._sides.add(near.left))
        self._right.append(self._sides.add(near.right))
        self._distance.append(near.distance)
        self._ordered.append(near.ordered)
        return len(self) - 1

    def state(self) -> list[bytes]:
        """Return all pairs as bytes."""
        columns = (self._left, self._right, self._distance, self._ordered)
        return [*self._sides.state(), *(column.tobytes() for column in columns)]

    @classmethod
    def restored(cls, state: Sequence[bytes]) -> "Nears":
        """Return the pairs that `state` was asked of."""
        new = cls()
        *sides, left, right, distance, ordered = state
        new._sides = Lists.restored(sides)
        new._left, new._right, new._distance = (array("i", c) for c in (left, right, distance))
        new._ordered = array("b", ordered)
        return new

    def kept(self, numbers: Ints) -> "Nears":
        """Return these pairs only, the first of them as number 0 and so on."""
        left, right, distance, ordered = self._columns()
        new = Nears()
        new._sides = self._sides.kept(np.concatenate((left[numbers], right[numbers])))
        new._left = int_array(np.arange(1, len(numbers) + 1, dtype=np.int32))
        new._right = int_array(np.arange(1, len(numbers) + 1, dtype=np.int32) + len(numbers))
        new._distance = int_array(distance[numbers])
        new._ordered = array("b", ordered[numbers].tobytes())
        return new

    def masks(self, numbers: Ints, masks: Masks, standing: Standing) -> Masks:
        """Return which documents of each mask have the pair of each number."""
        asked, documents = np.nonzero(masks[:, None] >> _BITS & 1)
        chosen, documents = numbers[asked], documents.astype(np.int32)
        left, right, distance, ordered = self._columns()
        these = self._occurrences(left[chosen], documents, standing)
        those = self._occurrences(right[chosen], documents, standing)
        ahead = _followed(these, those, distance[chosen])
        back = _followed(those, these, distance[chosen])
        holds = ahead | back & ~ordered[chosen]
        found = np.zeros_like(masks)
        np.bitwise_or.at(found, asked[holds], np.left_shift(1, documents[holds]).astype(MASK))
        return found

    def _occurrences(
        self, sides: Ints, documents: Ints, standing: Standing
    ) -> tuple[Ints, Ints, Ints]:
        """Return the pair, first and last position of each occurrence of a side of the pairs."""
        atoms, lengths = self._sides.of(sides)
        pairs = np.repeat(np.arange(len(sides), dtype=np.int32), lengths)
        questions, first, last = standing.of(documents[pairs], atoms)
        return pairs[questions], first, last

    def _columns(self) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
        """Return views, which must not outlive the call: what is viewed cannot grow."""
        return (
            np.frombuffer(self._left, dtype=np.int32),
            np.frombuffer(self._right, dtype=np.int32),
            np.frombuffer(self._distance, dtype=np.int32),
            np.frombuffer(self._ordered, dtype=np.bool_),
        )


def _followed(
    these: tuple[Ints, Ints, Ints], others: tuple[Ints, Ints, Ints], distance: Ints
) -> NDArray[np.bool_]:
    """Return by pair whether one of the others begins so few words after one of these ends."""
    pairs, _, last = these
    begins = np.sort(_keys(others[0], others[1]))
    low = np.searchsorted(begins, _keys(pairs, last + 1), side="left")
    high = np.searchsorted(begins, _keys(pairs, last + distance[pairs]), side="right")
    found = np.zeros(len(distance), dtype=np.bool_)
    found[pairs[high > low]] = True
    return found


def _keys(major: Ints, minor: Ints) -> _Wide:
    return major.astype(np.int64) << 32 | minor
