"""How telling each mark is: a city more than a country, 49.3 more than 3."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from dideban.stories.marks import concept_weights

COUNTRY: Final = "iso3166:"
PLACED: Final = 2.5
_FEW: Final = frozenset({2.0, 3.0})
_YEARS: Final = (range(1380, 1411), range(1990, 2041))
_MANY: Final = 1000
_MOST_DIGITS: Final = 3
_NAMES: Final = {3: 1.0, 4: 2.0}
_LONG_NAME: Final = 3.0


def thing(thing_id: str) -> float:
    """Return the weight of something known: 1 of a country, 2.5 of a narrower one."""
    return 1.0 if thing_id.startswith(COUNTRY) else PLACED


@lru_cache(maxsize=65_536)
def number(value: str) -> float:
    """Return the weight of a number, from 0.5 («two») to 3.5, by its digits that are no zeros."""
    amount = float(value)
    if amount in _FEW:
        return 0.5
    if any(amount in years for years in _YEARS):
        return 0.7
    return min(_MOST_DIGITS, max(1, digits(value))) + (0.5 if amount >= _MANY else 0.0)


@lru_cache(maxsize=10_000)
def digits(value: str) -> int:
    """Return how many digits a number has but for zeros at its ends."""
    return len(value.partition("e")[0].replace(".", "").strip("-0"))


def name(skeleton: str) -> float:
    """Return the weight of a name's skeleton: 1 of three letters, 3 of five."""
    return _NAMES.get(len(skeleton), _LONG_NAME)


def concept(concept_id: str) -> float:
    """Return the weight of a concept, from 1 to 3 as the table says."""
    return concept_weights().get(concept_id, 1.0)


def total(marks: Iterable[str], weight: Callable[[str], float]) -> float:
    """Return the weight of all marks of a kind; the order does not matter."""
    return sum(sorted(map(weight, marks)))
