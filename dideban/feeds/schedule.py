"""When to poll a feed again: often enough to miss nothing, seldom enough to be no nuisance."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Literal

DAY_SECONDS: Final = 86_400.0
STEP: Final = 1.25
"""Up when a poll finds nothing new, down when it does: the pace settles where half of them do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """The operator's bounds, in seconds; `jitter` is a share of the interval.

    With `fixed` the interval stays as it is, whatever the polls bring.
    """

    floor_seconds: float = 300
    ceiling_seconds: float = DAY_SECONDS
    hint_ceiling_seconds: float = 3_600
    retry_seconds: float = 300
    jitter: float = 0.1
    failing_after: int = 10
    fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What is remembered of a feed between two polls."""

    interval_seconds: float
    failures: int = 0


def after_success(
    pace: Pace, cadence: Cadence, *, entries: int, new: int, hint_seconds: float | None = None
) -> Pace:
    """Return the pace after a poll that gave `entries`, `new` of them unseen.

    The interval grows when nothing was new, shrinks when something was, and is halved when
    everything was, for then entries may have been missed. `hint_seconds` is how seldom the feed
    asks to be polled; it is honoured up to `hint_ceiling_seconds`.
    """
    interval = pace.interval_seconds
    if cadence.fixed:
        return Pace(interval_seconds=interval)
    if entries > 1 and new == entries:
        interval /= 2
    elif new:
        interval /= STEP
    else:
        interval *= STEP
    floor = cadence.floor_seconds
    if hint_seconds is not None:
        floor = max(floor, min(hint_seconds, cadence.hint_ceiling_seconds))
    return Pace(interval_seconds=min(max(interval, floor), cadence.ceiling_seconds))


def after_failure(pace: Pace) -> Pace:
    """Return the pace after a poll that failed; the interval is kept for when it heals."""
    return replace(pace, failures=pace.failures + 1)


def delay_seconds(
    pace: Pace, cadence: Cadence, *, draw: float, retry_after_seconds: float | None = None
) -> float:
    """Return how long to wait until the next poll; `draw` is random, from -1 to 1.

    Failures double the wait from `retry_seconds` up to `ceiling_seconds`, and never end it.
    """
    wait = pace.interval_seconds
    if pace.failures:
        doubled = cadence.retry_seconds * 2.0 ** min(pace.failures - 1, 20)
        wait = max(wait, min(doubled, cadence.ceiling_seconds))
    if retry_after_seconds is not None:
        wait = max(wait, min(retry_after_seconds, DAY_SECONDS))
    return wait * (1 + cadence.jitter * draw)


def health(failures: int, cadence: Cadence) -> Literal["ok", "degraded", "failing"]:
    """Return the state of a source with so many failures in a row."""
    if not failures:
        return "ok"
    return "degraded" if failures < cadence.failing_after else "failing"


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Return the wait of a Retry-After header (RFC 9110, section 10.2.3), None where unreadable."""
    if value is None:
        return None
    if (seconds := _whole_number(value)) is not None:
        return float(min(seconds, DAY_SECONDS))
    return _until(value, now)


def fresh_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return how long an answer stays fresh by Cache-Control, else by Expires (RFC 9111)."""
    for directive in headers.get("Cache-Control", "").split(","):
        name, _, value = directive.strip().partition("=")
        if name.lower() == "max-age" and (age := _whole_number(value.strip('"'))) is not None:
            return max(0.0, age - (_whole_number(headers.get("Age", "")) or 0.0))
    expires = headers.get("Expires")
    return _until(expires, now) if expires else None


def _whole_number(text: str) -> float | None:
    text = text.strip()
    return min(float(text[:15]), 1e12) if text.isascii() and text.isdigit() else None


def _until(http_date: str, now: datetime) -> float | None:
    try:
        then = parsedate_to_datetime(http_date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = then if then.tzinfo else then.replace(tzinfo=UTC)
    return min(max(0.0, (aware - now).total_seconds()), DAY_SECONDS)
