"""The ledger as an owner reads it: what became of each match, every attempt, and trying again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store import targets
from services.store.accounts import visible
from services.store.alerts_view import Reader
from services.store.ledger import State, is_now
from services.store.tables import ledger, subscriptions

REPLAY_MOST: Final = 10_000
"""Matches replayed by one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows of the log: those written from `since` and before `until` (aware UTC)."""

    state: State | None = None
    since: datetime | None = None
    until: datetime | None = None


async def page(
    connection: AsyncConnection,
    reader: Reader,
    wanted: Wanted,
    most: int,
    *,
    before: tuple[datetime, str] | None = None,
) -> Sequence[Row[Any]]:
    """Return at most `most` rows that the reader may see, newest first.

    In the order of (written_at, match_id), from below `before`.
    """
    query = _rows(reader, wanted)
    if before is not None:
        at, match_id = before
        earlier = ledger.c.written_at < at
        same = and_(ledger.c.written_at == at, ledger.c.match_id < match_id)
        query = query.where(earlier | same)
    query = query.order_by(ledger.c.written_at.desc(), ledger.c.match_id.desc()).limit(most)
    rows: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return rows


async def one(connection: AsyncConnection, reader: Reader, match_id: str) -> Row[Any] | None:
    """Return the row of a match, or None where there is none that the reader may see."""
    query = _rows(reader, Wanted()).where(ledger.c.match_id == match_id)
    row: Row[Any] | None = (await connection.execute(query)).one_or_none()
    return row


def _rows(reader: Reader, wanted: Wanted) -> Select[Any]:
    query = (
        select(ledger, subscriptions.c.owner, subscriptions.c.name.label("name_now"))
        .join(subscriptions, subscriptions.c.subscription_id == ledger.c.subscription_id)
        .where(visible(subscriptions.c.owner, reader.user_id, reader.role), *_conditions(wanted))
    )
    if reader.subscription_id is not None:
        query = query.where(ledger.c.subscription_id == reader.subscription_id)
    return query


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        conditions.append(ledger.c.state == wanted.state)
    if wanted.since is not None:
        conditions.append(ledger.c.written_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(ledger.c.written_at < wanted.until)
    return conditions


async def replay(connection: AsyncConnection, match_id: str, now: datetime) -> bool:
    """Make a dead message pending again, its target enabled; return whether it was dead.

    It is that of the match, and tells what it told before under the same id; the attempts made
    before stay recorded.
    """
    message = select(ledger.c.message_id).where(ledger.c.match_id == match_id).scalar_subquery()
    return bool(await _replay(connection, ledger.c.message_id == message, now))


async def replay_range(
    connection: AsyncConnection, subscription_id: str, wanted: Wanted, now: datetime
) -> int:
    """Make dead messages of a subscription pending again; return how many matches they tell.

    The oldest first, ten thousand at most.
    """
    query = (
        select(ledger.c.message_id)
        .where(ledger.c.subscription_id == subscription_id, ledger.c.state == "dead")
        .where(*_conditions(wanted))
        .order_by(ledger.c.written_at)
        .limit(REPLAY_MOST)
    )
    return await _replay(connection, ledger.c.message_id.in_(query), now)


async def _replay(connection: AsyncConnection, which: ColumnElement[bool], now: datetime) -> int:
    statement = (
        update(ledger)
        .where(which, is_now("dead"))
        .values(state="pending", reason=None, attempts=0, next_attempt_at=now, ended_at=None)
        .returning(ledger.c.subscription_id)
    )
    replayed = (await connection.execute(statement)).scalars().all()
    for subscription_id in set(replayed):
        await targets.enable(connection, subscription_id)
    return len(replayed)


async def acknowledge(
    connection: AsyncConnection, match_id: str, user_id: str, now: datetime
) -> bool:
    """Note that somebody has seen to the alert of the match's story; return whether it is new."""
    query = select(ledger.c.subscription_id, ledger.c.story_id)
    row = (await connection.execute(query.where(ledger.c.match_id == match_id))).one_or_none()
    if row is None:
        return False
    statement = (
        update(ledger)
        .where(
            ledger.c.subscription_id == row.subscription_id,
            ledger.c.story_id == row.story_id,
            ledger.c.leads,
            ledger.c.acknowledged_at.is_(None),
        )
        .values(acknowledged_at=now, acknowledged_by=user_id)
    )
    return (await connection.execute(statement)).rowcount == 1
