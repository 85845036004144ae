"""The ledger: one row a match, which says how it ended or that it has not yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, Row, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.codec import encode
from schemas.matches import Match
from services.store.statements import insert_new, is_any_of, is_one_of
from services.store.tables import counters, disabled_targets, ledger, subscriptions

type Kind = Literal["alert", "follow-up"]
type State = Literal["pending", "deferred", "delivered", "suppressed", "dead"]

STATES: Final[tuple[State, ...]] = get_args(State.__value__)
ALERTS: Final = "alerts"
MATCHED: Final = "matched"
ENDED: Final = frozenset({"delivered", "suppressed", "dead"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A match as it enters the ledger.

    One with a `kind` is told to people: the alert that leads its story, or a follow-up to it. What
    is pending goes out at once, what is deferred at `held_until`, with all else held till then.
    """

    match: Match
    subscription_name: str
    state: State
    channel: str
    kind: Kind | None
    reason: str | None = None
    held_until: datetime | None = None

    @property
    def leads(self) -> bool:
        """Whether it is the one alert of its story."""
        return self.kind == "alert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whether every match ever taken in is accounted for: matched = the sum of the states."""

    matched: int
    states: Mapping[str, int]

    @property
    def holds(self) -> bool:
        """Whether the ledger identity holds."""
        return self.matched == sum(self.states.values())


async def take_turn(connection: AsyncConnection) -> None:
    """Wait until no other transaction is writing matches, so that what is read stays true."""
    query = select(counters.c.name).where(counters.c.name.in_([ALERTS, MATCHED])).with_for_update()
    if len((await connection.execute(query)).all()) < len((ALERTS, MATCHED)):
        rows = [{"name": name, "value": 0} for name in (ALERTS, MATCHED)]
        await insert_new(connection, counters, rows)
        await connection.execute(query)


async def known(connection: AsyncConnection, matches: Sequence[Match]) -> set[str]:
    """Return the ids of those matches that need no row: theirs, or its article's, is written."""
    ids = [match.match_id for match in matches]
    by_id = select(ledger.c.match_id).where(is_any_of(ledger.c.match_id, ids))
    written = set((await connection.execute(by_id)).scalars())
    triples = {article_key(match): match.match_id for match in matches}
    columns = (ledger.c.subscription_id, ledger.c.article_id, ledger.c.revision)
    by_article = select(*columns).where(is_one_of(columns, triples))
    written |= {triples[tuple(row)] for row in await connection.execute(by_article)}
    return written


def article_key(match: Match) -> tuple[str, str, str]:
    """Return what one row stands for: subscription, article and revision."""
    return match.subscription_id, match.article.article_id, match.article.revision


async def targets(connection: AsyncConnection, matches: Sequence[Match]) -> dict[str, Row[Any]]:
    """Return the subscriptions of the matches by id, each with `target_disabled`, a reason."""
    wanted = {match.subscription_id for match in matches}
    query = (
        select(subscriptions, disabled_targets.c.reason.label("target_disabled"))
        .outerjoin(disabled_targets, is_target())
        .where(is_any_of(subscriptions.c.subscription_id, wanted))
    )
    return {row.subscription_id: row for row in await connection.execute(query)}


def is_target() -> ColumnElement[bool]:
    """Return the condition that joins a subscription with the mark on its present target."""
    return and_(
        disabled_targets.c.subscription_id == subscriptions.c.subscription_id,
        disabled_targets.c.target == subscriptions.c.target,
    )


def is_now(state: State) -> ColumnElement[bool]:
    """Return the condition that a row named by its message is in this state.

    Written so that no index fits it: SQLite took that of the states, with every row that waits,
    where the other condition names a message.
    """
    return func.coalesce(ledger.c.state, "") == state


async def write_batch(connection: AsyncConnection, entries: Sequence[Entry], now: datetime) -> None:
    """Write a row for each entry; the caller has taken its turn and left out known matches.

    Alerts get their numbers in the order given, without a gap.
    """
    if not entries:
        return
    await _count(connection, MATCHED, len(entries))
    alerts = sum(entry.kind is not None for entry in entries)
    number = await _count(connection, ALERTS, alerts) - alerts if alerts else 0
    rows = []
    for entry in entries:
        number += entry.kind is not None
        rows.append(_row(entry, number if entry.kind else None, now))
    await connection.execute(insert(ledger), rows)


async def _count(connection: AsyncConnection, name: str, more: int) -> int:
    statement = (
        update(counters)
        .where(counters.c.name == name)
        .values(value=counters.c.value + more)
        .returning(counters.c.value)
    )
    return int((await connection.execute(statement)).scalar_one())


def _row(entry: Entry, number: int | None, now: datetime) -> dict[str, Any]:
    match = entry.match
    return {
        "match_id": match.match_id,
        "subscription_id": match.subscription_id,
        "subscription_name": entry.subscription_name,
        "story_id": match.story.story_id,
        "article_id": match.article.article_id,
        "revision": match.article.revision,
        "leads": True if entry.leads else None,
        "state": entry.state,
        "reason": entry.reason,
        "channel": entry.channel,
        "kind": entry.kind,
        "message_id": match.match_id,
        "number": number,
        "match": encode(match),
        "matched_at": match.matched_at,
        "written_at": now,
        "ended_at": now if entry.state in ENDED else None,
        "attempts": 0,
        "next_attempt_at": now if entry.state == "pending" else entry.held_until,
    }


async def after(connection: AsyncConnection, number: int, most: int) -> Sequence[Row[Any]]:
    """Return at most `most` alerts with a number above `number`, ascending."""
    query = select(ledger).where(ledger.c.number > number).order_by(ledger.c.number).limit(most)
    return (await connection.execute(query)).all()


async def newest_number(connection: AsyncConnection) -> int:
    """Return the number of the newest alert, 0 where there is none."""
    query = select(counters.c.value).where(counters.c.name == ALERTS)
    return int((await connection.execute(query)).scalar_one_or_none() or 0)


async def states(connection: AsyncConnection) -> dict[str, int]:
    """Return how many rows are in each state that occurs."""
    query = select(ledger.c.state, func.count().label("rows")).group_by(ledger.c.state)
    return {row.state: row.rows for row in await connection.execute(query)}


async def oldest_pending(connection: AsyncConnection) -> dict[str, datetime]:
    """Return by channel when the oldest pending row was written."""
    query = (
        select(ledger.c.channel, func.min(ledger.c.written_at).label("oldest"))
        .where(ledger.c.state == "pending")
        .group_by(ledger.c.channel)
    )
    return {row.channel: row.oldest for row in await connection.execute(query)}


async def identity(connection: AsyncConnection) -> Identity:
    """Return the two sides of matched = delivered + suppressed + dead + pending + deferred."""
    query = select(counters.c.value).where(counters.c.name == MATCHED)
    matched = int((await connection.execute(query)).scalar_one_or_none() or 0)
    return Identity(matched=matched, states=await states(connection))
