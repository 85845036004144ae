"""Jalali years against the sun itself, and the ends of years and months."""

import math
from datetime import UTC, date, datetime, time, timedelta

import pytest

from dideban.text.dates.calendars import (
    YEARS,
    Calendar,
    month_days,
    to_date,
    year_and_month,
    year_days,
)

J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
PERIODIC = [  # Meeus, Astronomical Algorithms, table 27.C: A, B, C
    (485, 324.96, 1934.136),
    (203, 337.23, 32964.467),
    (199, 342.08, 20.186),
    (182, 27.85, 445267.112),
    (156, 73.14, 45036.886),
    (136, 171.52, 22518.443),
    (77, 222.54, 65928.934),
    (74, 296.72, 3034.906),
    (70, 243.58, 9037.513),
    (58, 119.81, 33718.147),
    (52, 297.17, 150.678),
    (50, 21.02, 2281.226),
    (45, 247.54, 29929.562),
    (44, 325.15, 31555.956),
    (29, 60.93, 4443.417),
    (18, 155.12, 67555.328),
    (17, 288.79, 4562.452),
    (16, 198.04, 62894.029),
    (14, 199.76, 31436.921),
    (12, 95.39, 14577.848),
    (12, 287.11, 31931.756),
    (12, 320.81, 34777.259),
    (9, 227.73, 1222.114),
    (8, 15.45, 16859.074),
]


def spring_begins(year: int) -> datetime:
    """Return the March equinox by Meeus, chapter 27: right to a minute, less 75 s of Delta T."""
    y = (year - 2000) / 1000
    mean = 2451623.80984 + 365242.37404 * y + 0.05169 * y**2 - 0.00411 * y**3 - 0.00057 * y**4
    t = (mean - 2451545.0) / 36525
    w = math.radians(35999.373 * t - 2.47)
    wobble = 1 + 0.0334 * math.cos(w) + 0.0007 * math.cos(2 * w)
    s = sum(a * math.cos(math.radians(b + c * t)) for a, b, c in PERIODIC)
    return J2000 + timedelta(days=mean + 0.00001 * s / wobble - 2451545.0, seconds=-75)


def nowruz_by_the_sun(year: int) -> date:
    """Return the day whose noon on Iran's meridian (52.5 degrees east) the equinox precedes."""
    local = spring_begins(year + 621) + timedelta(hours=3.5)
    return local.date() + timedelta(days=local.time() >= time(12))


@pytest.mark.parametrize("year", range(1300, 1451))
def test_the_jalali_year_begins_with_spring(year: int) -> None:
    assert to_date("jalali", year, 1, 1) == nowruz_by_the_sun(year)


@pytest.mark.parametrize(
    ("calendar", "day", "expected"),
    [
        ("jalali", (1399, 12, 30), "2021-03-20"),
        ("jalali", (1400, 1, 1), "2021-03-21"),
        ("jalali", (1403, 12, 30), "2025-03-20"),
        ("jalali", (1404, 1, 1), "2025-03-21"),
        ("jalali", (1404, 6, 31), "2025-09-22"),
        ("jalali", (1404, 7, 1), "2025-09-23"),
        ("jalali", (1404, 9, 26), "2025-12-17"),
        ("jalali", (1404, 12, 29), "2026-03-20"),
        ("jalali", (1405, 1, 1), "2026-03-21"),
        ("jalali", (1408, 12, 30), "2030-03-20"),
        ("jalali", (1357, 11, 22), "1979-02-11"),
        ("hijri", (1447, 1, 1), "2025-06-26"),
        ("hijri", (1447, 9, 1), "2026-02-18"),
        ("hijri", (1447, 6, 26), "2025-12-17"),
        ("gregorian", (2024, 2, 29), "2024-02-29"),
    ],
)
def test_a_day_is_known_in_its_calendar(
    calendar: Calendar, day: tuple[int, int, int], expected: str
) -> None:
    found = to_date(calendar, *day)
    assert str(found) == expected
    assert year_and_month(calendar, date.fromisoformat(expected)) == day[:2]


@pytest.mark.parametrize(
    ("calendar", "day"),
    [
        ("jalali", (1404, 12, 30)),
        ("jalali", (1400, 12, 30)),
        ("jalali", (1407, 12, 30)),
        ("jalali", (1404, 7, 31)),
        ("jalali", (1404, 13, 1)),
        ("jalali", (1404, 0, 1)),
        ("jalali", (1404, 1, 0)),
        ("jalali", (1199, 1, 1)),
        ("hijri", (1447, 1, 31)),
        ("hijri", (1343, 1, 1)),
        ("gregorian", (2025, 2, 29)),
        ("gregorian", (1900, 2, 29)),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_none(
    calendar: Calendar, day: tuple[int, int, int]
) -> None:
    assert to_date(calendar, *day) is None


def test_a_thirtieth_that_the_tables_lack_is_the_day_behind() -> None:
    first, last = month_days("hijri", 1447, 1) or (date.min, date.min)
    short = next(
        days
        for month in range(1, 13)
        if (days := month_days("hijri", 1447, month)) and (days[1] - days[0]).days == 28
    )
    assert (last - first).days in {28, 29}
    month = year_and_month("hijri", short[0])[1]
    assert to_date("hijri", 1447, month, 30) == short[1] + timedelta(days=1)


@pytest.mark.parametrize("calendar", ["gregorian", "jalali", "hijri"])
def test_months_fill_years_and_years_follow_one_another(calendar: Calendar) -> None:
    behind: date | None = None
    for year in YEARS[calendar]:
        opening, closing = year_days(calendar, year) or (date.min, date.min)
        assert behind is None or opening == behind
        day = opening
        for month in range(1, 13):
            first, last = month_days(calendar, year, month) or (date.min, date.min)
            assert first == day
            assert year_and_month(calendar, first) == year_and_month(calendar, last)
            assert year_and_month(calendar, last) == (year, month)
            day = last + timedelta(days=1)
        assert day == closing + timedelta(days=1)
        behind = day


def test_days_beyond_the_hijri_tables_get_the_nearest_year() -> None:
    assert year_and_month("hijri", date.min) == (1344, 1)
    assert year_and_month("hijri", date.max) == (1499, 12)
