"""A query that cannot be taken, told at a terminal."""

from dideban.query.errors import QueryError


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
