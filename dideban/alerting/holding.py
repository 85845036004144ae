"""Whether an alert goes out now or later, and until when it is held: never dropped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dideban.alerting.caps import HOUR, room_at
from dideban.alerting.clocks import moment, told
from dideban.alerting.digests import next_slot
from dideban.alerting.policy import Policy
from dideban.alerting.quiet_hours import held_until

_HELD: Final = ", held until "


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What a subscription sent in the last hour, and until when its overflow gathers, if any."""

    sent: tuple[datetime, ...] = ()
    gathering: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """An alert waits until then (UTC), for a reason in words."""

    until: datetime
    reason: str


def hold(policy: Policy, traffic: Traffic, now: datetime) -> Hold | None:
    """Return until when the policy holds an alert that comes now, None where it goes at once.

    A pause goes before the digests, they before quiet hours, and these before the cap; what is
    held for one and would go out in quiet hours waits for their end.
    """
    return _told(policy, _held(policy, traffic, now))


def resting(policy: Policy, now: datetime) -> Hold | None:
    """Return until when nothing at all goes out now, be it held, or tried again: pause and quiet.

    None where it may go.
    """
    if ends := paused_until(policy, now):
        return _told(policy, (ends, "paused"))
    quiet = held_until(now, policy)
    return _told(policy, (quiet, "quiet hours")) if quiet else None


def was_held(reason: str | None) -> bool:
    """Return whether a row's reason is that of a hold, which stays until it is sent."""
    return reason is not None and _HELD in reason


def _told(policy: Policy, held: tuple[datetime, str] | None) -> Hold | None:
    if held is None:
        return None
    until = held_until(held[0], policy) or held[0]
    return Hold(until=until, reason=f"{held[1]}{_HELD}{told(until, policy.zone)}")


def _held(policy: Policy, traffic: Traffic, now: datetime) -> tuple[datetime, str] | None:
    ends = paused_until(policy, now)
    slot = next_slot(ends or now, policy)
    if ends is not None:
        return slot or ends, "paused"
    if slot is not None:
        return slot, f"{policy.digest} digest"
    if quiet := held_until(now, policy):
        return quiet, "quiet hours"
    if room := room_at(traffic.sent, now, policy.max_an_hour):
        gathers = traffic.gathering
        together = gathers if gathers is not None and now < gathers <= now + HOUR else room
        return together, f"{policy.max_an_hour} an hour are out"
    return None


def paused_until(policy: Policy, now: datetime) -> datetime | None:
    """Return the UTC moment at which the pause ends, None where there is none now."""
    if policy.paused_until is None:
        return None
    ends = moment(policy.paused_until, 0, policy.zone)
    return ends if ends > now else None
