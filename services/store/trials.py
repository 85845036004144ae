"""Trial messages that owners ask for, sent by the delivery service, with the answer kept a day."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.statements import is_any_of
from services.store.tables import subscriptions, trials

KEPT: Final = timedelta(days=1)


async def ask(connection: AsyncConnection, subscription_id: str, now: datetime) -> str:
    """Ask for a test message to the subscription's target; return the id of the trial."""
    trial_id = "trial_" + secrets.token_hex(12)
    await connection.execute(delete(trials).where(trials.c.asked_at < now - KEPT))
    row = {"trial_id": trial_id, "subscription_id": subscription_id, "asked_at": now}
    await connection.execute(insert(trials).values(row))
    return trial_id


async def waiting(connection: AsyncConnection, now: datetime) -> bool:
    """Return whether a test message is to be sent."""
    query = select(trials.c.trial_id).where(_open(now)).limit(1)
    return (await connection.execute(query)).first() is not None


def _open(now: datetime) -> Any:  # noqa: ANN401  a condition
    unclaimed = or_(trials.c.claimed_until.is_(None), trials.c.claimed_until < now)
    return trials.c.answered_at.is_(None) & unclaimed


async def claim(
    connection: AsyncConnection, now: datetime, until: datetime, most: int
) -> Sequence[Row[Any]]:
    """Return tests to send, each with its subscription, and keep other senders off them `until`."""
    query = (
        select(trials.c.trial_id)
        .where(_open(now))
        .order_by(trials.c.asked_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    ids = (await connection.execute(query)).scalars().all()
    mine = is_any_of(trials.c.trial_id, ids)
    await connection.execute(update(trials).where(mine).values(claimed_until=until))
    joined = subscriptions.c.subscription_id == trials.c.subscription_id
    told = select(trials.c.trial_id, subscriptions).join(subscriptions, joined).where(mine)
    return (await connection.execute(told)).all()


async def answered(
    connection: AsyncConnection,
    trial_id: str,
    now: datetime,
    *,
    outcome: str,
    answer: str,
    milliseconds: int,
) -> None:
    """Keep how the test ended."""
    values = {
        "answered_at": now,
        "outcome": outcome,
        "answer": answer,
        "milliseconds": milliseconds,
    }
    statement = update(trials).where(trials.c.trial_id == trial_id).values(values)
    await connection.execute(statement)


async def one(connection: AsyncConnection, trial_id: str) -> Row[Any] | None:
    """Return a test, or None."""
    query = select(trials).where(trials.c.trial_id == trial_id)
    return (await connection.execute(query)).one_or_none()
