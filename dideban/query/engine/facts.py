"""Which of the metadata that queries ask for a document has."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from dideban.query.document import Document
from dideban.query.engine.atoms import Atoms
from dideban.query.metadata import entity_key, name_key, runs_of
from dideban.query.tree import Meta, MetaKey

type _Fact = tuple[MetaKey, str]


class Facts:
    """The metadata values asked for, under the forms in which documents have them."""

    def __init__(self, atoms: Atoms) -> None:
        self._atoms = atoms
        self._read = 0
        self._known: dict[_Fact, list[int]] = defaultdict(list)
        self._keys: set[MetaKey] = set()
        self._longest = 1
        self._entities: list[tuple[int, str]] = []
        self._named: dict[str, tuple[int, dict[str, list[int]]]] = {}

    def catch_up(self) -> None:
        """Take in the values that have been asked for since the last time."""
        for number, meta in self._atoms.facts[self._read :]:
            self._read += 1
            self._keys.add(meta.key)
            asked = _asked(meta)
            self._known[meta.key, asked].append(number)
            self._longest = max(self._longest, asked.count(" ") + 1)
            if meta.key == "entity":
                self._entities.append((number, meta.value))

    def find(self, document: Document) -> Iterator[int]:
        """Yield the atom of each value that the document has."""
        for key in self._keys:
            for value in _values(key, document, self._longest):
                yield from self._known.get((key, value), ())
        if "entity" in self._keys and document.entity_names:
            for language in document.languages:
                names = self._names(language)
                for name in document.entity_names & names.keys():
                    yield from names[name]

    def _names(self, language: str) -> dict[str, list[int]]:
        """Return the atoms of entities by their name as this language compares names."""
        read, names = self._named.get(language, (0, {}))
        for number, value in self._entities[read:]:
            names.setdefault(entity_key(value, language), []).append(number)
        self._named[language] = len(self._entities), names
        return names


def _asked(meta: Meta) -> str:
    match meta.key:
        case "source" | "author":
            return name_key(meta.value)
        case "entity":
            return meta.value.lower()
        case _:
            return meta.value


def _values(key: MetaKey, document: Document, longest: int) -> Iterable[str]:
    match key:
        case "lang":
            return document.languages
        case "country":
            return document.countries
        case "site":
            labels = document.site.split(".")
            return {".".join(labels[number:]) for number in range(len(labels))}
        case "source":
            return runs_of(document.source, longest)
        case "author":
            return {run for author in document.authors for run in runs_of(author, longest)}
        case "entity":
            return document.entity_ids
