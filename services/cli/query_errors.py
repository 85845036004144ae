"""A query that cannot be taken, told at a terminal."""

from dideban.query.errors import QueryError


def told(text: str, error: QueryError) -> str:
    """Return the error in words, with a mark under its column and the fix."""
    lines = [
        f"column {error.column}: found {error.found}, expected {error.expected}",
        f"  {text}",
        "  " + " " * (error.column - 1) + "^",
    ]
    if error.fix:
        lines.append(f"try: {error.fix}")
    return "\n".join(lines)
