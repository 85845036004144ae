"""The workload of matching as this project's engine takes it: query trees and documents."""

from datetime import UTC, datetime
from typing import Any, Final

from benchmarks.matching_workload import Document as Row
from benchmarks.matching_workload import Tree
from dideban.query.document import Document
from dideban.query.shape import within
from dideban.query.stretches import FIELD_GAP, Stretch
from dideban.query.tree import And, Chain, Found, Link, Meta, Node, Not, Or, Prefix, Query, Term
from dideban.text.tokens import Token

NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
LANGUAGE: Final = "zxx"
"""No linguistic content (ISO 639-2): words are compared as they are written."""


def query(tree: Tree) -> Query:
    """Return the workload's tree as a query."""
    return Query(text="", tree=node(tree))


def node(tree: Tree) -> Node:  # noqa: PLR0911 - one return a kind of node
    """Return the workload's tree as the engine's."""
    kind, *parts = tree
    match kind:
        case "and":
            return And(tuple(map(node, parts[0])))
        case "or":
            return Or(tuple(map(node, parts[0])))
        case "not":
            return Not(node(parts[0]))
        case "field":
            return within(node(parts[1]), parts[0])
        case "meta":
            return Meta("country" if parts[0] == "lang" else parts[0], parts[1])
        case "near":
            most, left, right = parts
            return Found(Chain((_span(left), _span(right)), (Link("NEAR", most),)))
        case _:
            return Found(_span(tree))


def _span(leaf: Tree) -> Term | Prefix:
    kind, text = leaf
    if kind == "prefix":
        return Prefix(text)
    return Term(text if kind == "term" else " ".join(text))


def document(number: int, row: Row) -> Document:
    """Return the workload's document as the engine's."""
    fields: tuple[Any, ...] = (("title", 0), ("body", 2 * FIELD_GAP))
    return Document(
        article_id=str(number),
        language=LANGUAGE,
        countries=frozenset(row["meta"]["lang"]),
        source=row["meta"]["source"][0],
        stretches=tuple(
            Stretch(
                field=field,
                places=frozenset({field}),
                tokens=tuple(Token(word, word, word, 0, 0, 0) for word in row[field]),
                position=position,
                sentence=sentence,
            )
            for sentence, (field, position) in enumerate(fields)
        ),
    )
