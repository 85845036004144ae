"""Measured amounts in six languages, in canonical units, with their spans in the original."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from dideban.entities.phrases import PhraseIndex, alternatives, table
from dideban.text.folding import primary
from dideban.text.numerals import THOUSAND, Number, read_number, split_glued
from dideban.text.tokens import Token
from schemas.articles import Field, Quantity

KINDS: Final = {
    "m3": "volume",
    "m3/d": "flow",
    "m3/a": "flow",
    "bbl": "volume",
    "bbl/d": "flow",
    "bbl/a": "flow",
    "t": "mass",
    "t/d": "flow",
    "t/a": "flow",
    "km": "length",
    "percent": "share",
    "USD/1000m3": "price",
}
"""The kind of each canonical unit; a currency's is `money`."""

_CURRENCIES: Final = {"$": "USD", "€": "EUR", "₽": "RUB", "﷼": "IRR", "₺": "TRY", "₼": "AZN"}
_PERCENT: Final = frozenset("%٪﹪％")
_RATED: Final = frozenset({"m3", "bbl", "t"})
_LOOK_BACK: Final = 3
"""Words between «daily» and the number it belongs to."""


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class _Measure:
    """An amount found in the words before index `end`; `start` and `stop` cut the original."""

    value: float
    unit: str
    start: int
    stop: int
    end: int


@dataclass(frozen=True, slots=True)
class _Words:
    """The phrases of one language that make and surround amounts."""

    units: PhraseIndex[_Unit]
    after: PhraseIndex[str]
    before: PhraseIndex[str]
    skip: PhraseIndex[str]
    price: PhraseIndex[str]
    percent: PhraseIndex[str]
    people: PhraseIndex[str]


def quantities(text: str, words: Sequence[Token], field: Field, language: str) -> list[Quantity]:
    """Return the amounts among `words`, whose spans point into `text`, the original `field`.

    Units are m3, bbl, t (also `/d` and `/a`), km, percent, currencies by ISO 4217 and
    USD/1000m3. A number without a unit is no amount. Linear in the number of words.
    """
    phrases = _words(primary(language))
    parted = split_glued(words)
    return [
        Quantity(
            kind=KINDS.get(found.unit, "money"),
            value=found.value,
            unit=found.unit,
            surface=text[found.start : found.stop],
            field=field,
            start=found.start,
            end=found.stop,
        )
        for found in _measures(text, parted, language, phrases)
    ]


def _measures(
    text: str, words: Sequence[Token], language: str, phrases: _Words
) -> Iterator[_Measure]:
    index = 0
    while index < len(words):
        number = read_number(text, words, index, language)
        if number is None:
            index += 1
            continue
        found = _measure(text, words, index, number, phrases)
        if found is None:
            index = number.end
            continue
        priced = _price(text, words, found, language, phrases)
        yield priced or _rated(words, index, found, phrases)
        index = (priced or found).end


def _measure(
    text: str, words: Sequence[Token], index: int, number: Number, phrases: _Words
) -> _Measure | None:
    start, stop = words[index].start, words[number.end - 1].end
    before, behind = text[max(0, start - 2) : start], text[stop : stop + 2]
    if number.digits and (near := _PERCENT & {before[-1:], behind.strip()[:1]}):
        left = before[-1:] in near
        return _Measure(number.value, "percent", start - left, stop + (not left), number.end)
    if number.digits and before.strip()[-1:] in _CURRENCIES:
        symbol = before.strip()[-1]
        return _Measure(
            number.value, _CURRENCIES[symbol], text.rindex(symbol, 0, start), stop, number.end
        )
    if behind.strip()[:1] in _CURRENCIES:
        symbol = behind.strip()[0]
        return _Measure(
            number.value, _CURRENCIES[symbol], start, text.index(symbol, stop) + 1, number.end
        )
    if index and phrases.percent.at(words, index - 1):
        return _Measure(number.value, "percent", words[index - 1].start, stop, number.end)
    return _with_unit(words, index, number, phrases)


def _with_unit(
    words: Sequence[Token], index: int, number: Number, phrases: _Words
) -> _Measure | None:
    if number.end == len(words):
        return None
    unit = phrases.units.at(words, number.end)
    if unit is None or words[number.end].sentence != words[index].sentence:
        return None
    (found, end) = unit
    if found.name == "t" and end < len(words) and phrases.people.at(words, end):
        return None
    value = number.value * found.factor
    return _Measure(value, found.name, words[index].start, words[end - 1].end, end)


def _price(
    text: str, words: Sequence[Token], money: _Measure, language: str, phrases: _Words
) -> _Measure | None:
    if money.unit != "USD" or money.end >= len(words):
        return None
    link = phrases.price.at(words, money.end)
    if link is None or link[1] >= len(words):
        return None
    volume = read_number(text, words, link[1], language)
    if volume is None or volume.value != THOUSAND or volume.end >= len(words):
        return None
    unit = phrases.units.at(words, volume.end)
    if unit is None or unit[0].name != "m3":
        return None
    end = unit[1]
    return _Measure(money.value, "USD/1000m3", money.start, words[end - 1].end, end)


def _rated(words: Sequence[Token], index: int, found: _Measure, phrases: _Words) -> _Measure:
    if found.unit not in _RATED:
        return found
    end = found.end
    if end < len(words) and (skipped := phrases.skip.at(words, end)):
        end = skipped[1]
    for place in dict.fromkeys((found.end, end)):
        if place < len(words) and (rate := phrases.after.at(words, place)):
            unit, stop = found.unit + rate[0], words[rate[1] - 1].end
            return _Measure(found.value, unit, found.start, stop, rate[1])
    for place in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
        if words[place].sentence != words[index].sentence:
            break
        if rate := phrases.before.at(words, place):
            return _Measure(found.value, found.unit + rate[0], found.start, found.stop, found.end)
    return found


@cache
def _words(subtag: str) -> _Words:
    units = [
        (_folded_digits(phrase), _Unit(name, float(factor)))
        for language, name, factor, phrases in table("units.tsv")
        if language in {subtag, "*"}
        for phrase in alternatives(phrases)
    ]
    return _Words(
        units=PhraseIndex(subtag, units),
        after=_rates(subtag, "after"),
        before=_rates(subtag, "before"),
        skip=_rates(subtag, "skip"),
        price=_rates(subtag, "price"),
        percent=_rates(subtag, "percent"),
        people=_rates(subtag, "people"),
    )


def _rates(subtag: str, what: str) -> PhraseIndex[str]:
    rows = [
        (phrase, f"/{use.partition('/')[2]}")
        for language, use, phrases in table("rates.tsv")
        if language == subtag and use.partition("/")[0] == what
        for phrase in alternatives(phrases)
    ]
    return PhraseIndex(subtag, rows)


def _folded_digits(phrase: str) -> str:
    return unicodedata.normalize("NFKC", phrase)
