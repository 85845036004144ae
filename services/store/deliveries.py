"""Sending what the ledger has to send: which messages are due, who sends them, what came of it.

A message tells one match, or as a digest several. Its rows move together under its `message_id`,
the id of its first match, which stays the same at every retry and replay.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.ledger import ENDED, State, is_now, is_target
from services.store.statements import is_any_of
from services.store.tables import attempts, disabled_targets, ledger, subscriptions

_FIRST: Final = ledger.c.match_id == ledger.c.message_id
"""The one row of a message that is locked and asked for all of them."""


_PENDING: Final = is_now("pending")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to send a message that stood at `attempts_before`, and what follows from it."""

    message_id: str
    attempts_before: int
    started_at: datetime
    milliseconds: int
    outcome: str
    answer: str
    state: State
    reason: str | None
    next_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A message to send, and where it goes: a channel, and its target, empty for none any more."""

    message_id: str
    next_attempt_at: datetime
    channel: str
    target: str


async def due(
    connection: AsyncConnection,
    now: datetime,
    most: int,
    *,
    after: tuple[datetime, str] | None = None,
    without: Collection[str] = (),
) -> list[Due]:
    """Return at most `most` messages to send now.

    In the order of (next_attempt_at, message_id), from behind `after`; targets `without` left out.
    """
    target = func.coalesce(subscriptions.c.target, "")
    channel = func.coalesce(subscriptions.c.channel, "live")
    place = (ledger.c.next_attempt_at, ledger.c.message_id)
    query = (
        select(*place, channel.label("channel"), target.label("target"))
        .outerjoin(subscriptions, subscriptions.c.subscription_id == ledger.c.subscription_id)
        .where(_FIRST, ledger.c.state == "pending", ledger.c.next_attempt_at <= now)
        .order_by(*place)
        .limit(most)
    )
    if after is not None:
        # The first condition follows from the second, but SQLite finds its index by it alone.
        query = query.where(ledger.c.next_attempt_at >= after[0], tuple_(*place) > tuple_(*after))
    if without:
        query = query.where(target.not_in(list(without)))
    return [
        Due(message_id=message_id, next_attempt_at=moment, channel=channel, target=target)
        for moment, message_id, channel, target in await connection.execute(query)
    ]


async def claim(
    connection: AsyncConnection, message_ids: Collection[str], now: datetime, until: datetime
) -> dict[str, list[Row[Any]]]:
    """Return by message the rows of those that are due, and keep other senders off them `until`.

    Each row comes with its subscription's name now, owner, enabled, removed, channel_now, target,
    target_secret, policy and target_disabled; the rows of a message are in the order of matching.
    """
    free = (
        select(ledger.c.message_id)
        .where(
            _FIRST,
            is_any_of(ledger.c.match_id, message_ids),
            _PENDING,
            ledger.c.next_attempt_at <= now,
        )
        .order_by(ledger.c.match_id)
        .with_for_update(skip_locked=True)
    )
    taken = (await connection.execute(free)).scalars().all()
    if not taken:
        return {}
    mine = is_any_of(ledger.c.message_id, taken) & _PENDING
    await connection.execute(update(ledger).where(mine).values(next_attempt_at=until))
    query = (
        select(
            ledger,
            subscriptions.c.owner,
            subscriptions.c.enabled,
            subscriptions.c.removed,
            subscriptions.c.channel.label("channel_now"),
            subscriptions.c.target,
            subscriptions.c.target_secret,
            subscriptions.c.previous_secret,
            subscriptions.c.previous_until,
            subscriptions.c.policy,
            disabled_targets.c.reason.label("target_disabled"),
        )
        .outerjoin(subscriptions, subscriptions.c.subscription_id == ledger.c.subscription_id)
        .outerjoin(disabled_targets, is_target())
        .where(mine)
        .order_by(ledger.c.matched_at, ledger.c.match_id)
    )
    messages: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in await connection.execute(query):
        messages[row.message_id].append(row)
    return messages


async def record_attempts(
    connection: AsyncConnection, made: Sequence[Attempt], now: datetime
) -> set[str]:
    """Record the attempts and the new states; return the messages that moved.

    Those are not among them that had moved on without the attempt. No message may come twice.
    """
    ids = [attempt.message_id for attempt in made]
    query = (
        select(ledger.c.message_id, ledger.c.attempts)
        .where(_FIRST, is_any_of(ledger.c.match_id, ids), _PENDING)
        .order_by(ledger.c.match_id)
        .with_for_update()
    )
    stood = {row.message_id: row.attempts for row in await connection.execute(query)}
    await connection.execute(insert(attempts), [_attempt_row(attempt) for attempt in made])
    moved = [each for each in made if stood.get(each.message_id) == each.attempts_before]
    if moved:
        await connection.execute(_MOVE, [_moved_row(attempt, now) for attempt in moved])
    return {attempt.message_id for attempt in moved}


_MOVE: Final = (
    update(ledger)
    .where(ledger.c.message_id == bindparam("of_message"), _PENDING)
    .values(
        attempts=bindparam("tried"),
        state=bindparam("now_state"),
        reason=bindparam("now_reason"),
        next_attempt_at=bindparam("now_next"),
        ended_at=bindparam("now_ended"),
    )
)
"""Made once: to make and to compile it took longer than to run it."""


def _attempt_row(attempt: Attempt) -> dict[str, Any]:
    return {
        "match_id": attempt.message_id,
        "started_at": attempt.started_at,
        "milliseconds": attempt.milliseconds,
        "outcome": attempt.outcome,
        "answer": attempt.answer,
    }


def _moved_row(attempt: Attempt, now: datetime) -> dict[str, Any]:
    return {
        "of_message": attempt.message_id,
        "tried": attempt.attempts_before + 1,
        "now_state": attempt.state,
        "now_reason": attempt.reason,
        "now_next": attempt.next_attempt_at,
        "now_ended": now if attempt.state in ENDED else None,
    }


async def end_unsent(
    connection: AsyncConnection, message_id: str, state: State, reason: str, now: datetime
) -> int:
    """End the pending rows of a message without an attempt; return how many were pending."""
    statement = (
        update(ledger)
        .where(ledger.c.message_id == message_id, _PENDING)
        .values(state=state, reason=reason, next_attempt_at=None, ended_at=now)
    )
    return (await connection.execute(statement)).rowcount


async def attempts_of(connection: AsyncConnection, match_id: str) -> Sequence[Row[Any]]:
    """Return the attempts to send the message that tells a match, oldest first."""
    message = select(ledger.c.message_id).where(ledger.c.match_id == match_id).scalar_subquery()
    query = select(attempts).where(attempts.c.match_id == message).order_by(attempts.c.attempt)
    return (await connection.execute(query)).all()
