"""An explanation as lines for people, and as a row for programs."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from dideban.query import telling
from dideban.query.answers import Answer, Explanation, explained
from dideban.query.guards import asks_for_entities
from dideban.query.rows import Row, rows
from dideban.query.tree import Query
from dideban.text.one_line import isolated, plain, shortened
from schemas.matches import Highlight

ROW_FIELDS: Final[Mapping[str, str]] = {"title": "title", "body": "text"}
"""What a row calls the fields of an article."""
CLAUSE_CHARS: Final = 160
PARTS_SHOWN: Final = 3
_INDENT: Final = "  "
_QUOTED: Final = re.compile("«[^«»]*»")

type Isolate = Callable[[str], str]
"""Keeps a piece of another direction from moving its neighbours."""


def explained_lines(
    query: Query, lines: Iterable[str], now: datetime
) -> Iterator[tuple[Row, Explanation]]:
    """Yield the article of each JSON line, and why it matches or does not.

    `now` is an aware UTC time.

    Raises:
        RowError: a line that is no JSON object with an `id`.
    """
    entities = asks_for_entities(query.tree)
    for row in rows(lines):
        document = row.document(entities=entities)
        yield row, explained(query, document, row.originals, now)


def told(explanation: Explanation, isolate: Isolate = str) -> list[str]:
    """Return the explanation for people; what `isolate` is given may be in another script."""
    lines = [explanation.sentence]
    for clause in explanation.clauses:
        lines += _told(clause, isolate, "")
    return lines


def _told(answer: Answer, isolate: Isolate, indent: str) -> list[str]:
    state = telling.MET if answer.met else telling.NOT_MET
    text = isolate(shortened(answer.text, CLAUSE_CHARS))
    sentence = _QUOTED.sub(lambda found: isolate(found[0]), answer.sentence)
    lines = [f"{indent}{text} — {state}. {sentence}"]
    indent += _INDENT
    lines += [f"{indent}{quote.field}: {isolate(quote.text)}" for quote in answer.quotes]
    for part in answer.parts[:PARTS_SHOWN]:
        lines += _told(part, isolate, indent)
    if (hidden := len(answer.parts) - PARTS_SHOWN) > 0:
        lines.append(indent + telling.more(hidden))
    return lines


def for_people(row: Row, explanation: Explanation) -> str:
    """Return the explanation under the article's id and title, for a terminal."""
    heading = plain(str(row.id)) + (f" — {isolated(plain(row.title))}" if row.title.strip() else "")
    return "\n".join([heading, *told(explanation, isolated), ""])


def for_programs(row: Row, explanation: Explanation) -> dict[str, Any]:
    """Return the explanation with the article's id.

    A word's `start` and `end` (code points) cut its text out of the row's `title` or `text`, as
    its `field` says.
    """
    clauses = [_as_row(clause) for clause in explanation.clauses]
    return {
        "id": row.id,
        "match": explanation.match,
        "told": explanation.sentence,
        "clauses": clauses,
    }


def _as_row(answer: Answer) -> dict[str, Any]:
    return {
        "text": answer.text,
        "met": answer.met,
        "reason": answer.sentence if answer.met else None,
        "miss": None if answer.met else answer.sentence,
        "words": [word_row(word) for word in answer.words],
        "quotes": [{"field": ROW_FIELDS[q.field], "text": q.text} for q in answer.quotes],
        "parts": [_as_row(part) for part in answer.parts],
    }


def word_row(word: Highlight) -> dict[str, object]:
    """Return a word with its place in the row."""
    field = ROW_FIELDS[word.field]
    return {"text": word.text, "start": word.start, "end": word.end, "field": field}
