"""Makes sure that the fix offered with an error is itself a query that parses."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from dideban.query.errors import QueryError

_ROUNDS: Final = 12
_MAX_WORDS: Final = 20
_WORD: Final = re.compile(r"(?<!\w)[^\W\d_]{2,30}(?![\w.]*:)")
_KEYWORDS: Final = {"AND", "OR", "NOT", "NEAR", "ONEAR", "SAME", "TO"}
_EXAMPLE: Final = "gas"


def with_working_fix(error: QueryError, query: str, check: Callable[[str], object]) -> QueryError:
    """Return the error with a fix and readings that `check` accepts.

    A fix may uncover the next mistake, whose own fix is followed in turn; where that leads
    nowhere, the plain words of the query are offered.
    """
    readings = tuple(r for r in map(_tidy, error.readings) if _accepted(r, check))
    fix = readings[0] if readings else _followed(_tidy(error.fix), check)
    if fix is None:
        fix = _first_accepted((_plain_words(query), _EXAMPLE), check)
    several = readings if len(readings) > 1 else ()
    return QueryError(error.column, error.what, error.wanted, fix, several)


def _tidy(query: str) -> str:
    plain = re.sub(r"\s+", " ", query).strip()
    return plain.replace("( ", "(").replace(" )", ")")


def _accepted(query: str, check: Callable[[str], object]) -> bool:
    try:
        check(query)
    except QueryError:
        return False
    return True


def _followed(fix: str, check: Callable[[str], object]) -> str | None:
    seen: set[str] = set()
    for _ in range(_ROUNDS):
        if fix in seen:
            return None
        seen.add(fix)
        try:
            check(fix)
        except QueryError as error:
            fix = _tidy(error.fix)
        else:
            return fix
    return None


def _first_accepted(fixes: Iterable[str], check: Callable[[str], object]) -> str:
    return next((fix for fix in fixes if _accepted(fix, check)), _EXAMPLE)


def _plain_words(query: str) -> str:
    words = dict.fromkeys(word for word in _WORD.findall(query) if word not in _KEYWORDS)
    return " ".join(list(words)[:_MAX_WORDS])
