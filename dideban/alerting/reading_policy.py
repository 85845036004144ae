"""A policy as people send it: read, and refused in a sentence where it cannot be kept."""

import re
from datetime import datetime, timedelta
from typing import Final

import msgspec

from dideban.alerting.holding import paused_until
from dideban.alerting.mutes import lasts, stems
from dideban.alerting.policy import (
    DAYS,
    MOST_MUTES,
    MOST_WINDOWS,
    Mute,
    Policy,
    PolicyError,
    Window,
)

LONGEST_PAUSE_DAYS: Final = 31
"""Who wants to hear nothing for longer does not want the subscription."""

_PLACE: Final = re.compile(r"(.*?)(?: - at `\$\.?(.*)`)?", re.DOTALL)
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)
_DAY: Final = "write a day such as 2026-01-31"
_TIME: Final = "write a time of day such as 22:00"
_FIXES: Final = {
    "language": "write ar, az, en, fa, ru or tr",
    "time_zone": "write one such as Asia/Tehran",
    "severity": "write normal, high or critical",
    "quiet_hours": f'write at most {MOST_WINDOWS} such as [{{"from": "22:00", "to": "07:00"}}]',
    "from": _TIME,
    "to": _TIME,
    "days": f"write some of {', '.join(DAYS)}",
    "breaks_through": "write high, critical or never",
    "max_an_hour": "write a number from 1 to 1000, or null for no cap",
    "digest": "write none, hourly or daily",
    "digest_at": "write a time of day such as 08:00",
    "follow_ups": "write true or false",
    "mutes": f'write at most {MOST_MUTES} such as [{{"kind": "term", "value": "football"}}]',
    "kind": "write term, source or entity",
    "value": "write at most 200 characters",
    "until": _DAY,
    "paused_until": _DAY,
}


def read_policy(text: bytes | str, now: datetime) -> Policy:
    """Return the policy that somebody sends as JSON, checked whole.

    Raises:
        PolicyError: it cannot be kept.
    """
    return checked(_decoded(text), now)


def read_kept_policy(text: bytes | str, now: datetime) -> Policy:
    """Return a policy that was kept elsewhere, without what is over by now, checked whole.

    Raises:
        PolicyError: it cannot be kept.
    """
    return checked(current(_decoded(text), now), now)


def _decoded(text: bytes | str) -> Policy:
    try:
        return msgspec.json.decode(text, type=Policy)
    except msgspec.ValidationError as error:
        raise _sentence(error) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        fix = 'write one object such as {"time_zone": "Asia/Tehran"}'
        raise PolicyError("policy", f"it is no JSON ({error})", fix) from error


def checked(policy: Policy, now: datetime) -> Policy:
    """Return the policy.

    Raises:
        PolicyError: its pause is over or too long, or a mute is over or mutes nothing.
    """
    today = now.astimezone(policy.zone).date()
    last = today + timedelta(days=LONGEST_PAUSE_DAYS)
    if policy.paused_until is not None and not today < policy.paused_until <= last:
        reason = f"a pause ends after today and within {LONGEST_PAUSE_DAYS} days"
        fix = f"write a day from {today + timedelta(days=1)} to {last}"
        raise PolicyError("paused_until", reason, fix)
    for number, mute in enumerate(policy.mutes):
        if mute.until is not None and mute.until <= today:
            fix = f"write a day from {today + timedelta(days=1)} on, or leave it out"
            raise PolicyError(f"mutes[{number}].until", "a mute ends after today", fix)
        if mute.kind == "term" and not stems(mute.value, policy.language):
            reason = f"{mute.value!r} has no word, so it mutes nothing"
            raise PolicyError(f"mutes[{number}].value", reason, "write a word or several")
    return policy


def current(policy: Policy, now: datetime) -> Policy:
    """Return the policy without what is over: a pause, or mutes with an end."""
    ends = paused_until(policy, now)
    return msgspec.structs.replace(
        policy,
        paused_until=None if ends is None else policy.paused_until,
        mutes=tuple(mute for mute in policy.mutes if lasts(mute, policy, now)),
    )


def with_mute(policy: Policy, mute: Mute) -> Policy:
    """Return the policy with one more mute, in the place of one for the same.

    Raises:
        PolicyError: there are too many.
    """
    others = [each for each in policy.mutes if (each.kind, each.value) != (mute.kind, mute.value)]
    if len(others) >= MOST_MUTES:
        raise PolicyError("mutes", f"there are {MOST_MUTES} already", "take some away first")
    return msgspec.structs.replace(policy, mutes=(*others, mute))


def _sentence(error: msgspec.ValidationError) -> PolicyError:
    found = _PLACE.fullmatch(str(error))
    reason, place = (found[1], found[2] or "") if found else (str(error), "")
    if isinstance(cause := error.__cause__, PolicyError):
        return PolicyError(_joined(place, cause.field), cause.reason, cause.fix)
    if unknown := _UNKNOWN.fullmatch(reason):
        fix = f"use {', '.join(_fields_of(place))}"
        return PolicyError(_joined(place, unknown[1]), "there is no such field", fix)
    name = re.sub(r"\[.*?\]", "", place).rpartition(".")[2]
    fix = _FIXES.get(name, 'write one object such as {"time_zone": "Asia/Tehran"}')
    return PolicyError(place or "policy", reason.replace("`", ""), fix)


def _fields_of(place: str) -> list[str]:
    part = Window if place.startswith("quiet_hours") else Mute if place else Policy
    return [field.encode_name for field in msgspec.structs.fields(part)]


def _joined(place: str, field: str) -> str:
    return f"{place}.{field}" if place else field
