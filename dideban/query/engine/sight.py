"""What the documents of a batch have of everything that queries ask for."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dideban.query.document import Document
from dideban.query.engine.atoms import Atoms
from dideban.query.engine.dictionary import Dictionary, Occurrences
from dideban.query.engine.leaves import Leaves
from dideban.query.engine.lists import MASK, Ints, Masks
from dideban.query.engine.nears import Standing
from dideban.query.reading import Occurrence
from dideban.query.stretches import PLACES, Columns
from dideban.query.tree import Found, Place, Span, Topic


class _Group(NamedTuple):
    """Documents read by one language's dictionary, and what it found in them one after another."""

    documents: list[int]
    ends: Ints
    """The number of words up to the end of each of the documents."""
    positions: Ints
    """The position of each word."""
    found: Occurrences

    @property
    def documents_of(self) -> NDArray[np.intp]:
        """The document of each occurrence."""
        return np.array(self.documents)[np.searchsorted(self.ends, self.found.first, side="right")]


class Sight:
    """The terms and prefixes that occur in a batch of documents, and the topics that hold."""

    def __init__(
        self,
        documents: Sequence[Document],
        leaves: Leaves,
        atoms: Atoms,
        dictionary: Callable[[str], Dictionary],
    ) -> None:
        self.leaves = leaves
        self.topics: dict[int, int] = {}
        """By atom, the documents for which the topic holds."""
        self._groups = [
            _read(members, documents, atoms, dictionary(language))
            for language, members in _by_language(documents).items()
        ]

    def marks(self) -> tuple[Ints, Masks]:
        """Return each atom that occurs, some more than once, and in which document it does."""
        atoms = [group.found.atom for group in self._groups]
        masks = [
            np.left_shift(1, group.documents_of, dtype=MASK, casting="unsafe")
            for group in self._groups
        ]
        return np.concatenate(atoms), np.concatenate(masks)

    @cached_property
    def standing(self) -> Standing:
        """Where the atoms stand in the documents."""
        columns = [
            (
                group.documents_of,
                group.found.atom,
                group.positions[group.found.first],
                group.positions[group.found.last],
            )
            for group in self._groups
        ]
        return Standing(*map(np.concatenate, zip(*columns, strict=True)))

    def of(self, document: int) -> "DocumentSight":
        """Return what is seen of one document."""
        return DocumentSight(self, document)

    def occurrences(self, document: int) -> Occurrences:
        """Return the occurrences in a document, by its own words and sorted by atom."""
        here = [_part(group, document) for group in self._groups if document in group.documents]
        found = Occurrences(*map(np.concatenate, zip(*here, strict=True)))
        return found.where(np.argsort(found.atom, kind="stable"))


class DocumentSight:
    """What one document has of everything that queries ask for."""

    def __init__(self, sight: Sight, document: int) -> None:
        self._sight = sight
        self._document = document

    def has(self, topic: Topic) -> bool | None:
        """Tell whether the topic holds; `None` where no query in the engine asks for it."""
        number = self._sight.leaves.atom(topic)
        masks = self._sight.topics
        return None if number not in masks else bool(masks[number] >> self._document & 1)

    def occurrences(self, span: Span, place: Place | None) -> list[Occurrence] | None:
        """Return where a term or prefix occurs, in reading order.

        `None` where no query in the engine asks for it.
        """
        number = self._sight.leaves.atom(Found(span, place))
        if number is None:
            return None
        return sorted(self._by_atom.get(number, ()))

    @cached_property
    def _by_atom(self) -> dict[int, set[Occurrence]]:
        found: dict[int, set[Occurrence]] = defaultdict(set)
        first, last, atoms = self._sight.occurrences(self._document)
        spans = zip(first.tolist(), last.tolist(), strict=True)
        for atom, span in zip(atoms.tolist(), spans, strict=True):
            found[atom].add(span)
        return found


def _part(group: _Group, document: int) -> Occurrences:
    """Return the occurrences in one document of the group, by its own words."""
    place = group.documents.index(document)
    start = group.ends[place - 1] if place else 0
    first = group.found.first
    first, last, atom = group.found.where((first >= start) & (first < group.ends[place]))
    return Occurrences(first - start, last - start, atom)


def _by_language(documents: Sequence[Document]) -> dict[str, list[int]]:
    members: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        for language in document.languages:
            members.setdefault(language, []).append(number)
    return members


def _read(
    members: list[int], documents: Sequence[Document], atoms: Atoms, dictionary: Dictionary
) -> _Group:
    """Return the occurrences of terms and prefixes, anywhere and in their places, as words."""
    read = [documents[number] for number in members]
    columns = Columns(tuple(stretch for document in read for stretch in document.stretches))
    lengths = [sum(len(stretch.tokens) for stretch in document.stretches) for document in read]
    found = dictionary.find(columns)
    placed = [_placed(found, columns, atoms, place) for place in atoms.places_asked]
    if placed:
        found = Occurrences(*map(np.concatenate, zip(found, *placed, strict=True)))
    ends = np.cumsum(lengths, dtype=np.int32)
    return _Group(members, ends, columns.positions, found)


def _placed(found: Occurrences, columns: Columns, atoms: Atoms, place: Place) -> Occurrences:
    """Return those of the occurrences in a place for which there is an atom in that place."""
    numbers = atoms.in_place(place, found.atom)
    asked = np.flatnonzero(numbers)
    bit = 1 << PLACES.index(place)
    asked = asked[columns.places[found.first[asked]] & bit != 0]
    return found._replace(atom=numbers).where(asked)
