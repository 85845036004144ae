"""What the ledger holds back: let go together when its time has come, or judged anew.

What one subscription held goes out as one message under the id of its first match. A message that
somebody may have seen already, since it was tried, stays the message it was.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import batched, groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, case, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.alerting.holding import Hold, Traffic, hold, resting
from dideban.alerting.mutes import muted
from dideban.alerting.policy import Policy, PolicyError, policy_of
from schemas.codec import MalformedRecordError, decode
from schemas.matches import Match
from services.store import standing
from services.store.ledger import is_now, take_turn
from services.store.statements import is_any_of
from services.store.tables import attempts, ledger, subscriptions

DIGEST_MOST: Final = 100
"""Matches a digest tells; a message of more is read by nobody."""


async def held_until(connection: AsyncConnection, now: datetime) -> bool:
    """Return whether anything is deferred that may go now."""
    query = select(ledger.c.match_id).where(_held(now)).limit(1)
    return (await connection.execute(query)).first() is not None


def _held(now: datetime) -> ColumnElement[bool]:
    return and_(ledger.c.state == "deferred", ledger.c.next_attempt_at <= now)


async def release(connection: AsyncConnection, now: datetime, most: int) -> int:
    """Let go at most `most` rows that were held until now; return how many were looked at.

    They wait on where the subscription is paused or quiet now. Those of a subscription that was
    removed, or has no target any more, go as well, to be ended by whoever would send them.
    """
    query = (
        select(
            ledger.c.match_id,
            ledger.c.message_id,
            ledger.c.subscription_id,
            _tried().label("tried"),
            subscriptions.c.channel,
            subscriptions.c.enabled,
            subscriptions.c.policy,
        )
        .outerjoin(subscriptions, subscriptions.c.subscription_id == ledger.c.subscription_id)
        .where(_held(now))
        .order_by(ledger.c.subscription_id, ledger.c.matched_at, ledger.c.match_id)
        .limit(most)
        .with_for_update(skip_locked=True, of=ledger)
    )
    rows = (await connection.execute(query)).all()
    for _, grouped in groupby(rows, key=lambda row: row.subscription_id):
        of_one = list(grouped)
        if waits := _waits(of_one[0], now):
            ids = {row.message_id for row in of_one}
            values = {"next_attempt_at": waits.until, "reason": waits.reason}
            await _set(connection, _deferred_of(ids), values)
        else:
            await _let_go(connection, of_one, now)
    return len(rows)


async def _let_go(connection: AsyncConnection, rows: Sequence[Row[Any]], now: datetime) -> None:
    values = {"state": "pending", "next_attempt_at": now}
    if tried := {row.message_id for row in rows if row.tried}:
        await _set(connection, _deferred_of(tried), values)
    for together in batched([row.match_id for row in rows if not row.tried], DIGEST_MOST):
        which = is_any_of(ledger.c.match_id, together)
        await _set(connection, which, {**values, "message_id": together[0]})


def _tried() -> ColumnElement[bool]:
    return exists().where(attempts.c.match_id == ledger.c.message_id).correlate(ledger)


def _deferred_of(message_ids: set[str]) -> ColumnElement[bool]:
    return and_(is_any_of(ledger.c.message_id, message_ids), is_now("deferred"))


def _waits(row: Row[Any], now: datetime) -> Hold | None:
    policy = _policy_that_holds(row)
    return None if policy is None else resting(policy, now)


async def defer(connection: AsyncConnection, message_id: str, held: Hold) -> int:
    """Hold a pending message back; return how many rows it has.

    One that was never tried comes apart, to go out with whatever else is held until then.
    """
    which = and_(ledger.c.message_id == message_id, is_now("pending"))
    values = {
        "state": "deferred",
        "next_attempt_at": held.until,
        "reason": held.reason,
        "message_id": case((_tried(), ledger.c.message_id), else_=ledger.c.match_id),
    }
    return await _set(connection, which, values)


async def rejudge(connection: AsyncConnection, subscription_id: str, now: datetime) -> int:
    """Hold what a subscription holds back by its policy of now; return how many rows it held.

    What is muted by now ends, what nothing holds any more goes out together at once. Whoever
    changes a policy, or ends a subscription, calls this in the same transaction, after the change.
    """
    await take_turn(connection)
    query = select(subscriptions).where(subscriptions.c.subscription_id == subscription_id)
    row = (await connection.execute(query)).one_or_none()
    which = and_(
        ledger.c.subscription_id == subscription_id,
        ledger.c.ended_at.is_(None),
        ledger.c.state == "deferred",
    )
    policy = None if row is None else _policy_that_holds(row)
    if policy is None:
        return await _set(connection, which, {"next_attempt_at": now})
    ended = await _end_muted(connection, which, policy, now)
    held = await _held_now(connection, subscription_id, policy, now)
    values = {"next_attempt_at": held.until, "reason": held.reason} if held else None
    return ended + await _set(connection, which, values or {"next_attempt_at": now})


async def that_hold(connection: AsyncConnection, subscription_ids: Sequence[str]) -> Sequence[str]:
    """Return those of the subscriptions for which something is held."""
    query = (
        select(ledger.c.subscription_id)
        .where(is_any_of(ledger.c.subscription_id, subscription_ids), ledger.c.state == "deferred")
        .distinct()
    )
    return (await connection.execute(query)).scalars().all()


def _policy_that_holds(row: Row[Any]) -> Policy | None:
    if not row.enabled or row.channel == "live":
        return None
    try:
        return policy_of(row.policy)
    except PolicyError:
        return None


async def _end_muted(
    connection: AsyncConnection, which: ColumnElement[bool], policy: Policy, now: datetime
) -> int:
    """Suppress what is held and muted; what was tried is left to its message."""
    if not policy.mutes:
        return 0
    query = select(ledger.c.match_id, ledger.c.match).where(which, ~_tried())
    reasons: dict[str, str] = {}
    for row in (await connection.execute(query)).all():
        with suppress(MalformedRecordError):  # its sender ends it with these words
            if mute := muted(decode(Match, row.match), policy, now):
                reasons[row.match_id] = f"muted: {mute.kind} {mute.value}"
    for match_id, reason in reasons.items():
        values = {
            "state": "suppressed",
            "reason": reason,
            "next_attempt_at": None,
            "ended_at": now,
        }
        await _set(connection, ledger.c.match_id == match_id, values)
    return len(reasons)


async def _held_now(
    connection: AsyncConnection, subscription_id: str, policy: Policy, now: datetime
) -> Hold | None:
    of_all = await standing.traffic(connection, [subscription_id], now)
    sent = of_all[subscription_id].sent
    return hold(policy, Traffic(sent=sent), now)


async def _set(
    connection: AsyncConnection, which: ColumnElement[bool], values: dict[str, Any]
) -> int:
    return (await connection.execute(update(ledger).where(which).values(values))).rowcount
