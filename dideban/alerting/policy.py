"""A subscription's policy: how its reader wants to be told."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from dideban.messages.notice import MessageLanguage


class PolicyError(ValueError):
    """A policy cannot be kept; the message says which part, why, and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """`language` is that of the message's own words; `time_zone` (IANA) is the reader's."""

    language: MessageLanguage = "en"
    time_zone: str = "UTC"

    def __post_init__(self) -> None:
        """Raise PolicyError where the policy cannot be kept."""
        zone_of(self.time_zone)


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone.

    Raises:
        PolicyError: there is none of this name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PolicyError(
            f"time_zone: there is no zone {name!r}; write one such as Asia/Tehran"
        ) from error


PLAIN: Final = Policy()
"""What holds where nothing is said: everything at once, at any hour."""


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
        raise PolicyError(f"the policy cannot be read: {error}") from error


def policy_text(policy: Policy) -> str | None:
    """Return the JSON that the store keeps, None for the plain policy."""
    return None if policy == PLAIN else msgspec.json.encode(policy).decode()
