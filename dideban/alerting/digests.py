"""Digests: when the next one goes out."""

from datetime import UTC, datetime, timedelta
from typing import Final

from dideban.alerting.clocks import moment
from dideban.alerting.policy import Policy, minute_of

HOUR_MINUTES: Final = 60
LOOKED_AHEAD_DAYS: Final = 4


def next_slot(now: datetime, policy: Policy) -> datetime | None:
    """Return the UTC moment of the first digest after `now`, None where alerts go one by one.

    An hourly one goes as the reader's clock begins an hour, a daily one at the policy's time.
    """
    if policy.digest == "none":
        return None
    local = now.astimezone(policy.zone)
    if policy.digest == "hourly":
        left = timedelta(minutes=HOUR_MINUTES - local.minute)
        return now.astimezone(UTC).replace(second=0, microsecond=0) + left
    minute = minute_of(policy.digest_at or "00:00")
    days = (local.date() + timedelta(days=ahead) for ahead in range(LOOKED_AHEAD_DAYS))
    return next(at for day in days if (at := moment(day, minute, policy.zone)) > now)
