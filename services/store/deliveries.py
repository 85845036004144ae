"""Sending the ledger's pending rows: which are due, who sends them, and what came of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.ledger import ENDED, State, is_target
from services.store.statements import upsert
from services.store.tables import attempts, disabled_targets, ledger, subscriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to send a row that stood at `attempts_before`, and what follows from it."""

    match_id: str
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
    """A row to send, and the URL it goes to; none where its webhook was taken away."""

    match_id: str
    next_attempt_at: datetime
    target: str


async def due(
    connection: AsyncConnection,
    now: datetime,
    most: int,
    *,
    after: tuple[datetime, str] | None = None,
    without: Collection[str] = (),
) -> list[Due]:
    """Return at most `most` rows to send now.

    In the order of (next_attempt_at, match_id), from behind `after`; targets `without` left out.
    """
    target = func.coalesce(subscriptions.c.webhook_url, "")
    place = tuple_(ledger.c.next_attempt_at, ledger.c.match_id)
    query = (
        select(ledger.c.match_id, ledger.c.next_attempt_at, target.label("target"))
        .outerjoin(subscriptions, subscriptions.c.subscription_id == ledger.c.subscription_id)
        .where(ledger.c.state == "pending", ledger.c.next_attempt_at <= now)
        .order_by(ledger.c.next_attempt_at, ledger.c.match_id)
        .limit(most)
    )
    if after is not None:
        query = query.where(place > tuple_(*after))
    if without:
        query = query.where(target.not_in(list(without)))
    return [
        Due(match_id=match_id, next_attempt_at=moment, target=url)
        for match_id, moment, url in await connection.execute(query)
    ]


async def claim(
    connection: AsyncConnection, match_ids: Collection[str], now: datetime, until: datetime
) -> dict[str, Row[Any]]:
    """Return by id those of the rows that are due, and keep every other sender off them `until`.

    Each comes with its subscription's enabled, removed, webhook_url, webhook_secret and
    target_disabled.
    """
    free = (
        select(ledger.c.match_id)
        .where(
            ledger.c.match_id.in_(list(match_ids)),
            ledger.c.state == "pending",
            ledger.c.next_attempt_at <= now,
        )
        .order_by(ledger.c.match_id)
        .with_for_update(skip_locked=True)
    )
    taken = (await connection.execute(free)).scalars().all()
    if not taken:
        return {}
    mine = ledger.c.match_id.in_(taken)
    await connection.execute(update(ledger).where(mine).values(next_attempt_at=until))
    query = (
        select(
            ledger,
            subscriptions.c.enabled,
            subscriptions.c.removed,
            subscriptions.c.webhook_url,
            subscriptions.c.webhook_secret,
            disabled_targets.c.reason.label("target_disabled"),
        )
        .outerjoin(subscriptions, subscriptions.c.subscription_id == ledger.c.subscription_id)
        .outerjoin(disabled_targets, is_target())
        .where(mine)
    )
    return {row.match_id: row for row in await connection.execute(query)}


async def record_attempt(connection: AsyncConnection, attempt: Attempt, now: datetime) -> bool:
    """Record the attempt and the new state; return False where the row had moved on without it."""
    await connection.execute(
        insert(attempts).values(
            match_id=attempt.match_id,
            started_at=attempt.started_at,
            milliseconds=attempt.milliseconds,
            outcome=attempt.outcome,
            answer=attempt.answer,
        )
    )
    statement = update(ledger).where(
        ledger.c.match_id == attempt.match_id,
        ledger.c.state == "pending",
        ledger.c.attempts == attempt.attempts_before,
    )
    values = {
        "attempts": attempt.attempts_before + 1,
        "state": attempt.state,
        "reason": attempt.reason,
        "next_attempt_at": attempt.next_attempt_at,
        "ended_at": now if attempt.state in ENDED else None,
    }
    return (await connection.execute(statement.values(values))).rowcount == 1


async def end_unsent(
    connection: AsyncConnection, match_id: str, state: State, reason: str, now: datetime
) -> bool:
    """End a pending row without an attempt, with the reason; return whether it was pending."""
    statement = (
        update(ledger)
        .where(ledger.c.match_id == match_id, ledger.c.state == "pending")
        .values(state=state, reason=reason, next_attempt_at=None, ended_at=now)
    )
    return (await connection.execute(statement)).rowcount == 1


async def disable_target(
    connection: AsyncConnection, subscription_id: str, url: str, reason: str, now: datetime
) -> None:
    """Send nothing more to this URL for this subscription, until it is changed or replayed to."""
    row = {"subscription_id": subscription_id, "url": url, "disabled_at": now, "reason": reason}
    await upsert(connection, disabled_targets, ["subscription_id", "url"], row)


async def attempts_of(connection: AsyncConnection, match_id: str) -> Sequence[Row[Any]]:
    """Return the attempts to send one match, oldest first."""
    query = select(attempts).where(attempts.c.match_id == match_id).order_by(attempts.c.attempt)
    return (await connection.execute(query)).all()
