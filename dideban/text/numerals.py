"""Numbers in running text: digits of every script with their separators, and number words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from dideban.text import tables
from dideban.text.folding import fold_word, primary
from dideban.text.stemming import stem_word
from dideban.text.tokens import Token

EXACT: Final = "="
"""A word so marked stands only as written; from a thousand on its stem is enough."""

MAX_DIGITS: Final = 15
"""More digits than a double holds exactly are a code or a telephone number, no amount."""

THOUSAND: Final = 1000.0
HUNDRED: Final = 100.0
_GROUP: Final = 3
_POINTS: Final = frozenset({".", ",", "٫", "٬", "/"})
_SPACES: Final = frozenset({" ", "\u00a0", "\u202f", "\u2009"})
_COMMA_PARTS_DECIMALS: Final = frozenset({"ru", "tr", "az"})
_SLASH_PARTS_DECIMALS: Final = frozenset({"fa"})
_UNITS_FIRST: Final = frozenset({"ar"})
_TEENS_IN_TWO_WORDS: Final = frozenset({"ar", "tr", "az"})
"""«on beş» and «خمسة عشر» are ten and five; elsewhere a ten takes no unit."""
_CONNECTORS: Final = {"fa": "و", "ar": "و", "en": "and"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from the words before index `end`; `digits` if any of it was in digits."""

    value: float
    end: int
    digits: bool


@dataclass(slots=True)
class _Sum:
    """What a run of number words amounts to so far."""

    total: float = 0.0
    group: float | None = None
    units_first: bool = False
    least_tens: int = 20

    def add(self, value: float) -> bool:
        """Take one more word; say whether it can follow what was said before."""
        if value >= THOUSAND:
            if self.group is None and self.total:
                return False
            self.total += (1.0 if self.group is None else self.group) * value
            self.group = None
            return True
        if self.group is None:
            self.group = value
        elif value == HUNDRED and self.group < HUNDRED:
            self.group *= HUNDRED
        elif _fits_under(self.group, value, self.least_tens) or (
            self.units_first and _fits_under(value, self.group % HUNDRED, self.least_tens)
        ):
            self.group += value
        else:
            return False
        return True

    @property
    def open(self) -> bool:
        """Whether a scale word was the last, so that smaller digits may follow («11 bin 200»)."""
        return self.total > 0 and self.group is None

    @property
    def value(self) -> float:
        """The number so far."""
        return self.total + (self.group or 0.0)


def read_number(text: str, words: Sequence[Token], index: int, language: str) -> Number | None:
    """Return the number that begins at `words[index]`, whose spans point into `text`.

    Takes "2,5 млрд", "۲۵ میلیون", "one hundred and twenty thousand", "1 500", "1.250'ye"; not a
    date, nor more digits than a double holds. Looks at each word a bounded number of times.
    """
    subtag = primary(language)
    if not _may_begin(words[index], subtag):
        return None
    least_tens = 10 if subtag in _TEENS_IN_TWO_WORDS else 20
    end, so_far = index, _Sum(units_first=subtag in _UNITS_FIRST, least_tens=least_tens)
    digits = bool(_figures(words[index]))
    if digits:
        read = _digits(text, words, index, subtag)
        if read is None:
            return None
        so_far.group, end = read
    elif (dual := _names(subtag + "-dual").get(EXACT + words[index].folded)) is not None:
        return Number(dual, index + 1, digits=False)
    while end < len(words):
        if so_far.open and (rest := _figures(words[end])):
            gap = text[words[end - 1].end : words[end].start]
            if gap not in _SPACES or len(rest) > _GROUP:
                break
            so_far.group, end = float(rest), end + 1
            continue
        at = _behind_connector(words, end, subtag) if end > index else end
        value = _named(words[at], subtag)
        if value is None or (digits and value < THOUSAND) or (at != end and value >= THOUSAND):
            break
        if not so_far.add(value):
            break
        end = at + 1
    return Number(so_far.value, end, digits) if end > index else None


def split_glued(words: Sequence[Token]) -> list[Token]:
    """Return the words with digits parted from the letters behind them, as in "55bcm"."""
    parted: list[Token] = []
    for word in words:
        letters = word.folded.lstrip("0123456789")
        cut = len(word.folded) - len(letters)
        if not cut or not letters or not letters[0].isalpha() or len(word.text) != len(word.folded):
            parted.append(word)
            continue
        middle = word.start + cut
        number, unit = word.folded[:cut], letters
        parted.append(word._replace(text=word.text[:cut], folded=number, stem=number, end=middle))
        parted.append(word._replace(text=word.text[cut:], folded=unit, stem=unit, start=middle))
    return parted


def _figures(word: Token) -> str:
    """Return the digits of a word that is a figure, with an ending («2'si») or without."""
    if word.folded.isdecimal():
        return word.folded
    return word.stem if word.stem.isdecimal() and word.folded.startswith(word.stem) else ""


def _may_begin(word: Token, subtag: str) -> bool:
    """Tell whether a number may begin so; of nearly all words no."""
    return (
        bool(_figures(word))
        or _named(word, subtag) is not None
        or EXACT + word.folded in _names(subtag + "-dual")
    )


def _named(word: Token, subtag: str) -> float | None:
    names = _names(subtag)
    return names.get(EXACT + word.folded, names.get(word.stem))


def _behind_connector(words: Sequence[Token], end: int, subtag: str) -> int:
    connects = words[end].folded == _CONNECTORS.get(subtag) and end + 1 < len(words)
    return end + 1 if connects else end


def _fits_under(group: float, value: float, least_tens: int) -> bool:
    if value >= HUNDRED:
        return False
    tens = group % HUNDRED
    return tens == 0 or (tens >= least_tens and tens % 10 == 0 and value < 10)  # noqa: PLR2004


def _digits(text: str, words: Sequence[Token], index: int, subtag: str) -> tuple[float, int] | None:
    parts, marks = [_figures(words[index])], ""
    end = index + 1
    while (
        end < len(words) and words[end - 1].folded.isdecimal() and (figures := _figures(words[end]))
    ):
        gap = text[words[end - 1].end : words[end].start]
        if not (gap in _POINTS or (gap in _SPACES and _is_group(parts, figures))):
            break
        if sum(map(len, parts)) > MAX_DIGITS:
            return None
        marks += " " if gap in _SPACES else gap
        parts.append(figures)
        end += 1
    if sum(map(len, parts)) > MAX_DIGITS:
        return None
    value = _value(parts, marks, subtag)
    return None if value is None else (value, end)


def _is_group(parts: Sequence[str], following: str) -> bool:
    return len(following) == _GROUP and len(parts[0]) <= _GROUP


def _value(parts: Sequence[str], marks: str, subtag: str) -> float | None:
    if not marks:
        return float(parts[0])
    last, grouping = marks[-1], marks[:-1]
    if not _is_decimal(last, parts, subtag) or last in grouping:
        grouping, decimals = marks, ""
    else:
        decimals = parts[-1]
    whole = parts[:-1] if decimals else parts
    if any(len(part) != _GROUP for part in whole[1:]) or len(set(grouping)) > 1 or "/" in grouping:
        return None
    return float(f"{''.join(whole)}.{decimals or '0'}")


def _is_decimal(mark: str, parts: Sequence[str], subtag: str) -> bool:
    if mark in {" ", "٬"}:
        return False
    if mark == "/":
        return subtag in _SLASH_PARTS_DECIMALS
    if mark == "٫" or len(parts[-1]) != _GROUP or parts[0].startswith("0"):
        return True
    return mark == ("," if subtag in _COMMA_PARTS_DECIMALS else ".")


@cache
def _names(subtag: str) -> dict[str, float]:
    names: dict[str, float] = {}
    for language, value, forms in tables.rows("dideban.text", "numerals.tsv"):
        if language == subtag:
            for form in forms.split():
                folded = fold_word(form, subtag)
                names[EXACT + folded] = float(value)
                if subtag == "ar":
                    names.update({EXACT + clitic + folded: float(value) for clitic in "وبل"})
                elif float(value) >= THOUSAND:
                    names.setdefault(stem_word(folded, subtag), float(value))
    return names


@cache
def small_number_words(language: str) -> frozenset[str]:
    """Return the folded words of which numbers below a thousand are made."""
    return frozenset(
        word.removeprefix(EXACT)
        for word, value in _names(primary(language)).items()
        if word.startswith(EXACT) and 1 <= value < THOUSAND and value.is_integer()
    )
