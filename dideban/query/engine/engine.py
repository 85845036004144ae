"""The standing queries, by subscription, and which of them a document satisfies."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

import numpy as np
from msgspec.msgpack import decode

from dideban.query.document import Document
from dideban.query.engine.atoms import Atoms, Frequency, ordinary
from dideban.query.engine.dictionary import Dictionary
from dideban.query.engine.facts import Facts
from dideban.query.engine.forms import Form, form_of, tree_of, unpacked
from dideban.query.engine.leaves import Leaves
from dideban.query.engine.lists import MASK, Ints, Masks
from dideban.query.engine.plans import Planner
from dideban.query.engine.presence import MOST_DOCUMENTS, Presence
from dideban.query.engine.rows import COMPACT_AT, Rows
from dideban.query.engine.sight import Sight
from dideban.query.engine.state import Copy, EngineState
from dideban.query.engine.subscribers import Subscribers
from dideban.query.engine.topics import Topics
from dideban.query.explain import reasons
from dideban.query.reading import Reading
from dideban.query.terms import primary_tag
from dideban.query.tree import Node, Query
from schemas.matches import Clause, Highlight


@dataclass(frozen=True, slots=True)
class Hit:
    """A subscription that matched, the clauses that fired and their words in the original."""

    subscription_id: str
    clauses: tuple[Clause, ...]
    highlights: tuple[Highlight, ...]


class Engine:
    """The standing queries, by subscription.

    Equal queries are one query with several subscribers. A query added or removed is so for the
    next document.
    """

    def __init__(self, frequency: Frequency = ordinary, compact_at: int = COMPACT_AT) -> None:
        self._atoms = Atoms(frequency)
        self._leaves = Leaves(self._atoms)
        self._planner = Planner(self._leaves, self._atoms)
        self._facts = Facts(self._atoms)
        self._topics = Topics(self._atoms, self._leaves, self._planner, compact_at)
        self._rows = Rows(self._atoms, compact_at)
        self._presence = Presence()
        self._dictionaries: dict[str, Dictionary] = {}
        self._number_of: dict[Form, int] = {}
        self._forms: list[Form] = []
        """By number; of a number that is free, the last that had it."""
        self._subscribers = Subscribers()
        self._query_of: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._query_of)

    def add(self, subscription_id: str, query: Query) -> None:
        """Let the subscription ask this query from now on, instead of any it asked before."""
        form = form_of(query.tree, self._leaves)
        number = self._number_of.get(form)
        if number is None:
            number = self._rows.add(self._planner.plans_of(form))
            self._number_of[form] = number
            if number == len(self._forms):
                self._forms.append(form)
            else:
                self._forms[number] = form
        if self._query_of.get(subscription_id) != number:
            self.remove(subscription_id)
            self._query_of[subscription_id] = number
            self._subscribers.join(number, subscription_id)

    def remove(self, subscription_id: str) -> None:
        """Forget the subscription; one that is not there is no error."""
        number = self._query_of.pop(subscription_id, None)
        if number is None:
            return
        if not self._subscribers.leave(number, subscription_id):
            del self._number_of[self._forms[number]]
            self._rows.remove(number)

    def prepare(self, language: str) -> None:
        """Make ready for documents of this language (BCP 47), so that none has to wait."""
        self._topics.catch_up()
        self._dictionary(primary_tag(language))
        self._facts.catch_up()
        self._rows.settle()

    def copy(self) -> Copy:
        """Return everything the engine knows; the copy can be written while the engine changes.

        Takes about 20 ms for 100,000 queries.
        """
        self._topics.catch_up()
        return Copy(
            self._forms.copy(),
            self._leaves.trees,
            self._atoms.counts,
            self._rows.state(),
            list(self._query_of),
            np.fromiter(self._query_of.values(), np.int32, len(self._query_of)).tobytes(),
            [dictionary.state() for dictionary in self._dictionaries.values()],
        )

    @classmethod
    def restored(
        cls, written: bytes, frequency: Frequency = ordinary, compact_at: int = COMPACT_AT
    ) -> "Engine":
        """Return the engine of which a copy was written, far sooner than adding every query again.

        Only the code that wrote it can read it: stems are kept, not made again.

        Raises:
            DecodeError: that is no copy of an engine.
        """
        with _nothing_to_collect():
            new = cls(frequency, compact_at)
            new._take_in(decode(written, type=EngineState))
            return new

    def _take_in(self, state: EngineState) -> None:
        self._leaves.restore(state.leaves)
        self._atoms.restore(state.counts)
        self._rows.restore(state.rows)
        self._forms = unpacked(state.forms, len(state.leaves))
        numbers = list(range(len(self._forms)))
        alive = zip(self._forms, numbers, self._rows.is_alive(), strict=True)
        self._number_of = {form: number for form, number, lives in alive if lives}
        asked = np.frombuffer(state.asked, dtype=np.int32)
        self._query_of = dict(
            zip(state.names, map(numbers.__getitem__, asked.tolist()), strict=True)
        )
        self._subscribers.restore(asked, state.names)
        self._dictionaries = {
            each.language: Dictionary.restored(each, self._atoms) for each in state.dictionaries
        }

    def match(self, document: Document, now: datetime) -> list[Hit]:
        """Return a hit for each subscription whose query holds, ordered by subscription.

        `now` is an aware UTC time; relative times of queries count from it.
        """
        hits: list[Hit] = []
        numbers, _, (reading,) = self._found((document,), now)
        for number in numbers.tolist():
            clauses, highlights = reasons(tree_of(self._forms[number], self._leaves), reading)
            hits += (Hit(name, clauses, highlights) for name in self._subscribers.of(number))
        return sorted(hits, key=lambda hit: hit.subscription_id)

    def matching(self, documents: Sequence[Document], now: datetime) -> Iterator[list[str]]:
        """Yield for each document the subscriptions whose query holds, in no certain order.

        Documents are matched 32 at a time, which is faster than one by one.
        """
        for batch in batched(documents, MOST_DOCUMENTS):
            numbers, masks, _ = self._found(batch, now)
            yield from self._subscribers.by_document(numbers, masks, len(batch))

    def _found(
        self, documents: Sequence[Document], now: datetime
    ) -> tuple[Ints, Masks, list[Reading]]:
        """Return the numbers of the queries that hold, for which documents, and their readings."""
        self._topics.catch_up()
        sight = Sight(documents, self._leaves, self._atoms, self._dictionary)
        readings = [Reading(each, now, sight.of(i)) for i, each in enumerate(documents)]

        def holds(tree: Node, mask: int) -> int:
            return sum(
                1 << i for i, each in enumerate(readings) if mask >> i & 1 and each.holds(tree)
            )

        present = self._mark(documents, sight)
        sight.topics = self._topics.mark(present, sight, holds)
        numbers, masks = self._rows.match(present, sight, holds)
        self._atoms.saw(present.atoms, np.bitwise_count(present.bits[present.atoms]))
        return numbers, masks, readings

    def _mark(self, documents: Sequence[Document], sight: Sight) -> Presence:
        """Mark what words and facts the documents have."""
        self._facts.catch_up()
        facts = [(a, 1 << i) for i, each in enumerate(documents) for a in self._facts.find(each)]
        atoms, masks = sight.marks()
        known = np.array(facts, dtype=np.int64).reshape(-1, 2)
        self._presence.begin(len(self._atoms), len(documents))
        self._presence.mark(
            np.concatenate((atoms, known[:, 0].astype(np.int32))),
            np.concatenate((masks, known[:, 1].astype(MASK))),
        )
        return self._presence

    def _dictionary(self, language: str) -> Dictionary:
        known = self._dictionaries.get(language)
        if known is None:
            known = self._dictionaries[language] = Dictionary(language, self._atoms)
        known.catch_up()
        return known


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Keep the garbage collector from walking again and again through what is being made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
