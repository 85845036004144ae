"""Whatever is added, replaced, removed and compacted, the engine finds what the oracle finds."""

from datetime import UTC, datetime

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from dideban.query.document import Document
from dideban.query.engine import Engine
from dideban.query.oracle import holds
from dideban.query.tree import Node, Query
from tests.unit.query_strategies import documents, trees

NOW = datetime(2025, 12, 17, tzinfo=UTC)
names = st.sampled_from("abcdefgh")


class EngineMachine(RuleBasedStateMachine):
    """The engine beside a plain dictionary of queries."""

    compact_at = 1000

    def __init__(self) -> None:
        super().__init__()
        self.engine = Engine(compact_at=self.compact_at)
        self.live: dict[str, Node] = {}

    @rule(name=names, tree=trees)
    def add_or_replace(self, name: str, tree: Node) -> None:
        self.engine.add(name, Query("", tree))
        self.live[name] = tree

    @rule(name=names, other=names)
    def ask_the_same(self, name: str, other: str) -> None:
        if other in self.live:
            self.engine.add(name, Query("", self.live[other]))
            self.live[name] = self.live[other]

    @rule(name=names)
    def remove(self, name: str) -> None:
        self.engine.remove(name)
        self.live.pop(name, None)

    @rule(language=st.sampled_from(("en", "tr", "fa")))
    def prepare(self, language: str) -> None:
        self.engine.prepare(language)

    @rule()
    def restore(self) -> None:
        self.engine = Engine.restored(self.engine.copy().written(), compact_at=self.compact_at)
        assert len(self.engine) == len(self.live)

    @rule(batch=st.lists(documents, min_size=1, max_size=10))
    def match(self, batch: list[Document]) -> None:
        found = [sorted(each) for each in self.engine.matching(batch, NOW)]
        assert found == [self.expected(document) for document in batch]

    @rule(document=documents)
    def match_with_reasons(self, document: Document) -> None:
        hits = self.engine.match(document, NOW)
        assert [hit.subscription_id for hit in hits] == self.expected(document)

    def expected(self, document: Document) -> list[str]:
        return sorted(name for name, tree in self.live.items() if holds(tree, document, NOW))


@pytest.mark.parametrize("compact_at", [2, 5, 1000])
def test_after_any_steps_the_engine_finds_what_the_oracle_finds(
    compact_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dideban.query.engine.engine.MOST_DOCUMENTS", 4)
    machine = type("Machine", (EngineMachine,), {"compact_at": compact_at})
    run_state_machine_as_test(machine, settings=settings(deadline=None, max_examples=40))
