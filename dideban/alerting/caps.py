"""Caps: when a subscription that has told much may tell more."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

HOUR: Final = timedelta(hours=1)


def room_at(sent: Collection[datetime], now: datetime, most: int | None) -> datetime | None:
    """Return when the hour has room for a message again, None where it has room now.

    `sent` are the times of earlier messages. One told later than `now`, by a clock that was put
    back since, counts as told now: nothing waits for longer than an hour.
    """
    if most is None:
        return None
    recent = sorted(min(at, now) for at in sent if at > now - HOUR)
    return None if len(recent) < most else recent[-most] + HOUR
