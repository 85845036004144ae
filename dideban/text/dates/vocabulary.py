"""What the words of a language say of time, read from its table.

A row has a kind, a value, flags (`-` for none) and forms parted by bars. Flags of a month's name:
`capital` (claimed only as written with a capital), `weak` (a word with other senses: a preposition
before it is not enough), `frail` (nor is a day in digits: it needs a year, an ordinal or the word
for month), `abbreviated` (a full stop may follow),
`leading` (only before its day: Azerbaijani «mayın» are also mines). A `weak` weekday's name needs
something beside it: «Pazar» and «bazar» are markets too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from dideban.text import numerals, tables
from dideban.text.folding import fold_word
from dideban.text.scripts import ZWNJ

LANGUAGES: Final = frozenset({"fa", "ar", "ru", "tr", "az", "en"})
"""Languages with a table; in others only dates in digits are found."""

KINDS: Final = {
    "month": "M",
    "weekday": "W",
    "day": "T",  # a day told from today: «yesterday»
    "last": "L",
    "next": "N",
    "this": "H",
    "now": "R",  # a whole period in one word: «پارسال»
    "counted": "B",  # a unit that says how many: «يومين»
    "ago": "A",
    "ahead": "I",
    "later": "i",  # «через», «sonra»: from today only where the clause speaks of the future
    "from": "r",
    "in": "p",
    "by": "q",  # as `in`, but people are named after it too: «by May»
    "part": "P",  # «early», «конце»: what follows is a period
    "to": ">",
    "of": "f",
    "the": "t",
    "and": "c",
    "one": "w",
    "ordinal": "o",
    "suffix": "s",
    "cased": "u",  # a day of a month, in words and with a case: «beşinde»
    "cased year": "v",  # the same of a year: «dokuzda»
    "numeral": "+",  # of a thousand; smaller ones are of `numerals`
    "exactly": "E",  # «ровно неделю назад» is a day
    "calendar": "C",
    "season": "S",
    "quarter": "Q",  # of a year; its number stands beside it, or is its value
    "half": "h",
    "block": "X",  # not what it looks like: «Black Friday»
    "some": "0",  # more than one, and not said how many; also any other number
    "thing": "V",  # what numbers count: «people»
}
UNITS: Final = {"day": "d", "week": "e", "month": "g", "year": "Y"}
NUMERAL: Final = "+"
IN_MONTH: Final = "J"
"""A month in the case that says «in»: «dekabrda»."""
SOLO: Final = frozenset("WTRJ")
"""Kinds that may be a date without any other word beside them."""

_CASES: Final = {
    "tr": ("ın", "in", "un", "ün", "a", "e", "ı", "i", "u", "ü", "dan", "den", "tan", "ten"),
    "az": ("ın", "in", "un", "ün", "a", "ə", "ı", "i", "u", "ü", "dan", "dən"),
}
_IN_CASES: Final = {
    "tr": ("da", "de", "ta", "te", "ında", "inde", "unda", "ünde"),
    "az": ("da", "də", "ında", "ində", "unda", "ündə"),
}
_MONTH_WORD: Final = "ماه"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase says: a kind (see `KINDS`), a number, a name (calendar or unit), flags."""

    kind: str
    value: int = 0
    name: str = ""
    flags: frozenset[str] = frozenset()


@dataclass(slots=True)
class Vocabulary:
    """The phrases of one language by their folded words; built once, then only read."""

    senses: dict[tuple[str, ...], Sense] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    solo: set[str] = field(default_factory=set)

    def add(self, words: tuple[str, ...], sense: Sense) -> None:
        """Let a phrase say something; the first that claims a phrase keeps it."""
        self.senses.setdefault(words, sense)
        self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))
        self.words.update(words)
        if len(words) == 1 and self.senses[words].kind in SOLO:
            self.solo.add(words[0])


@cache
def vocabulary(subtag: str) -> Vocabulary:
    """Return the vocabulary of a language of `LANGUAGES`, of any other an empty one."""
    found = Vocabulary()
    if subtag not in LANGUAGES:
        return found
    for kind, value, flags, forms in tables.rows("dideban.text.dates", f"{subtag}.tsv"):
        sense = _sense(kind, value, flags)
        for form in tables.alternatives(forms):
            for words in _spellings(form, subtag):
                found.add(words, sense)
            if kind == "month":
                _add_cases(found, fold_word(form, subtag), subtag, sense)
    for word in numerals.small_number_words(subtag):
        found.add((word,), Sense(NUMERAL))
    return found


def _sense(kind: str, value: str, flags: str) -> Sense:
    marks = frozenset(flags.split(",")) - {"-"}
    if kind == "unit":
        return Sense(UNITS[value], 0, value, marks)
    name, number = value, "0"
    if kind == "month":
        name, _, number = value.partition("-")
    elif ":" in value:
        name, _, number = value.partition(":")
    elif value.lstrip("-").isdigit():
        name, number = "", value
    return Sense(KINDS[kind], int(number), name, marks)


def _spellings(form: str, subtag: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a form, whose parts at half-spaces are joined or stand apart."""
    for written in dict.fromkeys((form.replace(ZWNJ, ""), form.replace(ZWNJ, " "))):
        parts = written.replace("-", " ").split()
        yield tuple(fold_word(part, subtag) for part in parts)


def _add_cases(found: Vocabulary, name: str, subtag: str, sense: Sense) -> None:
    if subtag == "fa" and " " not in name:
        marked = sense.flags - {"weak", "frail"} | {"marked"}
        found.add((name + _MONTH_WORD,), Sense("M", sense.value, sense.name, marked))
    for case in _CASES.get(subtag, ()):
        found.add((name + case,), sense)
    for case in _IN_CASES.get(subtag, ()):
        found.add((name + case,), Sense(IN_MONTH, sense.value, sense.name, sense.flags))
