"""A policy as a form has it: its fields filled in and read back, and what stops one of them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from dideban.alerting.policy import DAYS, MOST_WINDOWS, Policy, PolicyError, shown
from dideban.alerting.reading_policy import read_policy
from dideban.entities.knowledge import id_of, things

MOST_FIELDS: Final = 20 + MOST_WINDOWS * (2 + len(DAYS))
ZONES: Final = (
    *("Asia/Tehran", "Asia/Baghdad", "Europe/Istanbul", "Asia/Baku", "Europe/Moscow", "Asia/Kabul"),
    *("Asia/Dubai", "Asia/Riyadh", "Africa/Cairo", "Asia/Tbilisi", "Asia/Yerevan", "Asia/Ashgabat"),
    *("Asia/Tashkent", "Asia/Almaty", "Europe/Berlin", "Europe/London", "America/New_York", "UTC"),
)
"""Offered while one types; any other of the IANA list is taken as well."""
PLAIN_FIELDS: Final = ("language", "time_zone", "severity", "breaks_through", "digest")

_DIGITS: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_WINDOW: Final = re.compile(r"quiet_hours\[(\d+)\]\.(from|to|days)")
_LAST_HOUR: Final = 24
_LONGEST_NUMBER: Final = 9
"""In digits; Python makes no number of more than 4,300."""


class FormError(ValueError):
    """A field cannot be taken; `key` names the sentence that says why, with the `value` in it."""

    def __init__(self, field: str, key: str, value: str = "") -> None:
        super().__init__(f"{field}: {key} {value!r}")
        self.field = field
        self.key = f"problem_{key}"
        self.value = value


def filled(policy: Policy) -> dict[str, str]:
    """Return the fields of the form for a policy, and one empty row of hours of quiet."""
    told = shown(policy)
    values = {name: str(told[name]) for name in PLAIN_FIELDS}
    values["max_an_hour"] = str(policy.max_an_hour or "")
    values["digest_at"] = policy.digest_at or ""
    if policy.follow_ups:
        values["follow_ups"] = "yes"
    for row, window in enumerate(policy.quiet_hours):
        values |= {f"from_{row}": window.starts, f"to_{row}": window.ends}
        values |= {f"day_{row}_{day}": "yes" for day in window.days}
    if (row := len(policy.quiet_hours)) < MOST_WINDOWS:
        values |= {f"from_{row}": "", f"to_{row}": ""}
        values |= {f"day_{row}_{day}": "yes" for day in DAYS}
    return values


def rows(values: Mapping[str, str]) -> list[int]:
    """Return the rows of hours of quiet that a form has."""
    numbers = {
        int(name.rpartition("_")[2]) for name in values if re.fullmatch(r"from_\d{1,3}", name)
    }
    return sorted(numbers | {0})


def read(values: Mapping[str, str], policy: Policy, now: datetime) -> Policy:
    """Return the policy of a filled form; pauses and mutes, which have forms of their own, stay.

    Raises:
        FormError: a field cannot be taken.
    """
    kept = {name: shown(policy)[name] for name in ("mutes", "paused_until")}
    wanted: dict[str, object] = {
        name: values[name].strip() for name in PLAIN_FIELDS if values.get(name)
    }
    hours = {row: window for row in range(MOST_WINDOWS) if (window := _window(values, row))}
    wanted |= {
        **kept,
        "quiet_hours": list(hours.values()),
        "max_an_hour": _most(values.get("max_an_hour", "")),
        "digest_at": _digest_at(values),
        "follow_ups": "follow_ups" in values,
    }
    try:
        return read_policy(msgspec.json.encode(wanted), now)
    except PolicyError as error:
        raise placed(error, list(hours), values) from error


def placed(error: PolicyError, hours: list[int], values: Mapping[str, str]) -> FormError:
    """Return the error as one of a form, whose rows of hours are these."""
    if window := _WINDOW.fullmatch(error.field):
        kind = window[2]
        name = "day" if kind == "days" else kind
        return FormError(f"{name}_{hours[int(window[1])]}", "days" if kind == "days" else "hours")
    if error.field == "quiet_hours":
        return FormError("from_0", "all_quiet")
    name = error.field.rpartition(".")[2]
    known = {
        "time_zone": "zone",
        "digest_at": "digest_at",
        "max_an_hour": "most",
        "paused_until": "pause",
        "until": "until",
        "value": "mute",
        "mutes": "mutes",
    }
    return FormError(name, known.get(name, "other"), values.get(name, ""))


def known_thing(name: str) -> str:
    """Return the id of a person, place or thing that somebody names, by any name or by its id.

    Raises:
        FormError: the knowledge base has none such.
    """
    found = name if name in things() else id_of(name)
    if found is None:
        raise FormError("value", "thing", name)
    return found


def day(values: Mapping[str, str], field: str, key: str) -> date | None:
    """Return the day of a field, None where it is empty.

    Raises:
        FormError: it is no day.
    """
    text = values.get(field, "").strip().translate(_DIGITS)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FormError(field, key, text) from error


def _window(values: Mapping[str, str], row: int) -> dict[str, object] | None:
    ends = {name: values.get(f"{name}_{row}", "").strip() for name in ("from", "to")}
    if not any(ends.values()):
        return None
    for name, text in ends.items():
        if not text:
            raise FormError(f"{name}_{row}", "both_hours")
    times = {name: _time(text, f"{name}_{row}") for name, text in ends.items()}
    days = [each for each in DAYS if f"day_{row}_{each}" in values]
    return {**times, "days": days}


def _time(text: str, field: str) -> str:
    found = _TIME.fullmatch(text.translate(_DIGITS))
    if found is None or int(found[1]) > _LAST_HOUR or int(found[2]) > 59:  # noqa: PLR2004  minutes
        raise FormError(field, "time", text)
    told = f"{int(found[1]):02}:{found[2]}"
    if told > "24:00" or (told == "24:00" and not field.startswith("to_")):
        raise FormError(field, "time", text)
    return told


def _most(text: str) -> int | None:
    text = text.strip().translate(_DIGITS)
    if not text:
        return None
    if not text.isdecimal() or len(text) > _LONGEST_NUMBER:
        raise FormError("max_an_hour", "most", text)
    return int(text)


def _digest_at(values: Mapping[str, str]) -> str | None:
    """Return the time of a daily digest; no other digest has one."""
    text = values.get("digest_at", "").strip()
    if values.get("digest") != "daily" or not text:
        return None
    return _time(text, "digest_at")
