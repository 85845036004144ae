"""How the targets of subscriptions do: failing for how long, disabled why, enabled again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.alerting.push_target import push_target
from dideban.alerting.target_error import TargetError
from services.store.ledger import is_target
from services.store.statements import upsert
from services.store.tables import disabled_targets, failing_targets, ledger, subscriptions

PATIENCE: Final = timedelta(days=5)
"""Of nothing but failure, after which a target is disabled."""
SILENCE: Final = timedelta(days=2)
"""Twice the longest wait between two tries; after it failing begins anew."""


async def nothing_but_failure(
    connection: AsyncConnection, subscription_id: str, target: str, now: datetime
) -> bool:
    """Note a failure; return whether for five days nothing else has come from the target."""
    mine = and_(
        failing_targets.c.subscription_id == subscription_id, failing_targets.c.target == target
    )
    row = (await connection.execute(select(failing_targets).where(mine))).one_or_none()
    since = row.failing_since if row and now - row.last_failure_at <= SILENCE else now
    if now - since >= PATIENCE and await _delivered(connection, subscription_id, since):
        since = now
    kept = {"subscription_id": subscription_id, "target": target}
    values = {**kept, "failing_since": since, "last_failure_at": now}
    await upsert(connection, failing_targets, list(kept), values)
    return now - since >= PATIENCE


async def _delivered(connection: AsyncConnection, subscription_id: str, since: datetime) -> bool:
    delivered = exists().where(
        ledger.c.subscription_id == subscription_id,
        ledger.c.state == "delivered",
        ledger.c.channel != "live",
        ledger.c.ended_at > since,
    )
    return bool((await connection.execute(select(delivered))).scalar_one())


async def disable(
    connection: AsyncConnection, subscription_id: str, target: str, reason: str, now: datetime
) -> None:
    """Send nothing more to this target for this subscription, until it is changed or enabled."""
    row = {
        "subscription_id": subscription_id,
        "target": target,
        "disabled_at": now,
        "reason": reason,
    }
    await upsert(connection, disabled_targets, ["subscription_id", "target"], row)


async def enable(connection: AsyncConnection, subscription_id: str) -> bool:
    """Send to the subscription's targets again; return whether any was disabled."""
    mine = disabled_targets.c.subscription_id == subscription_id
    failing = failing_targets.c.subscription_id == subscription_id
    await connection.execute(delete(failing_targets).where(failing))
    return (await connection.execute(delete(disabled_targets).where(mine))).rowcount > 0


async def move(
    connection: AsyncConnection, subscription_id: str, target: str, new: str, now: datetime
) -> None:
    """Let a subscription that still has this target have the `new` one, as its channel was told."""
    mine = and_(
        subscriptions.c.subscription_id == subscription_id, subscriptions.c.target == target
    )
    statement = update(subscriptions).where(mine).values(target=new, changed_at=now)
    await connection.execute(statement)


async def move_push(
    connection: AsyncConnection, owner: str, endpoint: str, new: str, now: datetime
) -> int:
    """Let an owner's subscriptions that push to `endpoint` push to `new`; return how many did."""
    query = select(subscriptions.c.subscription_id, subscriptions.c.target).where(
        subscriptions.c.owner == owner,
        subscriptions.c.channel == "webpush",
        ~subscriptions.c.removed,
    )
    there = [row for row in await connection.execute(query) if _pushes_to(row.target, endpoint)]
    for row in there:
        await move(connection, row.subscription_id, row.target, new, now)
    return len(there)


def _pushes_to(target: str, endpoint: str) -> bool:
    try:
        return push_target(target).endpoint == endpoint
    except TargetError:
        return False


async def disabled(connection: AsyncConnection) -> Sequence[Any]:
    """Return the subscriptions whose present target is disabled: id, reason, disabled_at."""
    query = (
        select(
            disabled_targets.c.subscription_id,
            disabled_targets.c.reason,
            disabled_targets.c.disabled_at,
        )
        .join(subscriptions, is_target())
        .where(~subscriptions.c.removed)
    )
    return (await connection.execute(query)).all()


async def how_many_disabled(connection: AsyncConnection) -> int:
    """Return how many subscriptions have a disabled target."""
    query = select(func.count()).select_from(disabled_targets).join(subscriptions, is_target())
    return int((await connection.execute(query.where(~subscriptions.c.removed))).scalar_one())
