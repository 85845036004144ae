"""Days of another month, days exactly weeks away, and years written out in words."""

import pytest

from tests.unit.text.dates.reading import dates, told

ROWS: list[tuple[str, str, str, str]] = [
    ("en", "on the 3rd of next month", "the 3rd of next month", "2026-01-03"),
    ("en", "the twelfth of this month", "the twelfth of this month", "2025-12-12"),
    ("en", "two weeks ago today", "two weeks ago today", "2025-12-03"),
    ("en", "exactly a week ago", "exactly a week ago", "2025-12-10"),
    ("en", "a fortnight ago today", "a fortnight ago today", "2025-12-03"),
    ("en", "a fortnight ago", "a fortnight ago", "2025-12-01..2025-12-07"),
    ("en", "on Friday of next week", "Friday of next week", "2025-12-26"),
    (
        "en",
        "in January, two thousand and eleven",
        "January, two thousand and eleven",
        "2011-01-01..2011-01-31",
    ),
    ("ru", "10 числа следующего месяца", "10 числа следующего месяца", "2026-01-10"),
    ("ru", "ровно две недели назад", "ровно две недели назад", "2025-12-03"),
    ("ru", "в ближайший понедельник", "ближайший понедельник", "2025-12-22"),
    (
        "ru",
        "третьего марта две тысячи двадцать четвёртого года",
        "третьего марта две тысячи двадцать четвёртого года",
        "2024-03-03",
    ),
    (
        "ru",
        "девятого мая тысяча девятьсот сорок пятого года",
        "девятого мая тысяча девятьсот сорок пятого года",
        "1945-05-09",
    ),
    (
        "ru",
        "в две тысячи двадцатом году",
        "две тысячи двадцатом году",
        "2020-01-01..2020-12-31",
    ),
    ("fa", "پانزدهم ماه گذشته", "پانزدهم ماه گذشته", "2025-11-06"),
    ("fa", "بیستم ماه جاری", "بیستم ماه جاری", "2025-12-11"),
    ("fa", "هفته پیش رو", "هفته پیش رو", "2025-12-20..2025-12-26"),
    ("fa", "دو هفته پیش در چنین روزی", "دو هفته پیش در چنین روزی", "2025-12-03"),
    (
        "fa",
        "بیست و دوم بهمن هزار و سیصد و پنجاه و هفت",
        "بیست و دوم بهمن هزار و سیصد و پنجاه و هفت",
        "1979-02-11",
    ),
    ("ar", "في الخامس من الشهر المقبل", "الخامس من الشهر المقبل", "2026-01-05"),
    ("ar", "يوم 20 من الشهر الماضي", "يوم 20 من الشهر الماضي", "2025-11-20"),
    ("ar", "قبل أسبوعين من اليوم", "قبل أسبوعين من اليوم", "2025-12-03"),
    ("ar", "غرة رمضان", "غرة رمضان", "2026-02-18"),
    (
        "ar",
        "عام ألف وتسعمائة وثلاثة وسبعين",
        "عام ألف وتسعمائة وثلاثة وسبعين",
        "1973-01-01..1973-12-31",
    ),
    ("tr", "gelecek ayın 3'ünde", "gelecek ayın 3'ünde", "2026-01-03"),
    ("tr", "geçen ayın yirmisinde", "geçen ayın yirmisinde", "2025-11-20"),
    ("tr", "iki hafta önce bugün", "iki hafta önce bugün", "2025-12-03"),
    ("tr", "tam bir hafta önce", "tam bir hafta önce", "2025-12-10"),
    ("tr", "Pazartesi toplanacak", "Pazartesi", "2025-12-22"),
    (
        "tr",
        "on Kasım bin dokuz yüz otuz sekizde",
        "on Kasım bin dokuz yüz otuz sekizde",
        "1938-11-10",
    ),
    ("az", "keçən ayın iyirmisində", "keçən ayın iyirmisində", "2025-11-20"),
    ("az", "yanvarın iyirmi birində", "yanvarın iyirmi birində", "2026-01-21"),
    ("az", "tam iki həftə əvvəl", "tam iki həftə əvvəl", "2025-12-03"),
    ("az", "bazar ertəsi keçiriləcək", "bazar ertəsi", "2025-12-22"),
    ("az", "bazar ertəsi, dekabrın 15-də", "bazar ertəsi, dekabrın 15-də", "2025-12-15"),
    (
        "az",
        "min doqquz yüz doxsan birinci ildə",
        "min doqquz yüz doxsan birinci ildə",
        "1991-01-01..1991-12-31",
    ),
]
OTHER: list[tuple[str, str, str, str]] = [
    ("ru", "3 марта две тысячи человек вышли", "3 марта", "2026-03-03"),
    ("fa", "۵ مهر هزار و دویست نفر آمدند", "۵ مهر", "2025-09-27"),
    ("ar", "في ديسمبر 15 ألف لاجئ", "ديسمبر", "2025-12-01..2025-12-31"),
    ("tr", "Mart ayında 2 bin kişi", "Mart ayında", "2026-03-01..2026-03-31"),
]
"""A count of people after a month is not its year."""
NOTHING = [
    ("fa", "۱۵ ماه گذشته"),
    ("ar", "قبل يومين من الانتخابات"),
    ("ar", "قبل أسبوع من الانتخابات"),
    ("tr", "Pazar kuruldu"),
    ("tr", "üçünde de sorun var"),
    ("az", "birinci dəfə"),
    ("az", "cümə məscidi"),
]


@pytest.mark.parametrize("row", ROWS + OTHER, ids=lambda row: row[1])
def test_what_is_written_out_says_when(row: tuple[str, str, str, str]) -> None:
    language, text, surfaces, days = row
    assert told(dates(text, language)) == (surfaces, days)


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_what_only_looks_like_it_is_no_date(language: str, text: str) -> None:
    assert dates(text, language) == []
