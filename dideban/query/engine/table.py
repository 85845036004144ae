"""A hash table of whole numbers that is asked for many keys at once.

A dictionary waits for memory three or four times a key; here the processor fetches many at a time.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dideban.query.engine.lists import Ints

type Keys = NDArray[np.int64]

_CELLS: Final = 4
"""Keys a bucket: half a line of the cache."""
_EMPTY: Final = 0
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
"""Knuth's multiplicative hashing: 2^64 divided by the golden ratio (TAOCP 3, 6.4)."""
_FIRST_BITS: Final = 6


class Table:
    """Values above 0 by keys other than 0; 0 stands for what is not there."""

    def __init__(self) -> None:
        self._count = 0
        self._allot(_FIRST_BITS)

    def __len__(self) -> int:
        return self._count

    def get(self, keys: Keys) -> Ints:
        """Return the value of each key, 0 where there is none."""
        return self._values[self._cells(keys)]

    def items(self) -> tuple[Keys, Ints]:
        """Return every key and its value."""
        keys = self._keys.ravel()
        there = np.flatnonzero(keys)
        return keys[there], self._values[there]

    def add(self, keys: Keys, values: Ints) -> None:
        """Take in keys that are not there yet, each given once."""
        self._count += len(keys)
        if 2 * self._count > self._keys.size:
            old = self.items()
            self._allot(max(self._bits + 1, (2 * self._count // _CELLS).bit_length()))
            self._place(*old)
        self._place(keys, values)

    def _cells(self, keys: Keys) -> NDArray[np.int64]:
        """Return the cell of each key, of all buckets in a row; -1 where there is none."""
        found = np.full(len(keys), -1, dtype=np.int64)
        at, buckets, sought = np.arange(len(keys)), self._home(keys), keys
        while len(at):
            cells = np.flatnonzero(self._keys[buckets] == sought[:, None])
            asked = cells // _CELLS
            found[at[asked]] = buckets[asked] * _CELLS + cells % _CELLS
            further = self._spilled[buckets]
            further[asked] = False
            at, sought = at[further], sought[further]
            buckets = self._next(buckets[further])
        return found

    def _place(self, keys: Keys, values: Ints) -> None:
        buckets = self._home(keys)
        while len(keys):
            order = np.argsort(buckets, kind="stable")
            keys, values, buckets = keys[order], values[order], buckets[order]
            cells = self._used[buckets] + _ranks(buckets)
            fits = cells < _CELLS
            self._keys[buckets[fits], cells[fits]] = keys[fits]
            self._values[buckets[fits] * _CELLS + cells[fits]] = values[fits]
            np.add.at(self._used, buckets[fits], 1)
            left = ~fits
            self._spilled[buckets[left]] = True
            keys, values, buckets = keys[left], values[left], self._next(buckets[left])

    def _allot(self, bits: int) -> None:
        self._bits = bits
        self._keys = np.full((1 << bits, _CELLS), _EMPTY, dtype=np.int64)
        self._values = np.zeros((_CELLS << bits) + 1, dtype=np.int32)
        """By cell; the last one is for what is not there."""
        self._used = np.zeros(1 << bits, dtype=np.int8)
        self._spilled = np.zeros(1 << bits, dtype=np.bool_)

    def _home(self, keys: Keys) -> NDArray[np.int64]:
        mixed = keys.view(np.uint64) * _MIX
        return (mixed >> np.uint64(64 - self._bits)).view(np.int64)

    def _next(self, buckets: NDArray[np.int64]) -> NDArray[np.int64]:
        return (buckets + 1) & ((1 << self._bits) - 1)


def _ranks(ordered: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each value of an ordered row how many equal ones stand before it."""
    order = np.arange(len(ordered))
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return order - np.maximum.accumulate(np.where(first, order, 0))
