"""Periods as closed ranges of days: the year that a date without one means, weeks, seasons."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from dideban.text.dates.calendars import month_days, year_and_month, year_days
from dideban.text.dates.context import Context
from schemas.articles import Calendar

type Days = tuple[date, date]
"""First and last day."""

type OfYear = Callable[[int], Days | None]
"""Says which days of a year are meant."""

_REACHES: Final = (1, 4)
"""Years looked at on each side; four where a 29th of February seeks its leap year. A 30th of
Esfand in the middle of the Jalali five years without one finds the nearer."""
QUARTER: Final = 3
HALF: Final = 6
_NORTHERN_SPRING: Final = 3
_MONTHS: Final = 12


def whole(day: date) -> Days:
    """Return the period of one day."""
    return day, day


def nearest(calendar: Calendar, today: date, on: OfYear) -> Days | None:
    """Return the one nearest to `today` of the periods that `on` says for the years around it.

    What holds `today` is nearest; of two as near the earlier, for news tells what has happened.
    """
    this = year_and_month(calendar, today)[0]
    for reach in _REACHES:
        around = range(this - reach, this + reach + 1)
        found = [days for each in around if (days := on(each)) is not None]
        if found:
            return min(found, key=lambda days: (_distance(days, today), days))
    return None


def last_begun(calendar: Calendar, today: date, on: OfYear) -> Days | None:
    """Return the last of the periods that `on` says which began by `today`."""
    this = year_and_month(calendar, today)[0]
    found = (days for year in (this, this - 1) if (days := on(year)) is not None)
    return next((days for days in found if days[0] <= today), None)


def last_over(calendar: Calendar, today: date, on: OfYear) -> Days | None:
    """Return the last of the periods that `on` says which ended before `today`."""
    return last_begun(calendar, today - timedelta(days=1), on)


def next_to_begin(calendar: Calendar, today: date, on: OfYear) -> Days | None:
    """Return the first of the periods that `on` says which begins after `today`."""
    this = year_and_month(calendar, today)[0]
    found = (days for year in (this, this + 1) if (days := on(year)) is not None)
    return next((days for days in found if days[0] > today), None)


def day(context: Context, shift: int) -> date:
    """Return the day so many days from today."""
    return context.today + timedelta(days=shift)


def week(context: Context, shift: int) -> Days:
    """Return the week so many weeks from this one."""
    first = context.week(shift)
    return first, first + timedelta(days=6)


def month(context: Context, shift: int) -> Days | None:
    """Return the month so many months from this one, of the language's civil calendar."""
    year, this = year_and_month(context.civil, context.today)
    years, index = divmod(this - 1 + shift, _MONTHS)
    return month_days(context.civil, year + years, index + 1)


def year(context: Context, shift: int) -> Days | None:
    """Return the year so many years from this one, of the language's civil calendar."""
    return year_days(context.civil, year_and_month(context.civil, context.today)[0] + shift)


def shifted(context: Context, unit: str, shift: int) -> Days | None:
    """Return the day, week, month or year so many units from this one."""
    if unit == "day":
        return whole(day(context, shift))
    if unit == "week":
        return week(context, shift)
    return month(context, shift) if unit == "month" else year(context, shift)


def part(calendar: Calendar, of_year: int, number: int, months: int) -> Days | None:
    """Return the part of a year (1 is the first) that lasts so many months; None where none is."""
    return _months(calendar, of_year, 1 + (number - 1) * months, months)


def season(calendar: Calendar, of_year: int, number: int) -> Days | None:
    """Return a season (1 is spring): of the Jalali year a quarter, else the meteorological one.

    A Gregorian winter lies in two years, and which is meant is not said: there is none.
    """
    begin = 1 if calendar == "jalali" else _NORTHERN_SPRING
    first = begin + (number - 1) * QUARTER
    return None if calendar == "hijri" else _months(calendar, of_year, first, QUARTER)


def _months(calendar: Calendar, of_year: int, first: int, count: int) -> Days | None:
    """Return so many months from the first on; None where the year does not have them all."""
    opening, closing = (month_days(calendar, of_year, each) for each in (first, first + count - 1))
    return None if opening is None or closing is None else (opening[0], closing[1])


def _distance(days: Days, today: date) -> timedelta:
    return max(days[0] - today, today - days[1], timedelta())
