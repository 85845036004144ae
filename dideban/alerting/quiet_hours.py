"""Quiet hours: until when a reader is left alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from dideban.alerting.clocks import moment
from dideban.alerting.policy import DAY_MINUTES, DAYS, SEVERITIES, Policy, Window

BEFORE_DAYS: Final = 3
AHEAD_DAYS: Final = 15
"""Two weeks ahead: the one free time of a week may be what a change of clocks takes away."""


def held_until(now: datetime, policy: Policy) -> datetime | None:
    """Return the UTC moment at which the quiet of `now` ends, None where there is none.

    Hours that touch one another are one quiet. The severity of the policy may break through.
    """
    if not policy.quiet_hours or breaks_through(policy):
        return None
    end = now
    for start, stop in sorted(_around(now, policy)):
        if start <= end < stop:
            end = stop
    return end.astimezone(UTC) if end > now else None


def breaks_through(policy: Policy) -> bool:
    """Return whether what the policy tells is grave enough to be told at any hour."""
    if policy.breaks_through == "never":
        return False
    return SEVERITIES.index(policy.severity) >= SEVERITIES.index(policy.breaks_through)


def _around(now: datetime, policy: Policy) -> Iterator[tuple[datetime, datetime]]:
    today = now.astimezone(policy.zone).date()
    for window in policy.quiet_hours:
        for ahead in range(-BEFORE_DAYS, AHEAD_DAYS):
            day = today + timedelta(days=ahead)
            if day_name(day) in window.days:
                yield _hours(window, day, policy)


def _hours(window: Window, day: date, policy: Policy) -> tuple[datetime, datetime]:
    last = window.first_minute + window.minutes
    start = moment(day, window.first_minute, policy.zone)
    days, minute = divmod(last, DAY_MINUTES)
    return start, moment(day + timedelta(days=days), minute, policy.zone, last=True)


def day_name(day: date) -> str:
    """Return the name by which a policy calls this day of the week."""
    saturday_first = (day.weekday() + 2) % len(DAYS)
    return DAYS[saturday_first]
