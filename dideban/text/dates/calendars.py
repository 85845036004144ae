"""The three calendars of our news: Gregorian, Jalali (Solar Hijri) and lunar Hijri.

Jalali follows the 33-year rule with leap years where (25 y + 11) mod 33 < 8, as in Unicode ICU
(`persncal.cpp`); it agrees with the astronomical calendar that Iran and Afghanistan keep from 1178
to 1501. Hijri follows the tables of Umm al-Qura; where the moon is sighted (Iran, Iraq, the
Maghreb, Pakistan) a month may begin a day earlier or later.
"""

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

from hijridate import Gregorian, Hijri

from schemas.articles import Calendar

YEARS: Final[dict[Calendar, range]] = {
    "gregorian": range(1500, 2200),
    "jalali": range(1200, 1500),
    "hijri": range(1344, 1500),
}
"""Years a news text may mean: within the reach of the rule, and of the tables of Umm al-Qura."""

_MONTHS: Final = 12
_LONG_MONTHS: Final = 6
_SHORT_MONTH_DAYS: Final = 30
_NOWRUZ_OF_YEAR_1: Final = date(622, 3, 21).toordinal()
"""Counted back by the rule from 1 Farvardin 1404, which was 21 March 2025."""


def to_date(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day, or None where the calendar has no such day.

    A 30th of a Hijri month that has 29 days in the tables is the day after its 29th: another
    country may have seen the moon later.
    """
    span = month_days(calendar, year, month)
    if span is None or day < 1:
        return None
    first, last = span
    found = first + timedelta(days=day - 1)
    slack = 1 if calendar == "hijri" and day == _SHORT_MONTH_DAYS else 0
    return found if found <= last + timedelta(days=slack) else None


@lru_cache(maxsize=4096)
def month_days(calendar: Calendar, year: int, month: int) -> tuple[date, date] | None:
    """Return the first and last day of a month (1 to 12), or None outside `YEARS`."""
    if year not in YEARS[calendar] or not 1 <= month <= _MONTHS:
        return None
    first = _first_of_month(calendar, year, month)
    following = (year, month + 1) if month < _MONTHS else (year + 1, 1)
    return first, _first_of_month(calendar, *following) - timedelta(days=1)


def year_days(calendar: Calendar, year: int) -> tuple[date, date] | None:
    """Return the first and last day of a year, or None outside `YEARS`."""
    if year not in YEARS[calendar]:
        return None
    following = _first_of_month(calendar, year + 1, 1)
    return _first_of_month(calendar, year, 1), following - timedelta(days=1)


def year_and_month(calendar: Calendar, day: date) -> tuple[int, int]:
    """Return the year and month of a day; of a day the tables do not reach the nearest they do."""
    if calendar == "gregorian":
        return day.year, day.month
    if calendar == "jalali":
        return _jalali_year_and_month(day)
    first, last = _hijri_reach()
    found = Gregorian.fromdate(min(max(day, first), last)).to_hijri()
    return found.year, found.month


def in_calendar(calendar: Calendar, day: date) -> tuple[int, int, int] | None:
    """Return the year, the month and the day of the month, or None outside `YEARS`."""
    year, month = year_and_month(calendar, day)
    span = month_days(calendar, year, month)
    return None if span is None else (year, month, (day - span[0]).days + 1)


def _first_of_month(calendar: Calendar, year: int, month: int) -> date:
    if calendar == "gregorian":
        return date(year, month, 1)
    if calendar == "jalali":
        return date.fromordinal(_nowruz(year) + _days_before(month))
    hijri = Hijri(year, month, 1).to_gregorian()
    return date(hijri.year, hijri.month, hijri.day)


def _jalali_year_and_month(day: date) -> tuple[int, int]:
    year = day.year - (622 - 1)
    if day.toordinal() < _nowruz(year):
        year -= 1
    passed = day.toordinal() - _nowruz(year)
    return year, max(month for month in range(1, 13) if _days_before(month) <= passed)


def _nowruz(year: int) -> int:
    return _NOWRUZ_OF_YEAR_1 + 365 * (year - 1) + (8 * year + 21) // 33


def _days_before(month: int) -> int:
    return 30 * (month - 1) + min(month - 1, _LONG_MONTHS)


@cache
def _hijri_reach() -> tuple[date, date]:
    years = YEARS["hijri"]
    behind = _first_of_month("hijri", years[-1] + 1, 1)
    return _first_of_month("hijri", years[0], 1), behind - timedelta(days=1)
