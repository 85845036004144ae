"""Saved queries: which of them a query needs, and the query with all of them written out."""

import re
from collections.abc import Mapping
from typing import Final

from dideban.query.canonical import render
from dideban.query.lexer import Kind, lex
from dideban.query.names import Names
from dideban.query.parser import parse
from dideban.query.tree import And, Node, Not, Or, Query, Saved

NAME: Final = re.compile(r"[\w.-]{1,64}")
"""What may stand after @."""


def mentioned(text: str) -> set[str]:
    """Return the names after @ in a query that can be cut into tokens."""
    if "@" not in text:
        return set()
    return {token.value for token in lex(text) if token.kind is Kind.SAVED}


def users_of(name: str, saved: Mapping[str, str]) -> set[str]:
    """Return the saved queries that lead to this one, over others or at once."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        wanted = waiting.pop()
        new = {other for other, text in saved.items() if wanted in mentioned(text)} - found
        found |= new
        waiting += new
    return found


def usable(text: str, names: Names) -> Query:
    """Return the parsed query, which can also be parsed with its saved queries written out.

    Raises:
        QueryError: it cannot be parsed, or not once all is written out.
    """
    query = parse(text, names=names)
    inlined(text, names)
    return query


def inlined(text: str, names: Names) -> str:
    """Return the canonical text of a query with every saved query written out.

    A query without @ is given back as it is. The worker that matches it needs to know no owner.

    Raises:
        QueryError: the query cannot be parsed, or not once all is written out.
    """
    if "@" not in text or not mentioned(text):
        return text
    written = render(_without_names(parse(text, names=names).tree))
    parse(written, names=Names(packs=names.packs))
    return written


def _without_names(node: Node) -> Node:
    match node:
        case Saved(_, tree) if tree is not None:
            return _without_names(tree)
        case Not(child):
            return Not(_without_names(child))
        case And(children):
            return And(tuple(map(_without_names, children)))
        case Or(children):
            return Or(tuple(map(_without_names, children)))
        case _:
            return node
