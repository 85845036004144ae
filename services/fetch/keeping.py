"""What a poll leaves on its source's row: when to come again, and how it went, in words."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.feeds.schedule import (
    Cadence,
    Pace,
    after_failure,
    after_success,
    delay_seconds,
    health,
)
from schemas.articles import RawArticle
from services.runtime.http import Response
from services.store import sources

MAX_ERROR_CHARS: Final = 1_000
MAX_VALIDATOR_CHARS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a poll ended; `error` in words where it failed, `warning` where part was unreadable.

    `answer` is the whole 200 whose validators may be echoed at the next poll.
    """

    label: str
    error: str | None = None
    warning: str | None = None
    articles: tuple[RawArticle, ...] = ()
    entries: int = 0
    new: int = 0
    hint_seconds: float | None = None
    retry_after_seconds: float | None = None
    gone: bool = False
    answer: Response | None = None


class Keeper:
    """Writes one source's row after its poll."""

    def __init__(self, source: Row[Any], cadence: Cadence, draw: float) -> None:
        self._source = source
        self._cadence = cadence
        self._draw = draw
        self._pace = Pace(interval_seconds=source.poll_seconds, failures=source.failures)

    def same_body(self, body: bytes) -> bool:
        """Whether the body is the one of the last poll that succeeded."""
        return bool(self._source.body_hash == _hash(body) and not self._source.last_error)

    async def keep(self, connection: AsyncConnection, outcome: Outcome, now: datetime) -> None:
        """Write the row; a source that was removed meanwhile stays removed."""
        values = self._failed(outcome, now) if outcome.error else self._succeeded(outcome, now)
        await sources.change(connection, self._source.source_id, last_poll_at=now, **values)

    def _failed(self, outcome: Outcome, now: datetime) -> dict[str, Any]:
        pace = after_failure(self._pace)
        values: dict[str, Any] = {
            "failures": pace.failures,
            "last_error": (outcome.error or "")[:MAX_ERROR_CHARS],
            "state": health(pace.failures, self._cadence),
            "next_poll_at": self._next(pace, outcome, now),
        }
        if outcome.gone:
            values |= {"enabled": False, "state": "disabled"}
        return values

    def _succeeded(self, outcome: Outcome, now: datetime) -> dict[str, Any]:
        pace = after_success(
            self._pace,
            self._cadence,
            entries=outcome.entries,
            new=outcome.new,
            hint_seconds=outcome.hint_seconds,
        )
        values: dict[str, Any] = {
            "failures": 0,
            "last_error": outcome.warning,
            "state": "degraded" if outcome.warning else "ok",
            "last_success_at": now,
            "poll_seconds": max(1, round(pace.interval_seconds)),
            "next_poll_at": self._next(pace, outcome, now),
        }
        if outcome.new:
            values["last_item_at"] = now
        if outcome.answer is not None:
            values |= {
                "etag": _validator(outcome.answer, "ETag"),
                "last_modified": _validator(outcome.answer, "Last-Modified"),
                "body_hash": _hash(outcome.answer.body),
            }
        return values

    def _next(self, pace: Pace, outcome: Outcome, now: datetime) -> datetime:
        wait = delay_seconds(
            pace,
            self._cadence,
            draw=self._draw,
            retry_after_seconds=outcome.retry_after_seconds,
        )
        return now + timedelta(seconds=wait)


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _validator(answer: Response, name: str) -> str | None:
    """Return the header as it came, unless it holds what cannot be sent back."""
    value = answer.headers.get(name)
    if not value or len(value) > MAX_VALIDATOR_CHARS:
        return None
    return value if value.isascii() and value.isprintable() else None
