"""Numbers of two articles compared: the same, the same but rounded, and others."""

from functools import lru_cache
from typing import Final

from dideban.stories import weights

LEAST: Final = 2.0
"""Weight of all numbers of an article from which it is missed that another lacks them."""

_DIGITS: Final = 2
"""Digits that a rounded number must have left: 79 may be 79.4, but 8 need not be 7.9."""


@lru_cache(maxsize=16)
def common(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Return the weight of the numbers that both have, or one of them rounded.

    A pair of articles asks several times.
    """
    same = mine & theirs
    found = weights.total(same, weights.number)
    left = theirs - same
    for number in sorted(mine - same):
        alike = [other for other in left if _rounded(number, other)]
        if alike:
            found += min(weights.number(number), max(map(weights.number, alike)))
    return found


def lacking(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Return the share (0 to 1) of the numbers of the one with fewer that the other lacks."""
    fewer = min(weights.total(mine, weights.number), weights.total(theirs, weights.number))
    if fewer < LEAST:
        return 0.0
    return max(0.0, 1 - common(mine, theirs) / fewer)


def telling(numbers: frozenset[str]) -> frozenset[str]:
    """Return the numbers of two digits and more."""
    return frozenset(number for number in numbers if weights.number(number) >= LEAST)


def _rounded(one: str, other: str) -> bool:
    digits = sorted((weights.digits(one), weights.digits(other)))
    if digits[0] == digits[1] or digits[0] < _DIGITS:
        return False
    return f"{float(one):.{digits[0]}g}" == f"{float(other):.{digits[0]}g}"
