"""Words of a run as lexemes: phrases, numbers, ordinals; a sign each, so that forms are patterns.

The shape of a run has the sign of each lexeme at an even and that of each gap at an odd index.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dideban.text import numerals
from dideban.text.dates.vocabulary import IN_MONTH, NUMERAL, Sense, Vocabulary
from dideban.text.scripts import APOSTROPHES
from dideban.text.tokens import Token

LAST_DAY: Final = 31
_YEARS: Final = range(1200, 2200)
_SHORT_YEARS: Final = range(32, 100)
_YEAR_DIGITS: Final = 4
_NUMBER: Final = re.compile(r"([0-9]{1,4})(.*)")
_DECIMAL_MARKS: Final = frozenset(".,:/٫٬")
_UNITS_BEFORE: Final = frozenset("+$€£₽₺₼#№")
_UNITS_BEHIND: Final = frozenset("%٪°")
_ORDINAL_ENDINGS: Final = frozenset({"st", "nd", "rd", "th"})
_MOST_UNITS: Final = 9
_LAST: Final = frozenset("ouv")
"""What the last word of a number may be instead of a plain one."""
_IN_ENDINGS: Final = frozenset({"da", "de", "ta", "te", "də"})
_APOSTROPHIC: Final = frozenset({"tr", "az"})


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A sense and where it stands in the text; `text` is as written."""

    sense: Sense
    text: str
    start: int
    end: int

    @property
    def value(self) -> int:
        """The number it says."""
        return self.sense.value


def lex(
    text: str, run: Sequence[Token], gaps: str, known: Vocabulary, subtag: str
) -> tuple[list[Lexeme], str]:
    """Return the lexemes of a run and its shape."""
    found: list[Lexeme] = []
    shape: list[str] = []
    index = 0
    while index < len(run):
        sense, end = _read(text, run, gaps, index, known, subtag)
        start, stop = run[index].start, run[end - 1].end
        found.append(Lexeme(sense, text[start:stop], start, stop))
        shape.append(sense.kind)
        if end < len(run):
            shape.append(_gap(gaps[end - 1], run[end - 1], sense))
        index = end
    return found, "".join(shape)


def _gap(sign: str, before: Token, sense: Sense) -> str:
    """A full stop is a space behind an abbreviation and an initial, else it ends a sentence."""
    if sign != ".":
        return sign
    short = "abbreviated" in sense.flags or (len(before.folded) == 1 and not before.text.isdigit())
    return " " if short else "|"


def _read(
    text: str, run: Sequence[Token], gaps: str, index: int, known: Vocabulary, subtag: str
) -> tuple[Sense, int]:
    word = run[index]
    if digits := _NUMBER.fullmatch(word.folded):
        return _in_digits(text, word, int(digits[1]), digits[2], len(digits[1]), subtag), index + 1
    most = min(known.longest.get(word.folded, 0), len(run) - index)
    for length in range(most, 0, -1):
        sense = known.senses.get(tuple(token.folded for token in run[index : index + length]))
        if sense is None or not _joined(run, gaps, index, index + length - 1):
            continue
        if sense.kind == NUMERAL:
            return _in_words(text, run, index, known, subtag)
        return _as_written(sense, word, subtag), index + length
    return Sense("X"), index + 1


def _joined(run: Sequence[Token], gaps: str, index: int, last: int) -> bool:
    return all(
        gaps[place] in " -" or (gaps[place] == "." and len(run[place].folded) == 1)
        for place in range(index, last)
    )


def _as_written(sense: Sense, word: Token, subtag: str) -> Sense:
    if "capital" in sense.flags and word.text[:1].islower():
        frail = sense.kind == "M" and subtag in _APOSTROPHIC
        return replace(sense, flags=sense.flags | {"frail"}) if frail else Sense("X")
    if sense.kind == "M" and _case(word, subtag) in _IN_ENDINGS:
        return replace(sense, kind=IN_MONTH)
    return sense


def _case(word: Token, subtag: str) -> str | None:
    """Return what stands behind a Turkish or Azerbaijani word's apostrophe, None without one."""
    mark = next((letter for letter in word.text if letter in APOSTROPHES), "")
    return word.text.rpartition(mark)[2].casefold() if mark and subtag in _APOSTROPHIC else None


def _in_digits(text: str, word: Token, value: int, ending: str, length: int, subtag: str) -> Sense:
    is_year, case = length == _YEAR_DIGITS, _case(word, subtag)
    if _is_part(text, word.start, word.end, is_year=is_year):
        return Sense("X")
    if is_year:
        marked = ending == "г" or (case or "").removesuffix("ki") in _IN_ENDINGS
        return Sense(("z" if marked else "y") if value in _YEARS else "0", value)
    if ending in _ORDINAL_ENDINGS and 1 <= value <= LAST_DAY:
        return Sense("o", value, "digits")
    if length < _YEAR_DIGITS - 1 and 1 <= value <= LAST_DAY:
        return Sense("n" if case is None else "u", value)
    return Sense("k" if value in _SHORT_YEARS else "0", value)


def _is_part(text: str, start: int, end: int, *, is_year: bool) -> bool:
    """Say whether digits are part of a longer number, a price, a percentage or a code."""
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:] in _UNITS_BEFORE or behind[:1] in _UNITS_BEHIND:
        return True
    if before[-1:] in _DECIMAL_MARKS and before[:1].isdigit() and len(before) > 1:
        return True
    if not is_year and before[-1:] == "-" and before[:1].isalpha() and len(before) > 1:
        return True
    return behind[:1] in _DECIMAL_MARKS and behind[1:].isdigit()


def _in_words(
    text: str, run: Sequence[Token], index: int, known: Vocabulary, subtag: str
) -> tuple[Sense, int]:
    number = numerals.read_number(text, run, index, subtag)
    if number is None:
        return Sense("X"), index + 1
    end, value = number.end, int(number.value)
    place = end + (end < len(run) and _kind(run[end], known) == "c")
    last = known.senses.get((run[place].folded,)) if place < len(run) else None
    if last is not None and last.kind in _LAST and _ends(value, last.value):
        whole = value + last.value
        if last.kind != "v" and whole <= LAST_DAY:
            return Sense(last.kind, whole), place + 1
        if last.kind != "u" and whole in _YEARS:
            return Sense("z", whole), place + 1
    return Sense("y" if value in _YEARS else "w", value), end


def _ends(number: int, last: int) -> bool:
    """Say whether a number in words may end in an ordinal, or in one with a case."""
    if last <= _MOST_UNITS:
        return number % 10 == 0
    return number % 100 == 0 and number > 0


def _kind(word: Token, known: Vocabulary) -> str:
    sense = known.senses.get((word.folded,))
    return sense.kind if sense else ""
