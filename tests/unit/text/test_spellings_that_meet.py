"""A subscriber's spelling and an article's are one word; words that look alike stay two."""

from collections.abc import Iterator

import pytest
from _pytest.mark import ParameterSet

from dideban.text import analyser
from tests.unit.text.spellings import (
    arabic,
    azerbaijani,
    english,
    persian,
    russian,
    turkish,
)

LANGUAGES = {
    "fa": persian,
    "ar": arabic,
    "ru": russian,
    "tr": turkish,
    "az": azerbaijani,
    "en": english,
}
UNMET = {
    "چین | چینش": "«his China» and «arrangement» are written alike",
    "Куба | куб": "all cases of the one are cases of the other",
    "sel | sele": "«to the flood» and «saddle» are written alike",
    "leaf | leaves": "more often of the verb to leave",
}
"""Rows that no rule can meet without a sentence to read, and why."""

LEAST_MEET = 60
LEAST_APART = 40


def rows(name: str) -> Iterator[tuple[str, str, str]]:
    """Lay the tables out as (language, why, row), with those written after the rules."""
    for tag, module in LANGUAGES.items():
        for table in (getattr(module, name), getattr(module, f"FRESH_{name}")):
            for why, group in table.items():
                for row in group:
                    yield tag, why, row


def marked(name: str) -> Iterator[ParameterSet]:
    """Lay the tables out for pytest; a row known not to hold must go on failing."""
    for tag, why, row in rows(name):
        marks = [pytest.mark.xfail(reason=UNMET[row], strict=True)] if row in UNMET else []
        yield pytest.param(tag, row, id=f"{tag}-{why}-{row}", marks=marks)


def parts(row: str) -> tuple[str, str]:
    """Return the two texts of a row."""
    one, other = map(str.strip, row.split("|"))
    return one, other


def meet(one: str, other: str, language: str) -> bool:
    """Say whether two texts agree token by token, in folded form or in stem."""
    first, second = analyser.tokens(one, language), analyser.tokens(other, language)
    return len(first) == len(second) > 0 and all(
        a.folded == b.folded or a.stem == b.stem for a, b in zip(first, second, strict=True)
    )


@pytest.mark.parametrize(("language", "row"), list(marked("MEET")))
def test_spellings_and_inflections_meet(language: str, row: str) -> None:
    one, other = parts(row)
    assert one != other
    assert meet(one, other, language)


@pytest.mark.parametrize(("language", "row"), list(marked("APART")))
def test_words_that_search_confuses_stay_apart(language: str, row: str) -> None:
    one, other = parts(row)
    assert analyser.tokens(one, language)
    assert analyser.tokens(other, language)
    assert not meet(one, other, language)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_its_rows(tag: str) -> None:
    alike = [frozenset(parts(row)) for language, _, row in rows("MEET") if language == tag]
    apart = [frozenset(parts(row)) for language, _, row in rows("APART") if language == tag]
    assert len(set(alike)) == len(alike) >= LEAST_MEET
    assert len(set(apart)) == len(apart) >= LEAST_APART


def test_every_row_that_cannot_hold_is_a_row() -> None:
    written = {row for name in ("MEET", "APART") for _, _, row in rows(name)}
    assert written >= UNMET.keys()
