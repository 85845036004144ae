"""Finds the words, phrases and prefixes that queries ask for in documents of one language."""

from array import array
from itertools import batched
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dideban.query.engine.atoms import Atoms
from dideban.query.engine.lists import Ints
from dideban.query.engine.prefixes import Prefixes
from dideban.query.engine.state import DictionaryState
from dideban.query.engine.table import Keys, Table
from dideban.query.stretches import Columns
from dideban.query.terms import variants_of
from dideban.query.tree import Prefix, Term

_ROOT: Final = 0

_AT_ONCE: Final = 20_000
"""Words that are taken in together: as fast as any more, and little of them is in memory."""

type _Sequence = tuple[int, list[str]]
"""An atom, and the words of which one after the other it occurs."""


class Occurrences(NamedTuple):
    """Where atoms occur: the first and last word of each occurrence, and its atom."""

    first: Ints
    last: Ints
    atom: Ints

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "Occurrences":
        """Return the chosen occurrences."""
        return Occurrences(self.first[chosen], self.last[chosen], self.atom[chosen])


class Spelled:
    """Words that have a node, each once, and their nodes."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.nodes = array("i")

    def take(self, words: list[str], nodes: Ints, first: int) -> None:
        """Take in those of the words whose node is `first` or later."""
        new, places = np.unique(nodes, return_index=True)
        chosen = new >= first
        self.words += [words[place] for place in places[chosen].tolist()]
        self.nodes.extend(new[chosen].tolist())


class Dictionary:
    """The trie of everything asked for, as words of this language have it.

    A word's node is both the first step of phrases and the label of later ones; stems and folded
    spellings are different words. Words are told apart by their 64-bit hash: with a million asked
    for, two different ones are taken for one, by chance, in one of 5 * 10^10 documents. Nodes and
    edges are never taken back.
    """

    def __init__(self, language: str, atoms: Atoms) -> None:
        self.language = language
        self._atoms = atoms
        self._read = 0
        self._stems, self._folded, self._edges = Table(), Table(), Table()
        self._nodes = 1
        self._goes_on: NDArray[np.bool_] = np.zeros(1, dtype=np.bool_)
        self._atom_of: Ints = np.zeros(1, dtype=np.int32)
        """By node: 0 nothing, above 0 an atom, below 0 the negated place in `_several`."""
        self._several: list[list[int]] = [[]]
        self.prefixes = Prefixes(language)
        self._spelled = Spelled(), Spelled()
        """The stems and spellings that have nodes: hashes hold for one process only."""

    def state(self) -> DictionaryState:
        """Return the dictionary as it can be kept in a file."""
        return DictionaryState(
            self.language,
            self._read,
            [(words.words.copy(), words.nodes.tobytes()) for words in self._spelled],
            [column.tobytes() for column in self._edges.items()],
            [self._goes_on[: self._nodes].tobytes(), self._atom_of[: self._nodes].tobytes()],
            [numbers.copy() for numbers in self._several],
        )

    @classmethod
    def restored(cls, state: DictionaryState, atoms: Atoms) -> "Dictionary":
        """Return the dictionary that `state` was asked of; the atoms have to be here already."""
        new = cls(state.language, atoms)
        new._read = state.read
        for known, spelled, (words, nodes) in zip(
            (new._stems, new._folded), new._spelled, state.words, strict=True
        ):
            spelled.words, spelled.nodes = words, array("i", nodes)
            hashes = np.fromiter(map(hash, words), np.int64, len(words))
            known.add(hashes, np.frombuffer(nodes, dtype=np.int32))
        keys, nodes = state.edges
        new._edges.add(np.frombuffer(keys, np.int64), np.frombuffer(nodes, np.int32))
        goes_on, atom_of = state.nodes
        new._goes_on = np.frombuffer(goes_on, dtype=np.bool_).copy()
        new._atom_of = np.frombuffer(atom_of, dtype=np.int32).copy()
        new._nodes = len(new._goes_on)
        new._several = state.several
        for number, span in atoms.words[: state.read]:
            if isinstance(span, Prefix):
                new.prefixes.add(number, span.text)
        return new

    def catch_up(self) -> None:
        """Take in the words that have been asked for since the last time."""
        new = self._atoms.words[self._read :]
        self._read += len(new)
        for part in batched(new, _AT_ONCE):
            self._learn([(number, span) for number, span in part if isinstance(span, Term)])
            for number, span in part:
                if isinstance(span, Prefix):
                    self.prefixes.add(number, span.text)

    def _learn(self, terms: list[tuple[int, Term]]) -> None:
        spellings = variants_of([term.text for _, term in terms], self.language)
        exact: list[_Sequence] = []
        stemmed: list[_Sequence] = []
        for (number, term), sequences in zip(terms, spellings, strict=True):
            for words in sequences:
                if term.exact:
                    exact.append((number, [word.folded for word in words]))
                else:
                    stemmed.append((number, [word.stem for word in words]))
        stems, spelled = self._spelled
        self._plant(self._folded, spelled, exact)
        self._plant(self._stems, stems, stemmed)

    def find(self, columns: Columns) -> Occurrences:
        """Return where the words, phrases and prefixes asked for occur, as words of the columns."""
        nodes, word_at = self._nodes_of(columns)
        first, last, atoms = self._one_by_one(*self._walk(nodes))
        first, last = word_at[first], word_at[last]
        if not self.prefixes:
            return Occurrences(first, last, atoms)
        at, begun = self.prefixes.find(columns)
        pairs = ((first, at), (last, at), (atoms, begun))
        return Occurrences(*map(np.concatenate, pairs))

    def _nodes_of(self, columns: Columns) -> tuple[Ints, Ints]:
        """Return the node of each slot, by stem and then by spelling, and the word in the slot."""
        size = columns.slot_count
        nodes = np.zeros(size * (2 if len(self._folded) else 1) + 1, dtype=np.int32)
        word_at = np.zeros_like(nodes)
        words = np.arange(len(columns), dtype=np.int32)
        nodes[columns.slots] = self._stems.get(columns.stem_hashes)
        word_at[columns.slots] = words
        if len(self._folded):
            nodes[columns.slots + size] = self._folded.get(columns.folded_hashes)
            word_at[columns.slots + size] = words
        return nodes, word_at

    def _walk(self, nodes: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the slots and atoms of all paths, one step of all phrases at a time."""
        atoms = self._atom_of[nodes]
        at = np.flatnonzero(atoms).astype(np.int32)
        firsts, lasts, found = [at], [at], [atoms[at]]
        at = np.flatnonzero(self._goes_on[nodes[:-1]] & (nodes[1:] != _ROOT)).astype(np.int32)
        here, last = nodes[at], at
        while len(at):
            last = last + 1
            here = self._edges.get(_edges(here, nodes[last]))
            real = here != _ROOT
            at, last, here = at[real], last[real], here[real]
            atoms = self._atom_of[here]
            there = atoms != 0
            firsts.append(at[there])
            lasts.append(last[there])
            found.append(atoms[there])
            on = self._goes_on[here] & (nodes[np.minimum(last + 1, len(nodes) - 1)] != _ROOT)
            at, last, here = at[on], last[on], here[on]
        return np.concatenate(firsts), np.concatenate(lasts), np.concatenate(found)

    def _one_by_one(self, firsts: Ints, lasts: Ints, atoms: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the paths that end in several atoms once for each of them."""
        shared = atoms < 0
        if not shared.any():
            return firsts, lasts, atoms
        lists = [self._several[-number] for number in atoms[shared].tolist()]
        lengths = [len(each) for each in lists]
        every = np.array([number for each in lists for number in each], dtype=np.int32)
        return (
            np.concatenate((firsts[~shared], np.repeat(firsts[shared], lengths))),
            np.concatenate((lasts[~shared], np.repeat(lasts[shared], lengths))),
            np.concatenate((atoms[~shared], every)),
        )

    def _plant(self, known: Table, spelled: Spelled, sequences: list[_Sequence]) -> None:
        """Grow the paths of the sequences, one step of all of them at a time."""
        if not sequences:
            return
        flat = [word for _, words in sequences for word in words]
        hashes = np.fromiter(map(hash, flat), np.int64, len(flat))
        before = self._nodes
        labels = self._number(known, hashes)
        spelled.take(flat, labels, before)
        lengths = np.array([len(words) for _, words in sequences])
        starts = np.cumsum(lengths) - lengths
        nodes = labels[starts]
        for step in range(1, int(lengths.max())):
            on = np.flatnonzero(lengths > step)
            left = nodes[on]
            nodes[on] = self._number(self._edges, _edges(left, labels[starts[on] + step]))
            self._goes_on[left] = True
        for (atom, _), node in zip(sequences, nodes.tolist(), strict=True):
            self._end(node, atom)

    def _number(self, known: Table, keys: Keys) -> Ints:
        """Return the node of each key, a new one where it is new."""
        distinct, places = np.unique(keys, return_inverse=True)
        nodes = known.get(distinct)
        new = nodes == _ROOT
        count = int(np.count_nonzero(new))
        nodes[new] = np.arange(self._nodes, self._nodes + count)
        known.add(distinct[new], nodes[new])
        self._nodes += count
        if self._nodes > len(self._atom_of):
            more = np.zeros(2 * self._nodes - len(self._atom_of), dtype=np.int32)
            self._atom_of = np.concatenate((self._atom_of, more))
            self._goes_on = np.concatenate((self._goes_on, more != 0))
        return nodes[places]

    def _end(self, node: int, atom: int) -> None:
        there = int(self._atom_of[node])
        if there == 0:
            self._atom_of[node] = atom
        elif there > 0 and there != atom:
            self._atom_of[node] = -len(self._several)
            self._several.append([there, atom])
        elif there < 0 and atom not in self._several[-there]:
            self._several[-there].append(atom)


def _edges(nodes: Ints, labels: Ints) -> Keys:
    return nodes.astype(np.int64) << 32 | labels
