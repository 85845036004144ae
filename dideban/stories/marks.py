"""Marks of an article: what it names, counts and is about, said alike in every language."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from dideban.entities.phrases import PhraseIndex
from dideban.stories.rarity import rarity
from dideban.stories.skeletons import SHORTEST, skeleton
from dideban.text.folding import primary
from dideban.text.numerals import THOUSAND, Number, read_number
from dideban.text.tables import alternatives, rows
from dideban.text.tokens import Token
from schemas.articles import DateMention, Entity, Field

LANGUAGES: Final = ("fa", "ar", "ru", "tr", "az", "en")
LEAD_WORDS: Final = 200
"""What an article is about stands at its head; below it comes what was before."""

MOST: Final = 48
"""Marks of a kind that are kept, the first in reading order."""

_SPORTS: Final = frozenset({"football", "match", "goal", "basketball", "volleyball", "points"})
_SCORE: Final = re.compile(r"(?<![\d.,:])(\d{1,3})\s?[-–—:]\s?(\d{1,3})(?![\d:]|[.,]\d)")
"""A result; of a text that is not of sports it would be a time or a range."""

MILLION: Final = 1e6
_AND: Final = {"fa": "و", "ar": "و", "en": "and"}

_UNCASED: Final = frozenset({"fa", "ar"})
_SHORTEST_WORD: Final = 3
RARE: Final = 1.6
RARE_CAPITAL: Final = 0.9
"""Rarity from which a word may be a name, without capitals and with one («Diyarbakır» is no rare
word)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What an article says in any language, and its `words` (stems), which only one shares.

    `things` are ids of the knowledge base, `concepts` those of our table, `numbers` values as
    `%.6g` with their scale word taken in, `days` the single days told (ISO 8601), `names`
    skeletons of words that may be names, `scores` results of matches, the higher side first;
    of the words the rarest are kept.
    """

    things: frozenset[str] = frozenset()
    concepts: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    scores: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


NO_MARKS: Final = Marks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The words of one field, whose spans point into its `text`, and what was found in it."""

    field: Field
    text: str
    words: Sequence[Token]


def marks_of(
    fields: Iterable[Told],
    language: str,
    entities: Iterable[Entity],
    dates: Iterable[DateMention],
) -> Marks:
    """Return the marks of an article in `language` (BCP 47), from the head of its fields."""
    subtag = primary(language)
    entities, dates = list(entities), list(dates)
    found = _Found()
    fields = list(fields)
    for told in fields:
        words = told.words[:LEAD_WORDS]
        last = words[-1].end if words else 0
        known = [e for e in entities if e.field == told.field and e.id and e.start < last]
        days = [d for d in dates if d.field == told.field and d.start < last]
        found.things += [entity.id or "" for entity in known]
        found.days += [day.first.isoformat() for day in days if day.first == day.last]
        taken = _covered((day.start, day.end) for day in days)
        named = _covered((entity.start, entity.end) for entity in known)
        found.read(told.text, words, subtag, taken, named)
    if _SPORTS & set(found.concepts):
        found.scores = [score for told in fields for score in _scores(told.text)]
    return found.marks(subtag)


def _may_name(word: Token, subtag: str) -> bool:
    rare = rarity(word.stem, subtag)
    return rare >= RARE if subtag in _UNCASED else word.text[:1].isupper() and rare >= RARE_CAPITAL


class _Found:
    """Marks as they are come upon."""

    def __init__(self) -> None:
        self.things: list[str] = []
        self.days: list[str] = []
        self.concepts: list[str] = []
        self.numbers: list[str] = []
        self.names: list[str] = []
        self.scores: list[str] = []
        self.words: list[str] = []

    def read(
        self, text: str, words: Sequence[Token], subtag: str, dates: set[int], named: set[int]
    ) -> None:
        """Take in the words of a field; those that begin in `dates` or `named` are known."""
        index = concepts(subtag)
        about = 0
        place = 0
        while place < len(words):
            word = words[place]
            if word.start in dates:
                place += 1
                continue
            if place >= about and (concept := index.at(words, place)):
                (self.things if ":" in concept[0] else self.concepts).append(concept[0])
                about = concept[1]
            if (number := _whole_number(text, words, place, subtag)) is not None:
                if number.value != 1:  # «bir», «один» and «يک» are articles and pronouns too
                    self.numbers.append(f"{number.value:.6g}")
                place = number.end
                continue
            if len(word.stem) >= _SHORTEST_WORD:
                self.words.append(word.stem)
                if place >= about and word.start not in named:
                    self._name(word, subtag)
            place += 1

    def _name(self, word: Token, subtag: str) -> None:
        if _may_name(word, subtag):
            sound = skeleton(word.stem, subtag)
            if len(sound) >= SHORTEST:
                self.names.append(sound)

    def marks(self, subtag: str) -> Marks:
        """Return what was found, the first of each kind, and the rarest words."""
        words = sorted(dict.fromkeys(self.words), key=lambda stem: -rarity(stem, subtag))
        return Marks(
            things=_first(self.things),
            concepts=_first(self.concepts),
            numbers=_first(self.numbers),
            days=_first(self.days),
            names=_first(self.names),
            scores=_first(self.scores),
            words=_first(words),
        )


@cache
def concepts(subtag: str) -> PhraseIndex[str]:
    """Return the words that tell concepts in a language; one we have no table of tells none."""
    if subtag not in LANGUAGES:
        return PhraseIndex(subtag, ())
    column = 2 + LANGUAGES.index(subtag)
    phrases = (
        (phrase, row[0])
        for row in rows("dideban.stories", "concepts.tsv")
        for phrase in alternatives(row[column])
    )
    return PhraseIndex(subtag, phrases)


@cache
def concept_weights() -> dict[str, float]:
    """Return how telling each concept is, from 1 to 3."""
    return {row[0]: float(row[1]) for row in rows("dideban.stories", "concepts.tsv")}


def _whole_number(text: str, words: Sequence[Token], place: int, subtag: str) -> Number | None:
    """Return the number at a place; of «۸۴ میلیون و ۳۰۰ هزار» both parts in one."""
    number = read_number(text, words, place, subtag)
    if number is None or number.value < MILLION or number.end + 1 >= len(words):
        return number
    if words[number.end].folded != _AND.get(subtag):
        return number
    rest = read_number(text, words, number.end + 1, subtag)
    if rest is None or not THOUSAND <= rest.value < MILLION:
        return number
    return Number(number.value + rest.value, rest.end, number.digits)


def _scores(text: str) -> Iterable[str]:
    for found in _SCORE.finditer(text):
        high, low = sorted(map(int, found.groups()), reverse=True)
        yield f"{high}-{low}"


def _covered(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _first(values: Iterable[str]) -> frozenset[str]:
    return frozenset(list(dict.fromkeys(values))[:MOST])
