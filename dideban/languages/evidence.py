"""Words, endings and letters that speak for or against a language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from dideban.languages.writing import Writing

WORD_WEIGHT: Final = 1.5
ENDING_WEIGHT: Final = 0.7
FOREIGN_LETTER: Final = 1.2
FOREIGN_BASIC_LETTER: Final = 0.5
"""Log weights of one word, one ending, one letter that a language does not write, and one that it
writes in foreign names only. Any from half to double gave the same accuracy within 0.2 points on
both halves of the dev set."""

MOST_ENDINGS: Final = 12
LEAST_FOR_ENDING: Final = 4
"""Letters of a word whose ending may tell."""
LONGEST_ENDING: Final = 6
STEM: Final = 2
"""Letters that stand before an ending."""
FULL_ENDING: Final = 3
"""An ending of so many letters weighs in full, a shorter one by its share."""

CODE: Final = "zxx"
"""BCP 47 for what is no human language: programs."""


CLITICS: Final = frozenset("وفبل")
ARABIC: Final = ("ar",)
TURKISH: Final = ("tr",)
SUFFIXES: Final = frozenset(
    {
        "in", "ın", "un", "ün", "nin", "nın", "nun", "nün", "de", "da", "te", "ta", "den", "dan",
        "ten", "tan", "e", "a", "ye", "ya", "i", "ı", "u", "ü", "yi", "yı", "yu", "yü", "deki",
        "daki", "teki", "taki", "le", "la", "yle", "yla",
    }
)  # fmt: skip
"""Case endings of Turkish after an apostrophe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is known of the languages of one script."""

    words: Mapping[str, tuple[str, ...]]
    endings: Mapping[str, tuple[str, ...]]
    foreign: Mapping[str, tuple[str, ...]]
    foreign_basic: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Log weights by language, function words found of any language, and words of programs."""

    weights: Mapping[str, float]
    found: int
    code: int


NOTHING: Final = Table(words={}, endings={}, foreign={}, foreign_basic={})


def of(writing: Writing) -> Evidence:
    """Return what words, endings and letters of `writing` say."""
    table = tables().get(writing.script, NOTHING)
    weights: defaultdict[str, float] = defaultdict(float)
    found = code = 0
    for place, word in enumerate(writing.words):
        small = word.lower()
        languages = table.words.get(small) or _behind_clitic(table, small)
        if languages:
            _add(weights, languages, WORD_WEIGHT)
            found += languages != (CODE,)
            code += CODE in languages
        elif _has_turkish_suffix(word):
            _add(weights, TURKISH, WORD_WEIGHT)
        elif place < MOST_ENDINGS and len(small) >= LEAST_FOR_ENDING:
            _add_ending(weights, table, small)
    letters = set("".join(writing.letters).lower())
    for letter in letters & table.foreign.keys():
        _add(weights, table.foreign[letter], -FOREIGN_LETTER)
    for letter in letters & table.foreign_basic.keys():
        _add(weights, table.foreign_basic[letter], -FOREIGN_BASIC_LETTER)
    return Evidence(weights=weights, found=found, code=code)


def _has_turkish_suffix(word: str) -> bool:
    """Turkish sets suffixes off from names by an apostrophe; its neighbours do not."""
    name, apostrophe, suffix = word.partition("'")
    return bool(apostrophe) and len(name) > STEM and name[0].isupper() and suffix in SUFFIXES


def _behind_clitic(table: Table, word: str) -> tuple[str, ...]:
    """Arabic writes "and", "so", "with" and "for" together with the next word."""
    if word[0] in CLITICS and len(word) > STEM:
        return ARABIC if ARABIC[0] in table.words.get(word[1:], ()) else ()
    return ()


def _add(weights: defaultdict[str, float], languages: Iterable[str], weight: float) -> None:
    for language in languages:
        weights[language] += weight


def _add_ending(weights: defaultdict[str, float], table: Table, word: str) -> None:
    for length in range(min(LONGEST_ENDING, len(word) - STEM), 0, -1):
        languages = table.endings.get(word[-length:])
        if languages:
            share = min(length, FULL_ENDING) / FULL_ENDING
            _add(weights, languages, ENDING_WEIGHT * share)
            return


@cache
def tables() -> dict[str, Table]:
    """Return the tables by script, read once from the two lists beside this module."""
    words = _lists("telling_words.txt")
    alphabets = _lists("alphabets.txt")
    return {
        script: Table(
            words=_turned(_kept(words.get(script, {}), ending=False)),
            endings=_turned(_kept(words.get(script, {}), ending=True)),
            foreign=_missing(alphabets.get(script, {})),
            foreign_basic=_turned(
                {tag: "".join(_basic(items)) for tag, items in alphabets.get(script, {}).items()}
            ),
        )
        for script in words.keys() | alphabets.keys()
    }


def _lists(name: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            head, _, items = line.partition(":")
            language, script = head.split()
            found.setdefault(script, {})[language] = items.split()
    return found


def _kept(lists: Mapping[str, list[str]], *, ending: bool) -> dict[str, list[str]]:
    return {
        language: [item.removeprefix("-") for item in items if item.startswith("-") == ending]
        for language, items in lists.items()
    }


def _turned(lists: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    turned: dict[str, dict[str, None]] = {}
    for language, items in lists.items():
        for item in items:
            turned.setdefault(item, {})[language] = None
    return {item: tuple(languages) for item, languages in turned.items()}


def _basic(items: list[str]) -> list[str]:
    return [item.removeprefix("-") for item in items if item.startswith("-")]


def _missing(alphabets: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return each special letter with the languages that have an alphabet without it."""
    own = {
        language: set("".join(item for item in items if not item.startswith("-")))
        for language, items in alphabets.items()
    }
    special = set().union(*own.values()) if own else set()
    return {
        letter: tuple(language for language, letters in own.items() if letter not in letters)
        for letter in special
    }
