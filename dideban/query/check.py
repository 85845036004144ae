"""What the command line says of a query: its tree in words, and what it finds in given rows."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from dideban.query.canonical import render
from dideban.query.explain import reasons
from dideban.query.guards import asks_for_entities, leaves
from dideban.query.meant import OPERATOR_OF
from dideban.query.parser import canonical
from dideban.query.reading import Reading
from dideban.query.rows import rows
from dideban.query.telling import place_name
from dideban.query.told import word_row
from dideban.query.tree import (
    And,
    AnyOf,
    Chain,
    Found,
    Meta,
    Node,
    Not,
    Or,
    Place,
    Prefix,
    Published,
    Query,
    Saved,
    Span,
    StorySources,
    Term,
    Topic,
)

_INDENT: Final = "  "


def check(query: Query) -> str:
    """Return the query's tree in words, one clause a line, then notes and the canonical text.

    A note says of a word that reads like an operator that it is looked for as a word.
    """
    return "\n".join([*_told(query.tree, 0), *_notes(query.tree), f"canonical: {canonical(query)}"])


def test_lines(query: Query, lines: Iterable[str], now: datetime) -> Iterator[dict[str, object]]:
    """Yield for each JSON line its id, whether it matches, and the matched words.

    A highlight's `start` and `end` (code points) cut its text out of the row's `title` or
    `text`, as its `field` says. Blank lines are passed over. `now` is an aware UTC time.

    Raises:
        RowError: a line that is no JSON object with an `id`.
    """
    for row in rows(lines):
        reading = Reading(row.document(entities=asks_for_entities(query.tree)), now)
        matched = reading.holds(query.tree)
        found = reasons(query.tree, reading)[1] if matched else ()
        yield {"id": row.id, "match": matched, "highlights": [word_row(word) for word in found]}


def _notes(tree: Node) -> list[str]:
    words = [
        leaf.span.text
        for leaf in leaves(tree)
        if isinstance(leaf, Found) and isinstance(leaf.span, Term) and not leaf.span.exact
    ]
    return [
        f"note: «{word}» is looked for as a word; as an operator it is written {operator}"
        for word in dict.fromkeys(words)
        if (operator := OPERATOR_OF.get(word.lower())) is not None
    ]


def _told(node: Node, level: int) -> list[str]:
    match node:
        case And(children):
            return _listed("all of:", children, level)
        case Or(children):
            return _listed("any of:", children, level)
        case Not(child):
            return _listed("not:", (child,), level)
        case _:
            return [_INDENT * level + _atom(node)]


def _listed(heading: str, children: tuple[Node, ...], level: int) -> list[str]:
    inner = [line for child in children for line in _told(child, level + 1)]
    return [_INDENT * level + heading, *inner]


def _atom(node: Node) -> str:  # noqa: PLR0911 - one return a kind of node
    match node:
        case Found(span, place, at_least):
            times = f", at least {at_least} times" if at_least > 1 else ""
            return _span(span) + times + _where(place)
        case Topic(name, place):
            return f"the topic {name}" + _where(place)
        case Saved(name):
            return f"the saved query {name}"
        case Meta(key, value):
            return f"{key} is {value}"
        case Published(start, end):
            ends = (bound.text if bound else "any time" for bound in (start, end))
            return "published from {} to {}".format(*ends)
        case StorySources(comparison, count):
            return f"the story's independent sources {comparison} {count}"
        case _:
            return render(node)


def _where(place: Place | None) -> str:
    return f", in the {place_name(place)}" if place else ""


def _span(span: Span) -> str:
    match span:
        case Term(text, exact, cased):
            kind = "the phrase" if " " in text else "the word"
            return f"{kind} «{text}»" + (
                " in this case" if cased else " in this form" if exact else " in any form"
            )
        case Prefix(text):
            return f"a word beginning with «{text}»"
        case AnyOf(options):
            return " or ".join(_span(option) for option in options)
        case Chain(operands, links):
            told = _span(operands[0])
            for link, operand in zip(links, operands[1:], strict=True):
                how = {
                    "SAME": "in one sentence with",
                    "NEAR": f"at most {link.distance} words from",
                    "ONEAR": f"at most {link.distance} words before",
                }[link.kind]
                told += f", {how} {_span(operand)}"
            return told
