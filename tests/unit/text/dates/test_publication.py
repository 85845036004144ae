"""What the day of publication decides: today, missing years, weekdays, the source's zone."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from dideban.text.dates import find
from tests.unit.text.dates.reading import dates, on, told


@pytest.mark.parametrize(
    ("language", "text", "published", "expected"),
    [
        ("en", "December 30", "2026-01-02", "2025-12-30"),
        ("en", "January 3", "2025-12-30", "2026-01-03"),
        ("ru", "31 декабря", "2026-01-05", "2025-12-31"),
        ("fa", "۲۹ اسفند", "2026-03-22", "2026-03-20"),
        ("fa", "۲ فروردین", "2026-03-19", "2026-03-22"),
        ("fa", "۳۰ اسفند", "2025-03-22", "2025-03-20"),
        ("fa", "۳۰ اسفند", "2021-04-01", "2021-03-20"),
        ("fa", "۳۰ اسفند", "2030-03-01", "2030-03-20"),
        ("ar", "29 ذو الحجة", "2025-06-27", "2025-06-25"),
        ("ar", "1 محرم", "2025-06-20", "2025-06-26"),
        ("en", "29 February", "2026-12-01", "2028-02-29"),
        ("en", "in January", "2025-12-30", "2026-01-01..2026-01-31"),
        ("en", "in December", "2026-01-05", "2025-12-01..2025-12-31"),
        ("en", "August 31", "2024-03-01", "2023-08-31"),
        ("en", "yesterday", "2026-01-01", "2025-12-31"),
        ("en", "tomorrow", "2024-02-28", "2024-02-29"),
        ("en", "tomorrow", "2025-02-28", "2025-03-01"),
        ("en", "last month", "2026-01-05", "2025-12-01..2025-12-31"),
        ("en", "next month", "2025-12-05", "2026-01-01..2026-01-31"),
        ("en", "two months ago", "2026-01-05", "2025-11-01..2025-11-30"),
        ("fa", "ماه گذشته", "2026-03-22", "2026-02-20..2026-03-20"),
        ("fa", "ماه آینده", "2026-03-20", "2026-03-21..2026-04-20"),
        ("fa", "سال گذشته", "2026-03-21", "2025-03-21..2026-03-20"),
        ("fa", "امسال", "2026-03-20", "2025-03-21..2026-03-20"),
        ("fa", "هفته گذشته", "2025-12-20", "2025-12-13..2025-12-19"),
        ("ru", "на прошлой неделе", "2026-01-04", "2025-12-22..2025-12-28"),
        ("tr", "geçen hafta", "2025-12-15", "2025-12-08..2025-12-14"),
        ("en", "last Tuesday", "2025-12-16", "2025-12-09"),
        ("en", "on Tuesday", "2025-12-16", "2025-12-16"),
        ("en", "next Tuesday", "2025-12-16", "2025-12-23"),
    ],
)
def test_a_missing_year_is_that_nearest_to_the_publication(
    language: str, text: str, published: str, expected: str
) -> None:
    assert told(dates(text, language, on(published)))[1] == expected


@pytest.mark.parametrize(
    ("published", "zone", "expected"),
    [
        # Since 2022 Iran keeps +03:30 in summer too; until then midnight was at 19:30 UTC.
        (datetime(2025, 7, 1, 19, 45, tzinfo=UTC), "Asia/Tehran", "2025-07-01"),
        (datetime(2025, 7, 1, 20, 45, tzinfo=UTC), "Asia/Tehran", "2025-07-02"),
        (datetime(2025, 7, 1, 20, 45, tzinfo=UTC), None, "2025-07-02"),
        (datetime(2021, 7, 1, 19, 45, tzinfo=UTC), "Asia/Tehran", "2021-07-02"),
        (datetime(2025, 12, 17, 20, 29, tzinfo=UTC), None, "2025-12-17"),
        (datetime(2025, 12, 17, 20, 30, tzinfo=UTC), None, "2025-12-18"),
        (datetime(2025, 12, 17, 22, 0, tzinfo=UTC), "Europe/London", "2025-12-17"),
        (datetime(2025, 7, 17, 23, 30, tzinfo=UTC), "Europe/London", "2025-07-18"),
        (datetime(2025, 12, 18, 1, 0, tzinfo=timezone(timedelta(hours=5))), UTC, "2025-12-17"),
        (datetime(2025, 12, 17, 20, 0, tzinfo=UTC), ZoneInfo("Asia/Kabul"), "2025-12-18"),
    ],
)
def test_today_is_the_day_at_the_source(
    published: datetime, zone: ZoneInfo | str | None, expected: str
) -> None:
    (found,) = find("امروز", "fa", published_at=published, zone=zone)
    assert str(found.first) == expected
    assert found.relative


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ru", "2025-12-18"), ("az", "2025-12-18"), ("tr", "2025-12-18"), ("en", "2025-12-17")],
)
def test_each_language_has_a_zone(language: str, expected: str) -> None:
    today = {"ru": "сегодня", "az": "bu gün", "tr": "bugün", "en": "today"}[language]
    late = datetime(2025, 12, 17, 21, 30, tzinfo=UTC)
    assert str(find(today, language, published_at=late)[0].first) == expected


def test_the_weekday_beside_yesterday_is_surer_than_the_zone() -> None:
    (found,) = dates("أمس الاثنين", "ar")
    assert found.first == date(2025, 12, 15)


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("December 17", False),
        ("December 17, 2025", False),
        ("December 17 last year", True),
        ("last December", True),
        ("in 2025", False),
        ("yesterday", True),
        ("Monday", True),
        ("two weeks ago", True),
        ("2025-12-17", False),
    ],
)
def test_relative_is_what_is_told_from_the_publication(text: str, relative: bool) -> None:  # noqa: FBT001
    (found,) = dates(text, "en")
    assert found.relative is relative


@pytest.mark.parametrize("language", ["de", "und", "zh", "", "x-unknown"])
def test_of_an_unknown_language_only_digits_are_read(language: str) -> None:
    found = dates("17. Dezember, May 5, 2025-12-17 und 18.12.2025", language)
    assert told(found)[0] == "2025-12-17|18.12.2025"


@pytest.mark.parametrize("language", ["fa-IR", "FA", "prs", "fa_AF"])
def test_a_tag_with_a_region_or_of_a_dialect_is_its_language(language: str) -> None:
    assert told(dates("۲۶ قوس ۱۴۰۴", language))[1] == "2025-12-17"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        find("today", "en", published_at=datetime(2025, 12, 17))  # noqa: DTZ001


def test_a_zone_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        find("today", "en", published_at=on("2025-12-17"), zone="Asia/Nowhere")


@pytest.mark.parametrize(
    "published", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)
def test_the_ends_of_time_are_no_error(published: datetime) -> None:
    text = "yesterday tomorrow last week next year 900 years ago 29 February next month Monday"
    for language in ("en", "fa", "ar"):
        for zone in ("Asia/Tehran", "America/New_York"):
            found = find(
                text + " دیروز هفته آینده أمس", language, published_at=published, zone=zone
            )
            assert all(each.first <= each.last for each in found)
