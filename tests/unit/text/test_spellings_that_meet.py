"""A subscriber's spelling and an article's are one word; words that look alike stay two."""

import pytest

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
LEAST_MEET = 60
LEAST_APART = 40

type Table = dict[str, list[str]]


def rows(name: str) -> list[tuple[str, str, str, str]]:
    """Lay the tables out as (language, why, one, other)."""
    return [
        (tag, why, *map(str.strip, row.split("|")))
        for tag, module in LANGUAGES.items()
        for why, group in getattr(module, name).items()
        for row in group
    ]


def meet(one: str, other: str, language: str) -> bool:
    """Say whether two texts agree token by token, in folded form or in stem."""
    first, second = analyser.tokens(one, language), analyser.tokens(other, language)
    return len(first) == len(second) > 0 and all(
        a.folded == b.folded or a.stem == b.stem for a, b in zip(first, second, strict=True)
    )


@pytest.mark.parametrize(("language", "why", "one", "other"), rows("MEET"))
def test_spellings_and_inflections_meet(language: str, why: str, one: str, other: str) -> None:
    assert one != other
    assert meet(one, other, language), why


@pytest.mark.parametrize(("language", "why", "one", "other"), rows("APART"))
def test_words_that_search_confuses_stay_apart(
    language: str, why: str, one: str, other: str
) -> None:
    assert not meet(one, other, language), why


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_its_rows(tag: str) -> None:
    alike = [row for row in rows("MEET") if row[0] == tag]
    apart = [row for row in rows("APART") if row[0] == tag]
    assert len({frozenset(row[2:]) for row in alike}) == len(alike) >= LEAST_MEET
    assert len({frozenset(row[2:]) for row in apart}) == len(apart) >= LEAST_APART
