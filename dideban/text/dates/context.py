"""What a date in a text depends on: its language's habits, and the day of publication."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from dideban.text.folding import primary
from schemas.articles import Calendar

ZONES: Final = {
    "fa": "Asia/Tehran",
    "ar": "Asia/Riyadh",
    "ru": "Europe/Moscow",
    "tr": "Europe/Istanbul",
    "az": "Asia/Baku",
}
"""Where most of the language's news is written; of other languages UTC."""

MONDAY: Final = 0
SATURDAY: Final = 5
_WEEK_STARTS: Final = {"fa": SATURDAY, "ar": SATURDAY}
"""CLDR weekData of Iran, Afghanistan, Egypt and Iraq; the others' week begins on Monday (ISO)."""
_CIVIL: Final[dict[str, Calendar]] = {"fa": "jalali"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The language subtag, and `today`: the day of publication where the source is."""

    subtag: str
    today: date

    @property
    def civil(self) -> Calendar:
        """The calendar whose months and years «last month» and «this year» are."""
        return _CIVIL.get(self.subtag, "gregorian")

    def week(self, shift: int) -> date:
        """Return the first day of the week so many weeks from this one."""
        since = (self.today.weekday() - _WEEK_STARTS.get(self.subtag, MONDAY)) % 7
        return self.today - timedelta(days=since) + timedelta(weeks=shift)


def context_of(language: str, published_at: datetime, zone: tzinfo | str | None) -> Context:
    """Return what dates in `language` mean to one who reads them at `published_at`.

    Raises:
        ValueError: `published_at` has no time zone.
        ZoneInfoNotFoundError: there is no zone of that name.
    """
    if published_at.tzinfo is None:
        raise ValueError("published_at must be an aware time")
    subtag = primary(language)
    place = ZONES.get(subtag, "UTC") if zone is None else zone
    where = ZoneInfo(place) if isinstance(place, str) else place
    return Context(subtag=subtag, today=_local_day(published_at, where))


def _local_day(moment: datetime, where: tzinfo) -> date:
    try:
        return moment.astimezone(where).date()
    except OverflowError:  # the first or the last day that a datetime can hold
        return moment.date()
