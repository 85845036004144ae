"""The engine finds exactly what the naive evaluator finds, whatever is added or removed."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dideban.query.canonical import render, simplified
from dideban.query.document import Document
from dideban.query.engine import Engine
from dideban.query.errors import QueryError
from dideban.query.guards import is_selective
from dideban.query.names import Names
from dideban.query.oracle import holds
from dideban.query.parser import parse
from dideban.query.tree import And, Node, Not, Or, Query
from tests.unit.query_strategies import OLD, documents, trees

relaxed = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is slow now and then; that is no finding."""

NOW = datetime(2025, 12, 17, tzinfo=UTC)


def matched(engine: Engine, document: Document) -> set[str]:
    return {hit.subscription_id for hit in engine.match(document, NOW)}


@relaxed
@given(st.lists(trees, min_size=1, max_size=6), st.lists(documents, min_size=1, max_size=3))
def test_the_engine_agrees_with_the_oracle(queries: list[Node], docs: list[Document]) -> None:
    engine = Engine()
    for i, tree in enumerate(queries):
        engine.add(str(i), Query("", tree))
    for document in docs:
        expected = {str(i) for i, tree in enumerate(queries) if holds(tree, document, NOW)}
        assert matched(engine, document) == expected


@relaxed
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.none() | trees), max_size=8),
    documents,
    documents,
)
def test_after_any_changes_only_the_last_query_of_each_subscription_counts(
    changes: list[tuple[str, Node | None]], first: Document, then: Document
) -> None:
    engine = Engine()
    live: dict[str, Node] = {}
    for name, tree in changes:
        if tree is None:
            engine.remove(name)
            live.pop(name, None)
        else:
            engine.add(name, Query("", tree))
            live[name] = tree
        expected = {name for name, tree in live.items() if holds(tree, first, NOW)}
        assert matched(engine, first) == expected
        assert len(engine) == len(live)
    assert matched(engine, then) == {name for name, t in live.items() if holds(t, then, NOW)}


@relaxed
@given(trees, trees, documents)
def test_not_narrows_and_or_widens(tree: Node, other: Node, document: Document) -> None:
    engine = Engine()
    engine.add("plain", Query("", tree))
    engine.add("narrowed", Query("", And((tree, Not(other)))))
    engine.add("widened", Query("", Or((tree, other))))
    found = matched(engine, document)
    assert "narrowed" not in found or "plain" in found
    assert "plain" not in found or "widened" in found


@relaxed
@given(st.permutations(range(4)), st.lists(trees, min_size=4, max_size=4), documents)
def test_the_order_of_updates_does_not_matter(
    order: list[int], queries: list[Node], document: Document
) -> None:
    one, other = Engine(), Engine()
    for i in range(4):
        one.add(str(i), Query("", queries[i]))
    for i in order:
        other.add(str(i), Query("", queries[i]))
    assert one.match(document, NOW) == other.match(document, NOW)


@relaxed
@given(trees, documents)
def test_the_canonical_tree_means_the_same(tree: Node, document: Document) -> None:
    assert holds(simplified(tree), document, NOW) == holds(tree, document, NOW)


@relaxed
@given(trees.filter(is_selective))
def test_the_canonical_text_of_any_tree_parses_back(tree: Node) -> None:
    text = render(tree)
    assert render(parse(text, names=Names(packs={"p": OLD})).tree) == text


@relaxed
@given(st.text(alphabet='gas OR(AND)NOT"«»-*:[]/5NEAR@!&|تxtitle', max_size=40))
def test_any_text_is_parsed_or_refused_with_a_fix_that_parses(text: str) -> None:
    refused = refusal(text)
    if refused is not None:
        assert 1 <= refused.column <= len(text) + 1
        assert refusal(refused.fix) is None


def refusal(text: str) -> QueryError | None:
    try:
        parse(text, names=Names())
    except QueryError as error:
        return error
    return None
