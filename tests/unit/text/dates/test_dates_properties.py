"""Whatever the text: spans cut the surface out, none overlap, nothing raises, time is linear."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dideban.text.dates.forms import forms
from dideban.text.dates.vocabulary import LANGUAGES, vocabulary
from dideban.text.tables import rows
from tests.unit.text.dates.reading import dates

WORDS = sorted({word for language in LANGUAGES for word in vocabulary(language).words})
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["17", "۲۶", "٢٥", "31", "1404", "2025", "1447", "۹۸", "2025'te", "17th"]),
    st.sampled_from(["2025-12-17", "17.12.2025", "۱۴۰۴/۹/۲۶", "1/2"]),
    st.sampled_from([" ", ", ", "-", "–", "/", " (", ") ", ". ", "\n", "\u200c", "\u0301", "،"]),
    st.text(alphabet=st.characters(), max_size=3),
)
TEXTS = st.lists(PIECES, max_size=30).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))
)


@given(TEXTS, st.sampled_from([*sorted(LANGUAGES), "und"]))
def test_spans_cut_the_surface_out_and_never_overlap(text: str, language: str) -> None:
    end = 0
    for found in dates(text, language):
        assert end <= found.start < found.end
        assert text[found.start : found.end] == found.surface
        assert found.first <= found.last
        end = found.end


@given(st.text(max_size=200), st.sampled_from(sorted(LANGUAGES)))
def test_what_stands_before_and_behind_moves_no_date(padding: str, language: str) -> None:
    text = {"fa": "۲۶ آذر ۱۴۰۴", "ar": "17 ديسمبر 2025", "ru": "17 декабря 2025"}.get(
        language, "2025-12-17"
    )
    around = f"{padding}\n{text}\n{padding}"
    at = len(padding) + 1
    (found,) = [each for each in dates(around, language) if each.start == at]
    assert (found.end, str(found.first)) == (at + len(text), "2025-12-17")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_date_is_found_between_lone_surrogates(language: str) -> None:
    found = dates("\ud800 2025-12-17 \udfff", language)
    assert [each.surface for each in found] == ["2025-12-17"]


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


LONG = {
    "digits": "1" * 5_000_000,
    "Persian digits": "۱" * 5_000_000,
    "numbers": "1 " * 100_000,
    "dots": "1.2." * 50_000,
    "slashes": "1/" * 100_000,
    "marks": "May" + "\u0301" * 10_000 + " 5",
    "marks on digits": "1" + "\u0301" * 10_000 + "7 May",
    "surrogates": "\ud800" * 500_000,
    "one word": "a" * 2_000_000,
    "one gap": "17" + " " * 1_000_000 + "May",
    "months": "May " * 20_000,
    "weekdays": "last Tuesday, " * 5_000,
    "days": "17 May " * 5_000,
    "ISO": "2025-12-17 " * 10_000,
    "numerals": "twenty " * 20_000,
    "Persian months": "مهر آذر " * 10_000,
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("language", ["fa", "en", "az"])
def test_no_text_takes_more_than_its_length_is_worth(name: str, language: str) -> None:
    assert seconds(lambda: dates(LONG[name], language)) < 10


def test_twice_the_text_takes_about_twice_the_time() -> None:
    text = "17 May last Tuesday twenty first of June, 1.2.3 in 2025 " * 400
    dates(text, "en")
    once = min(seconds(lambda: dates(text, "en")) for _ in range(3))
    four = min(seconds(lambda: dates(text * 4, "en")) for _ in range(3))
    assert four < 12 * once


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_row_of_a_table_is_read(language: str) -> None:
    known = vocabulary(language)
    for row in rows("dideban.text.dates", f"{language}.tsv"):
        assert len(row) == 4
        assert re.fullmatch(r"-|[a-z]+(,[a-z]+)*", row[2])
    assert all(words[0] in known.longest for words in known.senses)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_sign_of_a_form_is_a_sign_of_the_vocabulary(language: str) -> None:
    signs = {sense.kind for sense in vocabulary(language).senses.values()}
    assert {"M", "W", "T", "L", "N", "H", "A"} <= signs
    assert all(form.groupindex for form in forms(language))
    assert dates("", language) == []
