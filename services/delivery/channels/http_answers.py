"""What an HTTP answer says of a delivery, in words that can be stored."""

from collections.abc import Collection
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from services.delivery.channel import Answer, Ending
from services.runtime.http import HttpError, Response

SHOWN_CHARS: Final = 200
type Statuses = Collection[int]
GONE: Final[Statuses] = frozenset({HTTPStatus.GONE})
NONE: Final[Statuses] = frozenset()
THROTTLED: Final[Statuses] = frozenset({HTTPStatus.TOO_MANY_REQUESTS})
MAX_DIGITS: Final = 9
"""More digits of seconds than this are decades, whatever they say."""


def of_response(
    response: Response,
    now: datetime,
    *,
    gone: Statuses = GONE,
    never: Statuses = NONE,
    throttled: Statuses = THROTTLED,
) -> Answer:
    """Return what the status means: 2xx delivered, again for what is in none of the sets."""
    status = response.status
    words = answer_words(status, response.body)
    outcome = outcome_of(status)
    ending: Ending = "gone" if status in gone else "never" if status in never else "again"
    return Answer(
        outcome=outcome,
        words=f"it wants no more: {words}" if status in gone else words,
        ending="delivered" if outcome == "delivered" else ending,
        retry_after_seconds=retry_after_seconds(response.headers.get("Retry-After"), now),
        throttled=status in throttled,
        refused=outcome == "http_4xx",
    )


def of_error(error: HttpError) -> Answer:
    """Return what it means that no answer came."""
    timed_out = error.outcome == "timeout"
    return Answer(outcome=error.outcome, words=storable(str(error)), throttled=timed_out)


def outcome_of(status: int) -> str:
    """Return how the delivery log names an answer of this status."""
    if status // 100 == 2:  # noqa: PLR2004  success (RFC 9110, section 15.3)
        return "delivered"
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.GONE}:
        return f"http_{status}"
    return f"http_{status // 100}xx"


def answer_words(status: int, body: bytes) -> str:
    """Return the status and the beginning of the body."""
    said = storable(body.decode("utf-8", "replace"))
    return f"{status}: {said}" if said else str(status)


def storable(text: str) -> str:
    """Return the text on one line, short, with nothing a store or a terminal chokes on."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= SHOWN_CHARS else line[: SHOWN_CHARS - 1] + "…"


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Return what a Retry-After header asks for (RFC 9110, section 10.2.3), or None."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[: MAX_DIGITS + 1]) if len(text) > MAX_DIGITS else float(text)
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, OverflowError):
        return None
