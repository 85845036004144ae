"""Stems by language: the form that the inflections of one word share."""

import threading
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

import snowballstemmer

from dideban.text import (
    arabic_stems,
    english_stems,
    folding,
    persian_stems,
    russian_stems,
    turkic_stems,
)

MAX_LETTERS: Final = 40
"""A longer run of letters is no inflected word; it is its own stem."""

REMEMBERED: Final = 50_000
"""Words whose forms are kept: a language's news of a day has about as many."""
LONGEST_REMEMBERED: Final = 64
_MOST_LANGUAGES: Final = 64

_SNOWBALL: Final = {
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}
"""Languages that Snowball stems well enough; the rest have rules of their own or none."""

_local = threading.local()


def stem_word(folded: str, language: str) -> str:
    """Return the inflection-independent form of a folded word; of an unknown language itself.

    Deterministic and safe to call from several threads.
    """
    if len(folded) > MAX_LETTERS:
        return folded
    return _stem(folded, folding.primary(language))


def forms(language: str) -> Callable[[str], tuple[str, str]]:
    """Return a function that gives a word's folded form and stem, and remembers both."""
    return _forms(folding.primary(language))


@lru_cache(maxsize=_MOST_LANGUAGES)
def _forms(subtag: str) -> Callable[[str], tuple[str, str]]:
    def both(word: str) -> tuple[str, str]:
        folded = folding.fold_word(word, subtag)
        return folded, stem_word(folded, subtag) if folded else ""

    remembered = lru_cache(maxsize=REMEMBERED)(both)
    return lambda word: remembered(word) if len(word) <= LONGEST_REMEMBERED else both(word)


_APOSTROPHE_ENDS: Final = frozenset({"tr", "az", "en"})
"""Languages in which what follows an apostrophe is an ending of a name."""


@lru_cache(maxsize=30_000)
def _stem(folded: str, subtag: str) -> str:
    bare = folded.split("'", 1)[0] if subtag in _APOSTROPHE_ENDS else folded
    match subtag:
        case "fa":
            return persian_stems.stem_word(bare)
        case "ar":
            return arabic_stems.stem_word(bare)
        case "en":
            return english_stems.stem_word(bare)
        case "ru":
            return russian_stems.stem_word(bare, partial(_snowball, "ru"))
        case "tr" | "az":
            return turkic_stems.stem_word(bare, subtag)
        case _:
            return _snowball(subtag, bare) if subtag in _SNOWBALL else bare


def _snowball(subtag: str, word: str) -> str:
    """Stem with an instance of this thread's own; Snowball's keep state while they work."""
    stemmers: dict[str, snowballstemmer.Stemmer] = _local.__dict__.setdefault("stemmers", {})
    if subtag not in stemmers:
        stemmers[subtag] = snowballstemmer.stemmer(_SNOWBALL[subtag])
    return stemmers[subtag].stemWord(word)
