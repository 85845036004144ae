"""Quarters and halves of a year that is told, in six languages."""

from datetime import UTC, datetime

import pytest

from dideban.text import dates

NOW = datetime(2025, 12, 17, 9, tzinfo=UTC)
TOLD = [
    # language, text, what is told in it, first day, last day
    (
        "en",
        "in the second quarter of 2026",
        "the second quarter of 2026",
        "2026-04-01",
        "2026-06-30",
    ),
    ("en", "Q3 2026 results", "Q3 2026", "2026-07-01", "2026-09-30"),
    ("en", "the fourth quarter of last year", None, "2024-10-01", "2024-12-31"),
    ("en", "first-quarter 2026", None, "2026-01-01", "2026-03-31"),
    ("en", "the first half of this year", None, "2025-01-01", "2025-06-30"),
    ("en", "H2 2025", None, "2025-07-01", "2025-12-31"),
    ("ru", "во втором квартале 2026 года", "втором квартале 2026 года", "2026-04-01", "2026-06-30"),
    ("ru", "III квартал 2025 года", None, "2025-07-01", "2025-09-30"),
    ("ru", "в 3 квартале текущего года", "3 квартале текущего года", "2025-07-01", "2025-09-30"),
    ("ru", "первое полугодие 2025 года", None, "2025-01-01", "2025-06-30"),
    ("fa", "سه‌ماهه دوم ۱۴۰۵", None, "2026-06-22", "2026-09-22"),
    ("fa", "سه ماهه نخست سال جاری", None, "2025-03-21", "2025-06-21"),
    ("fa", "سه ماهه سوم امسال", None, "2025-09-23", "2025-12-21"),
    ("fa", "نیمه دوم سال ۱۴۰۴", None, "2025-09-23", "2026-03-20"),
    ("ar", "في الربع الثاني من 2026", "الربع الثاني من 2026", "2026-04-01", "2026-06-30"),
    ("ar", "الربع الأول من العام الجاري", None, "2025-01-01", "2025-03-31"),
    ("ar", "النصف الثاني من عام 2025", None, "2025-07-01", "2025-12-31"),
    ("tr", "2026'nın ikinci çeyreği", None, "2026-04-01", "2026-06-30"),
    ("tr", "2026 yılının ilk çeyreğinde", None, "2026-01-01", "2026-03-31"),
    ("tr", "geçen yılın ikinci yarısında", None, "2024-07-01", "2024-12-31"),
    ("az", "2026-cı ilin ikinci rübü", None, "2026-04-01", "2026-06-30"),
    ("az", "bu ilin III rübündə", None, "2025-07-01", "2025-09-30"),
    ("az", "ötən ilin ikinci yarısında", None, "2024-07-01", "2024-12-31"),
]
NOT_TOLD = [
    ("en", "a quarter of 2000 people"),
    ("en", "the second half of the match"),
    ("ru", "первый квартал"),
    ("fa", "نیمه دوم بازی"),
    ("ar", "الربع الثالث"),
    ("tr", "maçın ikinci yarısında"),
    ("az", "oyunun ikinci yarısında"),
]


@pytest.mark.parametrize(("language", "text", "surface", "first", "last"), TOLD)
def test_a_part_of_a_year_has_its_days(
    language: str, text: str, surface: str | None, first: str, last: str
) -> None:
    (found,) = dates.find(text, language, published_at=NOW)
    assert found.surface == (surface or text)
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(("language", "text"), NOT_TOLD)
def test_a_part_of_no_year_is_no_date(language: str, text: str) -> None:
    assert dates.find(text, language, published_at=NOW) == []


def test_a_quarter_whose_number_is_not_told_leaves_the_year() -> None:
    (found,) = dates.find("квартал 2026 года", "ru", published_at=NOW)
    assert found.surface == "2026 года"
