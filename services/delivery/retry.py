"""What follows from an attempt: pure rules, given the answer, the time and a jitter number."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from services.store.ledger import State

STEPS_SECONDS: Final = (
    0,
    5,
    30,
    2 * 60,
    10 * 60,
    30 * 60,
    2 * 3600,
    5 * 3600,
    10 * 3600,
    14 * 3600,
    20 * 3600,
    24 * 3600,
)
"""The schedule of the Standard Webhooks specification, "Retries", with a day at the end."""
JITTER: Final = 0.2
THROTTLED_SECONDS: Final = 60
"""A receiver that says "too many", or does not answer, is left alone for at least this long."""
MAX_RETRY_AFTER_STEPS: Final = 2
FLAGGED_AFTER: Final = 4
MAX_DIGITS: Final = 9
"""More digits of seconds than this are decades, whatever they say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an attempt brought: a status, or none and the `kind` of failure, with words."""

    words: str
    status: int | None = None
    kind: str = ""
    retry_after: str | None = None

    @property
    def outcome(self) -> str:
        """The attempt's name in the delivery log, from a closed set."""
        if self.status is None:
            return self.kind
        if self.status // 100 == 2:  # noqa: PLR2004  success (RFC 9110, section 15.3)
            return "delivered"
        if self.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.GONE}:
            return f"http_{self.status}"
        return f"http_{self.status // 100}xx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The row's next state; `disable_target` tells that nothing more may be sent to this URL."""

    state: State
    reason: str | None = None
    next_attempt_at: datetime | None = None
    disable_target: bool = False


def judge(
    answer: Answer, attempts: int, *, now: datetime, jitter: float, scale: float = 1.0
) -> Verdict:
    """Return what follows when the last of `attempts` attempts brought this answer.

    `jitter` is from -1 to 1; `scale` multiplies the wait.
    """
    if answer.outcome == "delivered":
        return Verdict(state="delivered")
    if answer.status == HTTPStatus.GONE:
        reason = "the receiver answered 410: it wants no more"
        return Verdict(state="dead", reason=reason, disable_target=True)
    if attempts >= len(STEPS_SECONDS):
        reason = f"given up after {attempts} attempts; the last: {answer.words}"
        return Verdict(state="dead", reason=reason)
    wait = wait_seconds(answer, attempts, now=now, jitter=jitter) * scale
    return Verdict(
        state="pending",
        reason=_flagged(answer, attempts),
        next_attempt_at=now + timedelta(seconds=wait),
    )


def wait_seconds(answer: Answer, attempts: int, *, now: datetime, jitter: float) -> float:
    """Return how long to wait after this many attempts: the step, or up to twice if asked to."""
    step = float(STEPS_SECONDS[attempts])
    throttled = answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.kind == "timeout"
    if throttled:
        step = max(step, THROTTLED_SECONDS)
    wait = step * (1 + JITTER * jitter)
    asked = retry_after_seconds(answer.retry_after, now)
    if asked is not None:
        wait = max(wait, min(asked, MAX_RETRY_AFTER_STEPS * step))
    return max(wait, THROTTLED_SECONDS) if throttled else wait


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


def _flagged(answer: Answer, attempts: int) -> str:
    refused = answer.status is not None and answer.outcome == "http_4xx"
    if refused and attempts >= FLAGGED_AFTER:
        return f"refused {attempts} times, check the receiver: {answer.words}"
    return answer.words
