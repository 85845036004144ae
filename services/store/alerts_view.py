"""Alerts as people read them: the numbered rows of the ledger that a user may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.codec import decode
from schemas.matches import Match
from services.store.accounts import Role, visible
from services.store.ledger import Kind
from services.store.tables import ledger, subscriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads, and which of the subscriptions they see (all of them where None)."""

    user_id: str
    role: Role
    subscription_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert; `number` is its place in the order in which alerts were committed."""

    number: int
    kind: Kind
    state: str
    reason: str | None
    subscription_id: str
    subscription_name: str
    match: Match


async def since(
    connection: AsyncConnection, reader: Reader, after: int, most: int
) -> Sequence[Alert]:
    """Return at most `most` alerts numbered above `after`, oldest first."""
    query = _alerts(reader).where(ledger.c.number > after).order_by(ledger.c.number).limit(most)
    return [_alert(row) for row in await connection.execute(query)]


async def newest(
    connection: AsyncConnection, reader: Reader, most: int, before: int | None = None
) -> Sequence[Alert]:
    """Return at most `most` alerts, newest first, numbered below `before` where it is given."""
    query = _alerts(reader).where(ledger.c.number.is_not(None))
    if before is not None:
        query = query.where(ledger.c.number < before)
    query = query.order_by(ledger.c.number.desc()).limit(most)
    return [_alert(row) for row in await connection.execute(query)]


async def bounds(connection: AsyncConnection) -> tuple[int, int]:
    """Return the lowest and the highest number of any alert; zeros where there is none."""
    found = await connection.execute(select(func.min(ledger.c.number), func.max(ledger.c.number)))
    lowest, highest = found.one()
    return lowest or 0, highest or 0


async def how_many(connection: AsyncConnection, reader: Reader, start: datetime) -> dict[str, int]:
    """Return how many alerts each subscription has had since `start`, by its id."""
    query = (
        select(ledger.c.subscription_id, func.count())
        .join(subscriptions, subscriptions.c.subscription_id == ledger.c.subscription_id)
        .where(
            ledger.c.number.is_not(None),
            ledger.c.written_at >= start,
            visible(subscriptions.c.owner, reader.user_id, reader.role),
        )
        .group_by(ledger.c.subscription_id)
    )
    return {row[0]: row[1] for row in await connection.execute(query)}


def _alerts(reader: Reader) -> Select[Any]:
    query = (
        select(
            ledger.c.number,
            ledger.c.kind,
            ledger.c.state,
            ledger.c.reason,
            ledger.c.subscription_id,
            subscriptions.c.name.label("subscription_name"),
            ledger.c.match,
        )
        .join(subscriptions, subscriptions.c.subscription_id == ledger.c.subscription_id)
        .where(visible(subscriptions.c.owner, reader.user_id, reader.role))
    )
    if reader.subscription_id is not None:
        query = query.where(ledger.c.subscription_id == reader.subscription_id)
    return query


def _alert(row: Row[Any]) -> Alert:
    fields = row._mapping  # noqa: SLF001  SQLAlchemy's public name for it
    return Alert(
        number=fields["number"],
        kind=fields["kind"],
        state=fields["state"],
        reason=fields["reason"],
        subscription_id=fields["subscription_id"],
        subscription_name=fields["subscription_name"],
        match=decode(Match, fields["match"]),
    )
