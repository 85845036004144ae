"""A subscription's policy: how its reader wants to be told, as the store keeps it."""

from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from dideban.messages.notice import MessageLanguage

Day = Literal["sat", "sun", "mon", "tue", "wed", "thu", "fri"]
DAYS: Final[tuple[Day, ...]] = get_args(Day)
"""By name, since a weekend is Thursday and Friday here, Saturday and Sunday there."""

Severity = Literal["normal", "high", "critical"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)

MOST_MUTES: Final = 100
MOST_WINDOWS: Final = 21
MOST_AN_HOUR: Final = 1_000
DAY_MINUTES: Final = 24 * 60
FREE_MINUTES: Final = 180
"""A week must leave this much time to be told; no change of clocks takes as much away."""

type TimeOfDay = Annotated[str, msgspec.Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]


class PolicyError(ValueError):
    """A policy cannot be kept; the message says which `field`, why, and by what `fix`."""

    def __init__(self, field: str, reason: str, fix: str) -> None:
        super().__init__(f"{field}: {reason}; {fix}")
        self.field = field
        self.reason = reason
        self.fix = fix


class Window(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hours of quiet that begin on each of `days`; they end the day after where `to` is earlier."""

    starts: TimeOfDay = msgspec.field(name="from")
    ends: TimeOfDay = msgspec.field(name="to")
    days: tuple[Day, ...] = DAYS

    def __post_init__(self) -> None:
        """Raise PolicyError where these are no hours."""
        if self.starts == "24:00":
            raise PolicyError("from", "a day has no 24:00 to begin at", "write 00:00 and its day")
        if self.starts == self.ends:
            fix = "write 00:00 to 24:00 for a whole day"
            raise PolicyError("to", "the hours end as they begin", fix)
        if not self.days:
            raise PolicyError("days", "there is none", "name some, or leave days out for all")

    @property
    def first_minute(self) -> int:
        """The minute of its day at which it begins."""
        return minute_of(self.starts)

    @property
    def minutes(self) -> int:
        """How many minutes it lasts where no clock is changed."""
        lasts = minute_of(self.ends) - self.first_minute
        return lasts if lasts > 0 else lasts + DAY_MINUTES


class Mute(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reader wants to hear no more of, before the day `until` or for good."""

    kind: Literal["term", "source", "entity"]
    value: Annotated[str, msgspec.Meta(max_length=200)]
    until: date | None = None

    def __post_init__(self) -> None:
        """Raise PolicyError where nothing is muted."""
        if not self.value.strip():
            raise PolicyError("value", "it mutes nothing", f"name a {self.kind}")


class Policy(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """How a reader wants to be told; days and times of day are those of `time_zone` (IANA).

    `language` is that of the message's own words. Alerts of a `severity` from `breaks_through` on
    pass quiet hours. A pause ends as the day `paused_until` begins.
    """

    language: MessageLanguage = "en"
    time_zone: str = "UTC"
    severity: Severity = "normal"
    quiet_hours: Annotated[tuple[Window, ...], msgspec.Meta(max_length=MOST_WINDOWS)] = ()
    breaks_through: Literal["high", "critical", "never"] = "critical"
    max_an_hour: Annotated[int, msgspec.Meta(ge=1, le=MOST_AN_HOUR)] | None = None
    digest: Literal["none", "hourly", "daily"] = "none"
    digest_at: TimeOfDay | None = None
    follow_ups: bool = True
    mutes: Annotated[tuple[Mute, ...], msgspec.Meta(max_length=MOST_MUTES)] = ()
    paused_until: date | None = None

    def __post_init__(self) -> None:
        """Raise PolicyError where the policy cannot be kept."""
        zone_of(self.time_zone)
        if _free_minutes(self.quiet_hours) < FREE_MINUTES:
            reason = "they leave less than three hours of the week, so that alerts would wait"
            fix = "leave some time to be told, or pause the subscription until a day"
            raise PolicyError("quiet_hours", reason, fix)
        if self.digest == "daily" and self.digest_at is None:
            fix = 'add a time of day such as "digest_at": "08:00"'
            raise PolicyError("digest_at", "a daily digest needs one", fix)
        if self.digest != "daily" and self.digest_at is not None:
            reason = f"a digest of {self.digest!r} has none"
            raise PolicyError("digest_at", reason, 'leave it out, or write "digest": "daily"')
        if self.digest_at == "24:00":
            raise PolicyError("digest_at", "no clock shows 24:00", "write 00:00")

    @property
    def zone(self) -> ZoneInfo:
        """The reader's time zone."""
        return zone_of(self.time_zone)


def minute_of(time_of_day: str) -> int:
    """Return the minute of the day, 0 to 1440, of a time such as 07:30."""
    hour, minute = time_of_day.split(":")
    return int(hour) * 60 + int(minute)


def _free_minutes(windows: tuple[Window, ...]) -> int:
    week = len(DAYS) * DAY_MINUTES
    quiet: set[int] = set()
    for window in windows:
        for day in window.days:
            start = DAYS.index(day) * DAY_MINUTES + window.first_minute
            quiet.update(minute % week for minute in range(start, start + window.minutes))
    return week - len(quiet)


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone.

    Raises:
        PolicyError: there is none of this name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        reason = f"there is no zone {name!r}"
        raise PolicyError("time_zone", reason, "write one such as Asia/Tehran") from error


PLAIN: Final = Policy()
"""What holds where nothing is said: everything at once, at any hour."""


@lru_cache(maxsize=1_000)
def policy_of(text: str | None) -> Policy:
    """Return the policy that the store keeps as JSON; the plain one where it keeps none.

    Raises:
        PolicyError: it is none.
    """
    if text is None:
        return PLAIN
    try:
        return msgspec.json.decode(text, type=Policy)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise PolicyError("policy", f"it cannot be read: {error}", "write it anew") from error


def shown(policy: Policy) -> dict[str, Any]:
    """Return every field of a policy as JSON has it, also those that are as they always were."""
    return {
        each.encode_name: msgspec.to_builtins(getattr(policy, each.name))
        for each in msgspec.structs.fields(policy)
    }


def policy_text(policy: Policy) -> str | None:
    """Return the JSON that the store keeps, None for the plain policy."""
    return None if policy == PLAIN else msgspec.json.encode(policy).decode()
