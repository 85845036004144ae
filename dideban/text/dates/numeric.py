"""Dates in digits alone: 2025-12-17, 17.12.2025, ۱۴۰۴/۹/۲۶.

The year has four digits; with full stops in Russian, Turkish and Azerbaijani two will do. Where
the year is first, month and day follow. Where it is last, the day is first; only in English, and
only where that is no day (12/17/2025), the month is. Two numbers alone (1/2, 3.5) are no date.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from dideban.text.dates.calendars import YEARS, to_date, year_and_month
from schemas.articles import Calendar

_DIGITS: Final = re.compile(
    r"(?<![\w.,:/+#№$€\-\u2010-\u2015])(?:"
    r"(?P<year>\d{4})(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"|(?P<day_>\d{1,2})(?P<mark_>[-./])(?P<month_>\d{1,2})(?P=mark_)(?P<year_>\d{4}|\d{2})"
    r")(?:(?=T\d\d:|[مг]\b|هـ?\b)|(?![\w%٪]|[-./:,٫٬]\d|[-/]))"
)
_SHORT_YEARS: Final = frozenset({"ru", "tr", "az"})
_CENTURY: Final = 2000
_LAST_MONTH: Final = 12
_RECENT: Final = range(1900, 2200)
"""Gregorian years in digits; older ones are rather article numbers and sums."""
_IRANIAN: Final = frozenset({"fa"})
_ISLAMIC: Final = frozenset({"fa", "ar"})

type NumericDate = tuple[int, int, date, Calendar]
"""Start, end, day, calendar."""


def numeric_dates(text: str, subtag: str, today: date) -> Iterator[NumericDate]:
    """Yield the dates in digits of any script, in order."""
    for match in _DIGITS.finditer(text):
        year, month, day = (match[name] or match[f"{name}_"] for name in ("year", "month", "day"))
        short = len(year) < len("2025")
        if short and not (subtag in _SHORT_YEARS and _is_pointed(match)):
            continue
        first = match["year"] is not None
        found = _day(int(year) + _CENTURY * short, int(month), int(day), subtag, today, first=first)
        if found is not None:
            yield (*match.span(), *found)


def _is_pointed(match: re.Match[str]) -> bool:
    return match["mark_"] == "." and len(match["day_"]) == len(match["month_"]) == len("17")


def _day(
    year: int, month: int, day: int, subtag: str, today: date, *, first: bool
) -> tuple[date, Calendar] | None:
    calendar = calendar_of(year, subtag, today)
    if calendar is None or (calendar == "gregorian" and year not in _RECENT):
        return None
    if subtag == "en" and not first and month > _LAST_MONTH:
        month, day = day, month
    found = to_date(calendar, year, month, day)
    return None if found is None else (found, calendar)


def calendar_of(year: int, subtag: str, today: date) -> Calendar | None:
    """Return the calendar of a year that stands without a month's name.

    From 1500 on it is Gregorian. Before that it is Hijri in Arabic; in Persian it is Jalali or
    Hijri, whichever this year is nearer to; in other languages it is no year of ours.
    """
    if year in YEARS["gregorian"]:
        return "gregorian"
    if subtag not in _ISLAMIC or year not in YEARS["jalali"]:
        return None
    if subtag in _IRANIAN:
        distance = {
            calendar: abs(year - year_and_month(calendar, today)[0]) for calendar in _OLD_CALENDARS
        }
        return min(_OLD_CALENDARS, key=lambda calendar: distance[calendar])
    return "hijri"


_OLD_CALENDARS: Final[tuple[Calendar, ...]] = ("jalali", "hijri")
