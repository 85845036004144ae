"""A query that cannot be taken, told at a terminal."""

from dideban.query.errors import QueryError
from dideban.query.names import Names
from dideban.query.parser import parse
from dideban.query.tree import Query
from services.cli.context import fail


def parsed(text: str, names: Names) -> Query:
    """Return the parsed query; one that cannot be parsed ends the command with code 2."""
    try:
        return parse(text, names=names)
    except QueryError as error:
        fail(told(text, error), 2)


def told(text: str, error: QueryError) -> str:
    """Return the error in words, with a mark under its column, and each way out."""
    lines = [
        f"column {error.column}: found {error.found}, expected {error.expected}",
        f"  {text}",
        "  " + " " * (error.column - 1) + "^",
    ]
    offered = error.readings or tuple(filter(None, (error.fix,)))
    lines += [f"{'or' if number else 'try'}: {query}" for number, query in enumerate(offered)]
    return "\n".join(lines)
