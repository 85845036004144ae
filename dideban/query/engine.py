"""Matches one document against all standing queries.

A query is looked at only when the document has one of the keys it cannot do without; equal
queries are evaluated once.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from dideban.query.canonical import render, simplified
from dideban.query.cover import PackCovers, cover, keys_of
from dideban.query.document import Document
from dideban.query.explain import reasons
from dideban.query.reading import Reading
from dideban.query.shape import resolved, topic_trees
from dideban.query.terms import primary_tag
from dideban.query.tree import Node, Query
from schemas.matches import Clause, Highlight

type _Key = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A subscription that matched, the clauses that fired and their words in the original."""

    subscription_id: str
    clauses: tuple[Clause, ...]
    highlights: tuple[Highlight, ...]


@dataclass(slots=True)
class _Row:
    """One distinct query and the subscriptions that ask it."""

    tree: Node
    subscribers: set[str] = field(default_factory=set)


class _Index:
    """The rows by their keys, for documents of one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._packs: PackCovers = {}
        self._by_key: dict[str, set[_Key]] = defaultdict(set)
        self._always: set[_Key] = set()

    def add(self, key: _Key, tree: Node) -> None:
        needed = cover(tree, self._language, self._packs)
        if needed is None:
            self._always.add(key)
            return
        for word in needed:
            self._by_key[word].add(key)

    def remove(self, key: _Key, tree: Node) -> None:
        needed = cover(tree, self._language, self._packs)
        if needed is None:
            self._always.discard(key)
            return
        for word in needed:
            rows = self._by_key[word]
            rows.discard(key)
            if not rows:
                del self._by_key[word]

    def candidates(self, words: set[str]) -> set[_Key]:
        found = set(self._always)
        for word in words & self._by_key.keys():
            found |= self._by_key[word]
        return found


class Engine:
    """The standing queries, by subscription."""

    def __init__(self) -> None:
        self._rows: dict[_Key, _Row] = {}
        self._keys: dict[str, _Key] = {}
        self._indices: dict[str, _Index] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, subscription_id: str, query: Query) -> None:
        """Let the subscription ask this query from now on, instead of any it asked before."""
        self.remove(subscription_id)
        tree = simplified(resolved(query.tree))
        key = (render(tree), tuple(sorted(map(id, topic_trees(tree)))))
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = _Row(tree)
            for index in self._indices.values():
                index.add(key, tree)
        row.subscribers.add(subscription_id)
        self._keys[subscription_id] = key

    def remove(self, subscription_id: str) -> None:
        """Forget the subscription; one that is not there is no error."""
        key = self._keys.pop(subscription_id, None)
        if key is None:
            return
        row = self._rows[key]
        row.subscribers.discard(subscription_id)
        if not row.subscribers:
            del self._rows[key]
            for index in self._indices.values():
                index.remove(key, row.tree)

    def prepare(self, language: str) -> None:
        """Build the index for documents of this language (BCP 47), so that none has to wait."""
        self._index(primary_tag(language))

    def match(self, document: Document, now: datetime) -> list[Hit]:
        """Return a hit for each subscription whose query holds, ordered by subscription.

        `now` is an aware UTC time; relative times of queries count from it.
        """
        reading = Reading(document, now)
        hits: list[Hit] = []
        words = keys_of(document)
        indices = [self._index(language) for language in document.languages]
        for key in set().union(*(index.candidates(words) for index in indices)):
            row = self._rows[key]
            if reading.holds(row.tree):
                clauses, highlights = reasons(row.tree, reading)
                hits.extend(Hit(name, clauses, highlights) for name in row.subscribers)
        return sorted(hits, key=lambda hit: hit.subscription_id)

    def _index(self, language: str) -> _Index:
        if language not in self._indices:
            index = self._indices[language] = _Index(language)
            for key, row in self._rows.items():
                index.add(key, row.tree)
        return self._indices[language]
