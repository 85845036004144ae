"""When a reader's clock shows a time of day: one moment for each, however clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_SECOND: Final = timedelta(seconds=1)


def moment(day: date, minute: int, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """Return the UTC moment at which the clocks of `zone` show this minute of the day.

    A minute that comes twice in autumn is the first of the two, or the `last`. One that a clock
    put forward passes over, or one of a day that a country left out, is the moment of the change.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    shown = wall.replace(tzinfo=zone, fold=1 if last else 0).astimezone(UTC)
    if shown.astimezone(zone).replace(tzinfo=None) == wall:
        return shown
    return _change(wall, zone)


def _change(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first second at which clocks show more than `wall`, which none ever shows."""
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) > wall:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def told(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as a reader's clock and calendar show it, with the name of the zone."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M} {zone.key}"
