"""The proof is itself proved: each fault put into the engine on purpose is noticed."""

import random
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
import yaml

from dideban.query.canonical import simplified
from dideban.query.document import Document, document_from_text
from dideban.query.engine import Engine
from dideban.query.explain import reasons
from dideban.query.oracle import holds
from dideban.query.reading import Reading
from dideban.query.tree import Node, Query
from tests.unit.query_trees import some_chain, some_exception, some_text, some_tree

NOW = datetime(2025, 12, 17, tzinfo=UTC)
ENGINE = "dideban.query.engine"


class Mutant(NamedTuple):
    """One fault: in a module of the engine, `was` is replaced by `becomes`."""

    fault: str
    module: str
    was: str
    becomes: str


LIST = yaml.safe_load((Path(__file__).parent / "query_mutants.yaml").read_text(encoding="utf-8"))
MUTANTS = [Mutant(**row) for row in LIST]
SAME = [
    Mutant("none", module, '"""\n\nfrom', '"""\n\nfrom')
    for module in sorted({mutant.module for mutant in MUTANTS})
]

RESTORED_EVERY = 50
"""Steps after which the engine is written and read back."""
TREES = (some_tree, some_tree, some_tree, some_chain, some_exception)


class Step(NamedTuple):
    """A change of a subscription (no tree removes it), and a batch of documents after it."""

    name: str
    tree: Node | None
    batch: list[Document]
    expected: list[list[str]]


@cache
def steps() -> tuple[Step, ...]:
    """Return a long story of changes and documents, with what the oracle finds."""
    draw = random.Random(17)  # noqa: S311 - the same story each time
    documents = [
        document_from_text(
            article_id="a",
            title=some_text(draw, 4),
            text=some_text(draw, 16),
            language=draw.choice(("en", "tr", "fa")),
        )
        for _ in range(40)
    ]
    live: dict[str, Node] = {}
    asked: list[Node] = []
    told: list[Step] = []
    for _ in range(500):
        name = str(draw.randrange(30))
        tree = None if draw.random() < 0.25 else draw.choice(TREES)(draw)
        if live and draw.random() < 0.1:
            tree = draw.choice(list(live.values()))
        if tree is not None and asked and draw.random() < 0.1:
            tree = draw.choice(asked[-30:])
        live.pop(name, None)
        if tree is not None:
            live[name] = tree
            asked.append(tree)
        batch = draw.sample(documents, draw.choice((1, 3, 9)))
        expected = [sorted(n for n, t in live.items() if holds(t, d, NOW)) for d in batch]
        told.append(Step(name, tree, batch, expected))
    return tuple(told)


def agrees() -> bool:
    """Tell whether the engine as it is now finds what the oracle finds, all the way.

    Its tables have one cell a bucket, so that keys get into each other's way whatever the hashes,
    few plans are too many, so that clauses over several ways are made, and few documents make a
    batch.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[f"{ENGINE}.table"], "_CELLS", 1)
        patch.setattr(sys.modules[f"{ENGINE}.plans"], "MOST_PLANS", 3)
        patch.setattr(sys.modules[f"{ENGINE}.engine"], "MOST_DOCUMENTS", 4)
        return _agrees()


def _agrees() -> bool:
    made = sys.modules[f"{ENGINE}.engine"].Engine
    engine = made(compact_at=20)
    live: dict[str, Node] = {}
    for number, (name, tree, batch, expected) in enumerate(steps()):
        if number % RESTORED_EVERY == RESTORED_EVERY - 1:
            engine = made.restored(engine.copy().written(), compact_at=20)
        live.pop(name, None)
        if tree is None:
            engine.remove(name)
        else:
            engine.add(name, Query("", tree))
            live[name] = tree
        reading = Reading(batch[0], NOW)
        for hit in engine.match(batch[0], NOW):
            if set(hit.clauses) != set(reasons(simplified(live[hit.subscription_id]), reading)[0]):
                return False
        if [sorted(each) for each in engine.matching(batch, NOW)] != expected:
            return False
    return True


@pytest.fixture
def mutated(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the fault in, wherever the faulty module's names are used."""
    mutant: Mutant = request.param
    original = sys.modules[f"{ENGINE}.{mutant.module}"]
    source = Path(str(original.__file__)).read_text(encoding="utf-8")
    assert source.count(mutant.was) == 1 or mutant.was == mutant.becomes, (
        f"{mutant.was!r} is to stand in {mutant.module} once"
    )
    faulty = ModuleType(original.__name__)
    faulty.__file__ = original.__file__
    exec(source.replace(mutant.was, mutant.becomes), faulty.__dict__)  # noqa: S102 - our own source
    for name, value in list(vars(original).items()):
        if getattr(value, "__module__", None) == original.__name__:
            replace_everywhere(value, getattr(faulty, name), monkeypatch)
    monkeypatch.setitem(sys.modules, original.__name__, faulty)


def replace_everywhere(old: object, new: object, monkeypatch: pytest.MonkeyPatch) -> None:
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith(f"{ENGINE}."):
            names: dict[str, Any] = vars(module)
            for name, value in list(names.items()):
                if value is old:
                    monkeypatch.setitem(names, name, new)


def test_without_a_fault_the_engine_agrees_with_the_oracle() -> None:
    assert Engine is sys.modules[f"{ENGINE}.engine"].Engine
    assert agrees()


@pytest.mark.slow
@pytest.mark.parametrize("mutated", SAME, indirect=True, ids=lambda mutant: mutant.module)
@pytest.mark.usefixtures("mutated")
def test_a_module_put_in_the_place_of_itself_is_no_fault() -> None:
    assert agrees()


@pytest.mark.slow
@pytest.mark.parametrize("mutated", MUTANTS, indirect=True, ids=lambda mutant: mutant.fault)
@pytest.mark.usefixtures("mutated")
def test_a_fault_is_noticed() -> None:
    try:
        same = agrees()
    except Exception:  # noqa: BLE001 - a fault that breaks down is noticed as well
        same = False
    assert not same


def test_there_are_twenty_five_faults() -> None:
    assert len({mutant.fault for mutant in MUTANTS}) >= 25
