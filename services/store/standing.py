"""What the ledger holds of a story and of a subscription when another match comes, read at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import case, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.alerting.caps import HOUR
from dideban.alerting.holding import Traffic
from schemas.matches import Match
from services.store.ledger import is_now
from services.store.statements import is_any_of, is_one_of
from services.store.tables import ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a subscription was told of a story: the alert that leads it, and so many follow-ups."""

    led: bool = False
    follow_ups: int = 0
    acknowledged: bool = False


NOTHING: Final = Told()


async def told(
    connection: AsyncConnection, matches: Sequence[Match]
) -> dict[tuple[str, str], Told]:
    """Return by (subscription, story) of the matches what was told, where anything was."""
    key = (ledger.c.subscription_id, ledger.c.story_id)
    pairs = {(match.subscription_id, match.story.story_id) for match in matches}
    query = (
        select(
            *key,
            func.max(case((ledger.c.leads, 1), else_=0)).label("led"),
            func.sum(case((ledger.c.kind == "follow-up", 1), else_=0)).label("follow_ups"),
            func.max(ledger.c.acknowledged_at).label("acknowledged_at"),
        )
        .where(is_one_of(key, pairs), ledger.c.kind.is_not(None))
        .group_by(*key)
    )
    return {
        (row.subscription_id, row.story_id): Told(
            led=bool(row.led),
            follow_ups=int(row.follow_ups),
            acknowledged=row.acknowledged_at is not None,
        )
        for row in await connection.execute(query)
    }


async def traffic(
    connection: AsyncConnection, subscription_ids: Collection[str], now: datetime
) -> dict[str, Traffic]:
    """Return what each of the subscriptions sent within the hour, and till when it gathers.

    A message still on its way counts as sent now; one that died counts not at all.
    """
    if not subscription_ids:
        return {}
    sent = await _sent(connection, subscription_ids, now)
    gathering = await _gathering(connection, subscription_ids, now)
    return {
        each: Traffic(sent=tuple(sent[each]), gathering=gathering.get(each))
        for each in subscription_ids
    }


async def _sent(
    connection: AsyncConnection, subscription_ids: Collection[str], now: datetime
) -> dict[str, list[datetime]]:
    theirs = (
        select(ledger.c.subscription_id, func.max(ledger.c.ended_at).label("ended_at"))
        .where(is_any_of(ledger.c.subscription_id, subscription_ids))
        .group_by(ledger.c.subscription_id, ledger.c.message_id)
    )
    # Asked for with one OR, SQLite reads all that these subscriptions ever had.
    query = union_all(
        theirs.where(ledger.c.ended_at.is_(None), is_now("pending")),
        theirs.where(ledger.c.ended_at > now - HOUR, is_now("delivered")),
    )
    sent: dict[str, list[datetime]] = defaultdict(list)
    for row in await connection.execute(query):
        sent[row.subscription_id].append(row.ended_at or now)
    return sent


async def _gathering(
    connection: AsyncConnection, subscription_ids: Collection[str], now: datetime
) -> dict[str, datetime]:
    query = (
        select(ledger.c.subscription_id, func.min(ledger.c.next_attempt_at).label("until"))
        .where(
            is_any_of(ledger.c.subscription_id, subscription_ids),
            ledger.c.ended_at.is_(None),
            is_now("deferred"),
            ledger.c.next_attempt_at > now,
        )
        .group_by(ledger.c.subscription_id)
    )
    return {row.subscription_id: row.until for row in await connection.execute(query)}
