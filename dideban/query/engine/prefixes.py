"""Finds words that begin as queries ask, by looking each different word up once."""

from collections import defaultdict
from typing import Final

import numpy as np

from dideban.query.engine.lists import Ints, Lists
from dideban.query.engine.table import Table
from dideban.query.stretches import Columns
from dideban.query.terms import folded_prefix

_REMEMBERED: Final = 300_000
"""Different words whose prefixes are kept, about what half a year of news has in one language."""
_NO_PREFIX: Final = 1
"""The list of words that have been met and begin as nobody asks."""


class Prefixes:
    """The prefixes asked for in one language, and which of them each word met has."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._atoms: dict[str, list[int]] = defaultdict(list)
        self._lengths: list[int] = []
        self._forget()

    def __bool__(self) -> bool:
        return bool(self._atoms)

    def add(self, atom: int, text: str) -> None:
        """Take in a prefix; all words have to be met anew."""
        prefix = folded_prefix(text, self._language)
        self._atoms[prefix].append(atom)
        self._lengths = sorted({*self._lengths, len(prefix)})
        if len(self._list_of):
            self._forget()

    def find(self, columns: Columns) -> tuple[Ints, Ints]:
        """Return the indices of the words that have a prefix, and the atom of each."""
        if len(self._list_of) + len(columns) > _REMEMBERED:
            self._forget()
        hashes = columns.folded_hashes
        lists = self._list_of.get(hashes)
        new = np.flatnonzero(lists == 0)
        if len(new):
            self._meet({columns.folded[number] for number in new.tolist()})
            lists = self._list_of.get(hashes)
        at = np.flatnonzero(lists > _NO_PREFIX).astype(np.int32)
        atoms, lengths = self._lists.of(lists[at])
        return np.repeat(at, lengths), atoms

    def _meet(self, words: set[str]) -> None:
        lists = [self._listed(word) for word in words]
        hashes = np.fromiter(map(hash, words), np.int64, len(words))
        self._list_of.add(hashes, np.array(lists, dtype=np.int32))

    def _listed(self, word: str) -> int:
        size = len(word)
        begun = [found for n in self._lengths if n <= size and (found := self._atoms.get(word[:n]))]
        if not begun:
            return _NO_PREFIX
        atoms = tuple(atom for found in begun for atom in found)
        number = self._number_of.get(atoms)
        if number is None:
            number = self._number_of[atoms] = self._lists.add(atoms)
        return number

    def _forget(self) -> None:
        self._list_of = Table()
        self._lists = Lists()
        self._number_of: dict[tuple[int, ...], int] = {(): self._lists.add(())}
