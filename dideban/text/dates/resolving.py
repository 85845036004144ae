"""What the parts of a form amount to: a day or a period, or nothing where they contradict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from dideban.text.dates import periods, weekdays
from dideban.text.dates.calendars import YEARS, month_days, to_date, year_and_month
from dideban.text.dates.calendars import year_days as days_of_year
from dideban.text.dates.context import Context
from dideban.text.dates.lexemes import Lexeme
from dideban.text.dates.numeric import calendar_of
from dideban.text.dates.periods import Days, OfYear
from schemas.articles import Calendar

_JALALI_CENTURY: Final = 1300
"""A year of two digits is of the Jalali century that ended in 1400: «سال ۹۸»."""
_SURE: Final = frozenset({"marked", "year", "short_year", "month_to"})
"""Parts beside which a month's name can be nothing else."""
_MANY: Final = frozenset({"недель", "месяцев", "лет", "недели", "месяца", "года"})
"""Russian units that some number stands before, if not one we know."""
_PERIODS: Final = frozenset("PQh")
"""Signs of words behind which a month's name can be nothing else."""
_UNIT_NAMES: Final = {"d": "day", "e": "week", "g": "month", "Y": "year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The lexemes of a form by their part in it; the sign before it; the tense around it."""

    of: Mapping[str, Lexeme]
    before: str = ""
    future: bool = False

    def number(self, name: str) -> int | None:
        """Return the number that a part says, None where the form lacks it."""
        found = self.of.get(name)
        return None if found is None else found.value


@dataclass(frozen=True, slots=True)
class Reading:
    """First and last day, the calendar, and whether they were told from the publication."""

    days: Days
    calendar: Calendar
    relative: bool = field(default=False, kw_only=True)


def resolve(parts: Parts, context: Context) -> Reading | None:
    """Return what a form means, or None where it means no date."""
    if "none" in parts.of:
        return None
    if "month" in parts.of:
        return _day(parts, context) if "day" in parts.of else _month(parts, context)
    if parts.of.keys() & {"season", "part"}:
        return _part_of_year(parts, context)
    if "of_month" in parts.of:
        return _day_of_month(parts, context)
    if parts.of.keys() & {"year", "short_year"}:
        return _year(parts, context)
    days = _relative(parts, context)
    return None if days is None else Reading(days, context.civil, relative=True)


def _day(parts: Parts, context: Context) -> Reading | None:
    month, first, last = parts.of["month"], parts.of["day"].value, parts.number("day2")
    if not _is_sure(parts, month):
        return None
    calendar = _calendar(month)

    def on(year: int) -> Days | None:
        opening = to_date(calendar, year, month.value, first)
        closing = opening if last is None else to_date(calendar, year, month.value, last)
        return None if opening is None or closing is None else (opening, closing)

    days = _in_year(parts, context, calendar, on)
    if days is None or days[0] > days[1]:
        return None
    weekday = parts.number("weekday")
    if calendar == "hijri" and weekday is not None and last is None:
        days = periods.whole(weekdays.beside(days[0], weekday))
    return Reading(days, calendar, relative=_tells_year(parts))


def _day_of_month(parts: Parts, context: Context) -> Reading | None:
    """Return the day of this month, of the last or of the next."""
    days = periods.month(context, parts.number("mod") or 0)
    if days is None:
        return None
    day = days[0] + timedelta(days=parts.of["day"].value - 1)
    told = Reading(periods.whole(day), context.civil, relative=True)
    return told if day <= days[1] else None


def _month(parts: Parts, context: Context) -> Reading | None:
    month, mod = parts.of["month"], parts.number("mod")
    calendar = _calendar(month)
    if not _is_sure(parts, month):
        return None
    if mod is not None:
        days = _month_told(month, mod, context)
        return None if days is None else Reading(days, calendar, relative=True)
    last = parts.of.get("month_to", month)

    def on(year: int) -> Days | None:
        opening = month_days(calendar, year, month.value)
        closing = month_days(calendar, year, last.value)
        return None if opening is None or closing is None else (opening[0], closing[1])

    days = _in_year(parts, context, calendar, on)
    if last.sense.name != month.sense.name or (days is not None and days[0] > days[1]):
        return None
    return None if days is None else Reading(days, calendar, relative=_tells_year(parts))


def _month_told(month: Lexeme, mod: int, context: Context) -> Days | None:
    """Return «last December»: the last that is over or begun; «next»: the first yet to begin."""
    calendar = _calendar(month)
    year, this = year_and_month(calendar, context.today)
    if mod < 0:
        return month_days(calendar, year - (month.value >= this), month.value)
    if mod > 0:
        return month_days(calendar, year + (month.value <= this), month.value)
    return month_days(calendar, year, month.value)


def _is_sure(parts: Parts, month: Lexeme) -> bool:
    """Say whether a month's name is meant as one; see the flags in `vocabulary`."""
    flags, second, day = month.sense.flags, parts.of.get("month2"), parts.of.get("day")
    if second is not None and second.sense.value != month.value:
        return False
    if "leading" in flags and (day is None or day.start < month.start):
        return False
    if "marked" in flags or parts.of.keys() & _SURE or _tells_year(parts):
        return True
    return _stands_alone(parts, flags) if day is None else _suits_day(day, flags)


def _stands_alone(parts: Parts, flags: frozenset[str]) -> bool:
    told = "mod" in parts.of or parts.before in _PERIODS
    return "frail" not in flags and (told or "weak" not in flags)


def _suits_day(day: Lexeme, flags: frozenset[str]) -> bool:
    if day.sense.kind == "w":
        return not flags & {"weak", "frail"}
    return "frail" not in flags or (day.sense.kind == "o" and day.sense.name != "digits")


def _in_year(parts: Parts, context: Context, calendar: Calendar, on: OfYear) -> Days | None:
    if (short := parts.number("short_year")) is not None:
        return on(_JALALI_CENTURY + short) if calendar == "jalali" else None
    if (year := parts.number("year")) is not None:
        return on(year) if year in YEARS[calendar] else None
    if (shift := _year_shift(parts)) is not None:
        return on(year_and_month(calendar, context.today)[0] + shift)
    mod = parts.number("mod")
    if mod is not None and mod > 0:
        return periods.next_to_begin(calendar, context.today, on)
    if mod is not None and mod < 0:
        return periods.last_over(calendar, context.today, on)
    choose = periods.last_begun if "month_to" in parts.of else periods.nearest
    return choose(calendar, context.today, on)


def _year_shift(parts: Parts) -> int | None:
    shifts = (parts.number(name) for name in ("year_mod", "mod_year", "now_year"))
    return next((shift for shift in shifts if shift is not None), None)


def _tells_year(parts: Parts) -> bool:
    return _year_shift(parts) is not None


def _part_of_year(parts: Parts, context: Context) -> Reading | None:
    year, shift = parts.number("year"), _year_shift(parts)
    if year is not None:
        calendar = calendar_of(year, context.subtag, context.today)
    else:
        calendar, year = context.civil, year_and_month(context.civil, context.today)[0]
        year += shift or 0
    days = _days_of_part(parts, calendar, year) if calendar else None
    return Reading(days, calendar, relative=shift is not None) if calendar and days else None


def _days_of_part(parts: Parts, calendar: Calendar, year: int) -> Days | None:
    if season := parts.of.get("season"):
        return periods.season(calendar, year, season.value)
    part = parts.of["part"]
    months = periods.QUARTER if part.sense.kind == "Q" else periods.HALF
    return periods.part(calendar, year, part.value or parts.number("nth") or 0, months)


def _year(parts: Parts, context: Context) -> Reading | None:
    short, mark = parts.number("short_year"), parts.of.get("cal")
    year = parts.of["year"].value if short is None else _JALALI_CENTURY + short
    said: dict[str, Calendar] = {"jalali": "jalali", "hijri": "hijri", "gregorian": "gregorian"}
    if mark is not None:
        calendar: Calendar | None = said[mark.sense.name]
    else:
        calendar = "jalali" if short else calendar_of(year, context.subtag, context.today)
    days = days_of_year(calendar, year) if calendar else None
    return Reading(days, calendar) if calendar and days else None


def _relative(parts: Parts, context: Context) -> Days | None:
    if (offset := parts.number("deictic")) is not None:
        return periods.whole(_beside_weekday(periods.day(context, offset), parts))
    if weekday := parts.of.get("weekday"):
        sure = "abbreviated" not in weekday.sense.flags
        sure = sure and not ("alone" in parts.of and "weak" in weekday.sense.flags)
        return periods.whole(_weekday(parts, context)) if sure else None
    if "now" in parts.of:
        return periods.year(context, parts.of["now"].value)
    if parts.of.keys() & {"count", "ago", "counted", "later"}:
        return _counted(parts, context)
    unit, mod = parts.of["unit"], parts.of["mod"]
    shift = -1 if mod.sense.kind == "A" else mod.value
    return _away(parts, context, _UNIT_NAMES[unit.sense.kind], shift)


def _beside_weekday(day: date, parts: Parts) -> date:
    weekday = parts.number("weekday")
    return day if weekday is None else weekdays.beside(day, weekday)


def _weekday(parts: Parts, context: Context) -> date:
    weekday = parts.of["weekday"].value
    if week := parts.of.get("week_mod"):
        return weekdays.of_week(context, weekday, -1 if week.sense.kind == "A" else week.value)
    if mod := parts.of.get("mod"):
        return weekdays.named(context, weekday, -1 if mod.sense.kind == "A" else mod.value)
    return weekdays.alone(context, weekday, future=parts.future)


def _counted(parts: Parts, context: Context) -> Days | None:
    later = parts.of.get("later")
    if later is not None and not (parts.future and _says_later(later)):
        return None
    if counted := parts.of.get("counted"):
        shift = counted.value * (1 if later else -1)
        return _away(parts, context, counted.sense.name, shift)
    unit, count = parts.of["unit"], parts.number("count")
    if "count" in parts.of and parts.of["count"].value == 0:  # «some years ago»
        return None
    if count is None and (unit.text.startswith("ال") or unit.text.casefold() in _MANY):
        return None
    shift = 1 if count is None else count
    ahead = later is not None or "ahead" in parts.of
    return _away(parts, context, _UNIT_NAMES[unit.sense.kind], shift if ahead else -shift)


def _away(parts: Parts, context: Context, unit: str, shift: int) -> Days | None:
    """Return what is so many units away; of «a week ago today», «exactly a week ago», the day."""
    exact = parts.number("exact")
    if exact is None or unit != "week":
        return periods.shifted(context, unit, shift)
    return None if exact else periods.whole(periods.day(context, 7 * shift))


def _says_later(word: Lexeme) -> bool:
    """Tell «in three days» from «during three days»."""
    return word.sense.kind != "p" or word.text.casefold() == "in"


def _calendar(month: Lexeme) -> Calendar:
    known: dict[str, Calendar] = {"jalali": "jalali", "hijri": "hijri", "gregorian": "gregorian"}
    return known[month.sense.name]
