"""Times as a reader tells them: in their zone, their calendar and the names of their language."""

from datetime import datetime, timedelta, tzinfo
from typing import Final

from babel import Locale
from babel.dates import format_date

from dideban.text.dates.calendars import in_calendar

JALALI_MONTHS: Final = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip


def local(moment: datetime, zone: tzinfo) -> datetime:
    """Return the moment on the clock of a zone, as it is where the calendar ends there."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def day(moment: datetime, language: str) -> str:
    """Return the day in words: «۲۶ آذر ۱۴۰۴» for a Persian reader, «17 декабря 2025» for a Russian.

    Its digits are ASCII.
    """
    if language == "fa" and (told := in_calendar("jalali", moment.date())):
        year, month, number = told
        return f"{number} {JALALI_MONTHS[month - 1]} {year}"
    return format_date(moment.date(), "d MMMM y", locale=Locale(language))


def zone_name(moment: datetime) -> str:
    """Return how far the clock is from UTC, such as `UTC+3:30`, or `UTC`."""
    ahead = moment.utcoffset() or timedelta()
    minutes = abs(ahead) // timedelta(minutes=1)
    if not minutes:
        return "UTC"
    past = f":{minutes % 60:02}" if minutes % 60 else ""
    return f"UTC{'-' if ahead < timedelta() else '+'}{minutes // 60}{past}"
