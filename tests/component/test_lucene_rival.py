"""Lucene Monitor finds what our naive evaluator finds, so that their speeds can be compared."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, Literal

import pytest

from benchmarks.lucene_rival import Effort, Rival, Settings, missing, run
from benchmarks.matching_words import words
from benchmarks.matching_workload import Document, Tree, document_frequencies, documents, queries
from dideban.query import document as ours
from dideban.query.oracle import holds
from dideban.query.stretches import Stretch
from dideban.query.tree import And, Chain, Found, Link, Meta, Node, Not, Or, Place, Prefix, Term
from dideban.text.analyser import fold_word
from dideban.text.tokens import Token

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(missing() is not None, reason="Lucene Monitor needs Java 17 and Maven"),
]

QUERIES: Final = 300
DOCUMENTS: Final = 50
FEW: Final = 200
"""So few words are left that most queries find something."""
NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
BODY: Final = 10_000_000
"""Position of the body's first word, endlessly far from the title."""

type Workload = tuple[list[Tree], list[Document]]


def as_they_are() -> Workload:
    return list(queries(QUERIES, "full", 3)), list(documents(DOCUMENTS, 3))


def with_few_words() -> Workload:
    made, read = as_they_are()
    spelled = words()
    few = {word: spelled[rank % FEW] for rank, word in enumerate(spelled)}
    return [fewer(tree, few) for tree in made], [
        Document(title=respelled(d["title"], few), body=respelled(d["body"], few), meta=d["meta"])
        for d in read
    ]


def respelled(spelled: list[str], few: dict[str, str]) -> list[str]:
    return [few[word] for word in spelled]


def fewer(tree: Tree, few: dict[str, str]) -> Tree:
    """Return the tree with its words respelled."""
    match tree:
        case ("and" | "or" as kind, children):
            return kind, tuple(fewer(child, few) for child in children)
        case ("not", child):
            return "not", fewer(child, few)
        case ("field", field, child):
            return "field", field, fewer(child, few)
        case ("near", apart, one, other):
            return "near", apart, fewer(one, few), fewer(other, few)
    return fewer_in_leaf(tree, few)


def fewer_in_leaf(leaf: Tree, few: dict[str, str]) -> Tree:
    match leaf:
        case ("term", word):
            return "term", few[word]
        case ("phrase", phrase):
            return "phrase", tuple(few[word] for word in phrase)
        case ("prefix", start):
            return "prefix", few[next(word for word in few if word.startswith(start))][:3]
    return leaf


def node(tree: Tree, place: Place | None = None) -> Node:
    """Return the tree as the language's own."""
    match tree:
        case ("and" | "or" as kind, children):
            return (And if kind == "and" else Or)(tuple(node(child, place) for child in children))
        case ("not", child):
            return Not(node(child, place))
        case ("field", field, child):
            return node(child, field)
        case ("meta", key, value):
            return Meta(key, value)
        case ("near", apart, one, other):
            return Found(Chain((span(one), span(other)), (Link("NEAR", apart),)), place)
    return Found(span(tree), place)


def span(leaf: Tree) -> Term | Prefix:
    match leaf:
        case ("prefix", start):
            return Prefix(start)
        case ("phrase", phrase):
            return Term(" ".join(phrase), exact=True)
    return Term(leaf[1], exact=True)


def article(document: Document) -> ours.Document:
    """Return the document with the words that the language has in its own."""
    (language,), (source,) = document["meta"]["lang"], document["meta"]["source"]
    return ours.Document(
        article_id="a",
        language=language,
        source=source,
        stretches=(
            stretch(document["title"], language, "title", 0),
            stretch(document["body"], language, "body", BODY),
        ),
    )


def stretch(
    spelled: list[str], language: str, field: Literal["title", "body"], position: int
) -> Stretch:
    tokens = (Token(word, fold_word(word, language), word, 0, 0, 0) for word in spelled)
    return Stretch(
        field=field,
        places=frozenset({field}),
        tokens=tuple(tokens),
        position=position,
        sentence=position,
    )


def of_lucene(workload: Workload, settings: Settings) -> Rival:
    effort = Effort(warm_up_seconds=0, passes=1, updates=20)
    return run(
        *workload,
        document_frequencies(),
        heap_gigabytes=1,
        settings=settings,
        effort=effort,
        keep_matches=True,
    )


@pytest.mark.parametrize("make", [as_they_are, with_few_words])
def test_lucene_finds_what_the_naive_evaluator_finds(make: Callable[[], Workload]) -> None:
    workload = made, read = make()
    nodes = [node(tree) for tree in made]
    articles = [article(document) for document in read]
    expected = tuple(
        tuple(number for number, each in enumerate(nodes) if holds(each, found, NOW))
        for found in articles
    )
    measured = of_lucene(workload, Settings())

    assert measured.matches == expected
    assert sum(map(len, expected)) > QUERIES // 20
    lines = (f"{index}:{','.join(map(str, ids))}\n" for index, ids in enumerate(expected))
    assert measured.checksum == sha256("".join(lines).encode()).hexdigest()


def test_no_setting_changes_what_lucene_finds() -> None:
    workload = with_few_words()
    others = [
        Settings(presearch_passes=0, prefixes="none", segments=0),
        Settings(presearch_passes=4, prefixes="ngrams", near="intervals", batch=8),
        Settings(layout="both", decompose=False, cache=False, postings="direct"),
    ]
    expected = of_lucene(workload, Settings()).checksum
    assert [of_lucene(workload, each).checksum for each in others] == [expected] * len(others)
