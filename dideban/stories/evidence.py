"""Whether two articles tell one event, by the marks that they share and that tell them apart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Final

from dideban.stories import figures, weights
from dideban.stories.marks import Marks
from dideban.stories.rarity import rarity

STRONG_CONCEPT: Final = 2.0
MOST_HOURS: Final = 36.0
HOURS_A_DAY: Final = 24.0

MOST_NUMBERS: Final = 6.0
MOST_SHARED: Final = 2.0
"""What one kind of marks can bring, so that a long list joins nothing by itself."""

_SOME_CONCEPTS: Final = 3.0
_SOME_THINGS: Final = 1.0
_SOME_NAMES: Final = 3.0
_SOME_WORDS: Final = 3.0
"""Added to what the shorter article has, of which the share in common is taken: of one or two
marks all may be in common by chance."""

_ANCHOR_NAME: Final = 2.0
_ANCHOR_NUMBER: Final = 2.0
_ANCHOR_WORD: Final = 2.6

_TELLING_WORD: Final = 0.8
"""Rarity below which a word («police», «دولت») is in news of any kind."""

ACROSS: Final[Mapping[str, float]] = {
    "start": -4.22,
    "days apart": -0.66,
    "concepts": 4.31,
    "event": 1.43,
    "things": 3.39,
    "places": -0.49,
    "names": 6.51,
    "numbers": -0.03,
    "share of numbers": 3.05,
    "days": 1.15,
    "scores": 1.42,
    "other numbers": -2.23,
    "other countries": -1.26,
    "other places": -0.8,
    "no anchor": -2.06,
}
WITHIN: Final[Mapping[str, float]] = {
    "start": -3.35,
    "days apart": 0.15,
    "concepts": 0.54,
    "event": 2.0,
    "things": 0.31,
    "places": 0.56,
    "names": 3.03,
    "numbers": 0.38,
    "share of numbers": 1.29,
    "days": 0.07,
    "scores": -0.01,
    "other numbers": -1.15,
    "other countries": -1.35,
    "other places": -1.83,
    "words": -0.92,
    "rarest word": 0.27,
    "title told": 1.82,
    "no anchor": -1.65,
}
"""Weights of what is shared and what is not, as log odds of one event, between two languages and
within one: `training/story_weights.py` fits them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """The marks of an article, the stems of its title, and its language (a primary subtag)."""

    marks: Marks
    title: frozenset[str]
    language: str


def evidence(left: Spoken, right: Spoken, *, hours: float) -> float:
    """Return how much speaks for one event, as log odds; `hours` lie between the articles."""
    of_kind = WITHIN if left.language == right.language else ACROSS
    return sum(of_kind[name] * value for name, value in features(left, right, hours=hours).items())


def features(left: Spoken, right: Spoken, *, hours: float) -> dict[str, float]:
    """Return what speaks for and against one event, by name; within a language also its words."""
    one, other = left.marks, right.marks
    countries = (_countries(one), _countries(other))
    narrow = (one.things - countries[0], other.things - countries[1])
    places = _share(*narrow, weights.thing, 0.0)
    names = weights.total(one.names & other.names, weights.name)
    numbers = figures.common(one.numbers, other.numbers)
    found = {
        "start": 1.0,
        "days apart": min(hours, MOST_HOURS) / HOURS_A_DAY,
        "concepts": _share(one.concepts, other.concepts, weights.concept, _SOME_CONCEPTS),
        "event": _event(one, other),
        "things": _share(one.things, other.things, weights.thing, _SOME_THINGS),
        "places": places,
        "names": _share(one.names, other.names, weights.name, _SOME_NAMES),
        "numbers": min(numbers, MOST_NUMBERS),
        "share of numbers": _balanced(numbers, one.numbers, other.numbers),
        "days": min(len(one.days & other.days), MOST_SHARED),
        "scores": float(len(one.scores & other.scores)),
        "other numbers": figures.lacking(one.numbers, other.numbers),
        "other countries": _lacking(*countries),
        "other places": _lacking(*narrow),
    }
    anchored = bool(places) or names >= _ANCHOR_NAME or numbers >= _ANCHOR_NUMBER
    if left.language == right.language:
        told = _words(left, right)
        found |= told
        anchored = anchored or told["rarest word"] >= _ANCHOR_WORD
    return found | {"no anchor": float(not anchored)}


def _words(left: Spoken, right: Spoken) -> dict[str, float]:
    rare = partial(rarity, language=left.language)
    one, other = left.marks.words | left.title, right.marks.words | right.title
    told = (_inside(left.title, other, rare), _inside(right.title, one, rare))
    return {
        "words": _share(one, other, lambda stem: max(0.0, rare(stem) - _TELLING_WORD), _SOME_WORDS),
        "rarest word": max(map(rare, one & other), default=0.0),
        "title told": max(told),
    }


def _share(
    mine: frozenset[str], theirs: frozenset[str], weight: Callable[[str], float], some: float
) -> float:
    """Return the weight of what both have, as a share of what the one with fewer has."""
    both = weights.total(mine & theirs, weight)
    if not both:
        return 0.0
    return both / (min(weights.total(mine, weight), weights.total(theirs, weight)) + some)


def _inside(title: frozenset[str], whole: frozenset[str], rare: Callable[[str], float]) -> float:
    together = weights.total(title, rare)
    return weights.total(title & whole, rare) / together if together else 0.0


def _balanced(both: float, mine: frozenset[str], theirs: frozenset[str]) -> float:
    if not both:
        return 0.0
    return both / sqrt(weights.total(mine, weights.number) * weights.total(theirs, weights.number))


def _event(left: Marks, right: Marks) -> float:
    """Return the share of the strong concepts of the one with fewer that both have."""
    mine, theirs = _strong(left), _strong(right)
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer else 0.0


def _lacking(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Return the share of what the one with fewer has that the other has not; 0 of nothing."""
    fewer = min(len(mine), len(theirs))
    return 1 - len(mine & theirs) / fewer if fewer else 0.0


def _strong(marks: Marks) -> frozenset[str]:
    return frozenset(c for c in marks.concepts if weights.concept(c) >= STRONG_CONCEPT)


def _countries(marks: Marks) -> frozenset[str]:
    return frozenset(thing for thing in marks.things if thing.startswith(weights.COUNTRY))
