"""When an entry was published, and how far that can be believed."""

import calendar
import re
from datetime import UTC, datetime, timedelta, tzinfo
from time import struct_time
from typing import Final, Literal

type Quality = Literal["given", "guessed", "missing", "future", "ancient"]

AHEAD: Final = timedelta(days=1)
"""A wrong zone moves a time by at most fourteen hours; more than a day ahead is no time at all."""

MEMORY: Final = timedelta(days=30)

_ZONE: Final = re.compile(r"(\d\s*Z|[+-]\d{1,2}:?\d{2}|\s(?!AM|PM)[A-Z]{1,5})\s*(\([^)]*\))?\s*$")
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}")


def published_quality(
    published: datetime | None, now: datetime, *, zone_given: bool, memory: timedelta = MEMORY
) -> Quality:
    """Return how far `published` can be believed at `now` (both aware).

    `memory` is how old an article of this source may be and still be news.
    """
    if published is None:
        return "missing"
    if published > now + AHEAD:
        return "future"
    if published < now - memory:
        return "ancient"
    return "given" if zone_given else "guessed"


def from_parsed(parsed: struct_time | None) -> datetime | None:
    """Return the UTC time that a feed library parsed, or None where it is no time of our era."""
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def has_zone(written: str) -> bool:
    """Whether a date as written gives a clock time and its time zone."""
    return bool(_CLOCK.search(written) and _ZONE.search(written.strip()))


def in_zone(published: datetime, zone: tzinfo) -> datetime:
    """Return the UTC time of a clock that was read as UTC but stands in `zone`."""
    return published.replace(tzinfo=zone).astimezone(UTC)
