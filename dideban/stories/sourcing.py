"""Who tells an article: the source itself or an agency it passes on, and in what capacity."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from dideban.entities.phrases import PhraseIndex
from dideban.stories.marks import LANGUAGES
from dideban.text.folding import primary
from dideban.text.tables import alternatives, rows
from dideban.text.tokens import Token

SAID: Final = ("official-source", "denial", "correction")
CITES: Final = "cites"
NEAR_WORDS: Final = 5
"""Words between «citing» and the agency that is cited."""

_AGENCY_WORDS: Final = frozenset({"خبرگزاری", "وكالة", "агентство", "агентства", "agency"})
_PARTS: Final = re.compile(r"[\w]+")


def said_in(words: Sequence[Token], language: str) -> frozenset[str]:
    """Return which of `official-source`, `denial` and `correction` the words of an article show."""
    phrases = _phrases(primary(language))
    found: set[str] = set()
    for place in range(len(words)):
        for what in SAID:
            if what not in found and phrases[what].at(words, place):
                found.add(what)
    return frozenset(found)


def teller(source: str, words: Sequence[Token], language: str) -> str:
    """Return who tells it: the id of the agency that the source is or passes on, else the source.

    An article passes an agency on when it cites that one and no other.
    """
    own = agency_named(source)
    if own is not None:
        return own
    cited = set(_cited(words, primary(language)))
    return cited.pop() if len(cited) == 1 else source


def load(language: str) -> None:
    """Read the tables of a language (a primary subtag) now; idempotent."""
    _phrases(language)
    _agencies(language)
    _labels()


@lru_cache(maxsize=4096)
def agency_named(source: str) -> str | None:
    """Return the agency that a source, by its name or its host, is an edition of."""
    parts = _PARTS.findall(source.casefold().removeprefix("www."))
    named = [part for part in parts if part not in _AGENCY_WORDS]
    return _labels().get(named[0]) if named else None


def _cited(words: Sequence[Token], subtag: str) -> Iterator[str]:
    phrases, agencies = _phrases(subtag)[CITES], _agencies(subtag)
    cites = [place for place in range(len(words)) if phrases.at(words, place)]
    if not cites:
        return
    for place, word in enumerate(words):
        found = agencies.at(words, place)
        if found and any(
            words[cite].sentence == word.sentence and abs(cite - place) <= NEAR_WORDS
            for cite in cites
        ):
            yield found[0]


@cache
def _phrases(subtag: str) -> dict[str, PhraseIndex[str]]:
    table = list(rows("dideban.stories", "sourcing.tsv"))
    return {what: PhraseIndex(subtag, _rows_of(table, what, subtag)) for what in (*SAID, CITES)}


def _rows_of(table: Iterable[Sequence[str]], what: str, subtag: str) -> Iterator[tuple[str, str]]:
    for kind, language, cell in table:
        if kind == what and language == subtag:
            yield from ((phrase, what) for phrase in alternatives(cell))


@cache
def _agencies(subtag: str) -> PhraseIndex[str]:
    if subtag not in LANGUAGES:
        return PhraseIndex(subtag, ())
    column = 2 + LANGUAGES.index(subtag)
    return PhraseIndex(
        subtag,
        (
            (name, row[0])
            for row in rows("dideban.stories", "agencies.tsv")
            for name in alternatives(row[column])
        ),
    )


@cache
def _labels() -> dict[str, str]:
    return {
        label.casefold(): row[0]
        for row in rows("dideban.stories", "agencies.tsv")
        for label in (*alternatives(row[1]), *(n.lstrip("=") for n in row[2].split("|")))
    }
