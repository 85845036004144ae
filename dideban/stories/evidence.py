"""Whether two articles tell one event, by the marks that they share and that tell them apart."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dideban.stories import weights
from dideban.stories.marks import Marks

LEAST_NUMBERS: Final = 2.0
STRONG_CONCEPT: Final = 2.0
LONG_NAME: Final = 4
HOURS_A_DAY: Final = 24.0
MAGNITUDES: Final = (2.0, 9.5)
SAME_MAGNITUDE: Final = 0.35
"""Two institutes may give 5.4 and 5.7 for one earthquake."""

_RATES: Final = frozenset({"exchange-rate", "gold", "brent", "stock"})
_DAILY: Final = frozenset({"price", "outage"}) | _RATES
_FORECASTS: Final = frozenset({"weather", "temperature"})


START: Final = -7.5
SAME_LANGUAGE: Final = 0.15
THINGS: Final = 2.8
CONCEPTS: Final = 0.25
CONCEPTS_SHARE: Final = 2.15
NUMBERS: Final = 0.55
NUMBERS_SHARE: Final = 2.7
NAMES: Final = 2.0
DAYS: Final = 0.8
SCORES: Final = 0.5
EVENT: Final = 2.35
WORDS: Final = 0.8
OTHER_NUMBERS: Final = -2.6
OTHER_COUNTRIES: Final = -0.85
OTHER_NAMES: Final = -0.7
A_DAY_APART: Final = -1.2
"""What is shared and what is not, as log odds of one event: a logistic regression over the pairs of
dev.yaml and later.yaml in tests/data/stories and of the demo, rounded; the start lower by 0.55,
since most articles tell different news. Shares are from 0 to 1."""

MOST_CONCEPTS: Final = 8.0
MOST_NUMBERS: Final = 6.0
MOST_NAMES: Final = 4.0
"""Weight that one kind of marks can bring, so that a long list joins nothing by itself."""

_UNCASED: Final = frozenset({"fa", "ar"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """The marks of an article, and its language (a primary subtag)."""

    marks: Marks
    language: str


def evidence(left: Spoken, right: Spoken, *, hours: float) -> float:
    """Return how much speaks for one event, as log odds; `hours` lie between the articles.

    Whatever contradicts (another result of a match, another magnitude, another day's rates) is
    minus infinity.
    """
    one, other = left.marks, right.marks
    if contradict(one, other):
        return -math.inf
    concepts, concepts_share = _shared(one.concepts, other.concepts, weights.concept)
    numbers, numbers_share = _shared(one.numbers, other.numbers, weights.number)
    _, things_share = _shared(one.things, other.things, weights.thing)
    found = START + A_DAY_APART * hours / HOURS_A_DAY + THINGS * things_share
    found += CONCEPTS * min(concepts, MOST_CONCEPTS) + CONCEPTS_SHARE * concepts_share
    found += NUMBERS * min(numbers, MOST_NUMBERS) + NUMBERS_SHARE * numbers_share
    found += DAYS * len(one.days & other.days) + SCORES * len(one.scores & other.scores)
    found += NAMES * min(_shared_names(left, right), MOST_NAMES) + EVENT * _event(one, other)
    if left.language == right.language:
        _, words_share = _shared(one.words, other.words, weights.one)
        found += SAME_LANGUAGE + WORDS * words_share
    return found + _apart(left, right)


def contradict(left: Marks, right: Marks) -> bool:
    """Say whether two articles cannot tell one event, however much they share."""
    if left.scores and right.scores and not left.scores & right.scores:
        return True
    about = left.concepts & right.concepts
    if "quake" in about and _other_magnitude(left, right):
        return True
    other_day = days_differ(left, right)
    if other_day and about & _FORECASTS:
        return True
    mine, theirs = _telling(left), _telling(right)
    if not mine or not theirs or mine & theirs:
        return False
    return bool(about & _RATES) or (other_day and bool(about & _DAILY))


def days_differ(left: Marks, right: Marks) -> bool:
    """Say whether both tell days, and none of them is the same."""
    return bool(left.days and right.days and not left.days & right.days)


def other_numbers(left: Marks, right: Marks) -> float:
    """Return the share (0 to 1) of the numbers of the one with fewer that the other lacks."""
    mine = weights.total(left.numbers, weights.number)
    theirs = weights.total(right.numbers, weights.number)
    fewer = min(mine, theirs)
    if fewer < LEAST_NUMBERS:
        return 0.0
    return max(0.0, 1 - weights.total(left.numbers & right.numbers, weights.number) / fewer)


def _apart(left: Spoken, right: Spoken) -> float:
    one, other = left.marks, right.marks
    apart = OTHER_NUMBERS * other_numbers(one, other)
    mine, theirs = _countries(one), _countries(other)
    if mine and theirs and not mine & theirs:
        apart += OTHER_COUNTRIES
    cased = left.language not in _UNCASED and right.language not in _UNCASED
    if cased and _long(one) and _long(other) and not one.names & other.names:
        apart += OTHER_NAMES
    return apart


def _shared(
    mine: frozenset[str], theirs: frozenset[str], weight: Callable[[str], float]
) -> tuple[float, float]:
    """Return the weight of what both have, and its share of what they have on average."""
    both = weights.total(mine & theirs, weight)
    if not both:
        return 0.0, 0.0
    all_of_it = math.sqrt(weights.total(mine, weight) * weights.total(theirs, weight))
    return both, both / all_of_it


def _shared_names(left: Spoken, right: Spoken) -> float:
    """In a language without capitals every word might be a name: there only long ones count."""
    uncased = (left.language in _UNCASED) + (right.language in _UNCASED)
    if uncased == 2:  # noqa: PLR2004  both of two
        return 0.0
    shared = left.marks.names & right.marks.names
    told = shared if not uncased else {name for name in shared if len(name) >= LONG_NAME}
    return weights.total(told, weights.name)


def _event(left: Marks, right: Marks) -> float:
    """Return the share of the strong concepts of the one with fewer that both have."""
    mine, theirs = _strong(left), _strong(right)
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer else 0.0


def _other_magnitude(left: Marks, right: Marks) -> bool:
    low, high = MAGNITUDES
    mine, theirs = (
        [float(n) for n in marks.numbers if "." in n and "e" not in n and low <= float(n) <= high]
        for marks in (left, right)
    )
    gaps = [abs(one - other) for one in mine for other in theirs]
    return bool(gaps) and min(gaps) > SAME_MAGNITUDE


def _telling(marks: Marks) -> frozenset[str]:
    return frozenset(n for n in marks.numbers if weights.number(n) >= LEAST_NUMBERS)


def _strong(marks: Marks) -> frozenset[str]:
    return frozenset(c for c in marks.concepts if weights.concept(c) >= STRONG_CONCEPT)


def _countries(marks: Marks) -> frozenset[str]:
    return frozenset(thing for thing in marks.things if thing.startswith(weights.COUNTRY))


def _long(marks: Marks) -> bool:
    return any(len(name) >= LONG_NAME for name in marks.names)
