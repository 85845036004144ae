"""What follows from an attempt: pure rules, given the answer, the time and a jitter number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.delivery.channel import Answer
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
HELD_MOST_SECONDS: Final = 120.0
"""Of a Retry-After for a whole target: twice the least step of a receiver that says "too many"."""


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
    if answer.ending == "delivered":
        return Verdict(state="delivered")
    if answer.ending in {"gone", "never"}:
        gone = answer.ending == "gone"
        return Verdict(state="dead", reason=answer.words, disable_target=gone)
    if attempts >= len(STEPS_SECONDS):
        reason = f"given up after {attempts} attempts; the last: {answer.words}"
        return Verdict(state="dead", reason=reason)
    wait = wait_seconds(answer, attempts, jitter=jitter) * scale
    return Verdict(
        state="pending",
        reason=_flagged(answer, attempts),
        next_attempt_at=now + timedelta(seconds=wait),
    )


def wait_seconds(answer: Answer, attempts: int, *, jitter: float) -> float:
    """Return how long to wait after this many attempts: the step, or up to twice if asked to."""
    step = float(STEPS_SECONDS[attempts])
    if answer.throttled:
        step = max(step, THROTTLED_SECONDS)
    wait = step * (1 + JITTER * jitter)
    if answer.retry_after_seconds is not None:
        wait = max(wait, min(answer.retry_after_seconds, MAX_RETRY_AFTER_STEPS * step))
    return max(wait, THROTTLED_SECONDS) if answer.throttled else wait


def hold_seconds(answer: Answer) -> float:
    """Return how long the whole target is left alone, since it asked for it; 0 where it did not."""
    if answer.retry_after_seconds is None:
        return 0.0
    return min(max(answer.retry_after_seconds, 1.0), HELD_MOST_SECONDS)


def _flagged(answer: Answer, attempts: int) -> str:
    if answer.refused and attempts >= FLAGGED_AFTER:
        return f"refused {attempts} times, check the receiver: {answer.words}"
    return answer.words
