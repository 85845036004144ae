"""The delivery log: what became of each match, sending again, and saying that one has seen it."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.codec import decode
from schemas.matches import Match
from services.gateway import delivery_shapes as told_as
from services.gateway import shapes
from services.gateway.desk import AtDesk
from services.gateway.identity import Editing, Reading, User
from services.gateway.owning import check_owner, own
from services.gateway.problems import Problem
from services.store import deliveries, delivery_log

PLACE_MARK: Final = "~"

router = APIRouter(prefix=shapes.API, tags=["deliveries"])


def told(row: Row[Any]) -> told_as.Delivery:
    """Return a row of the ledger as the API tells it."""
    match = decode(Match, row.match)
    return told_as.Delivery(
        match_id=row.match_id,
        message_id=row.message_id,
        subscription=shapes.SubscriptionRef(subscription_id=row.subscription_id, name=row.name_now),
        kind=row.kind,
        channel=row.channel,
        state=row.state,
        reason=row.reason,
        title=match.article.title,
        source=match.article.source,
        matched_at=row.matched_at,
        written_at=row.written_at,
        ended_at=row.ended_at,
        next_attempt_at=row.next_attempt_at,
        attempts=row.attempts,
        acknowledged_at=row.acknowledged_at,
    )


@router.get("/deliveries")
async def read_deliveries(
    user: Reading, desk: AtDesk, asked: Annotated[told_as.LogQuery, Query()]
) -> told_as.Deliveries:
    """Give the delivery log, newest first."""
    wanted = delivery_log.Wanted(state=asked.state, since=asked.since, until=asked.until)
    place, reader = _place(asked.before), user.reader(asked.subscription)
    async with desk.store.begin(reading=True) as connection:
        rows = await delivery_log.page(connection, reader, wanted, asked.limit + 1, before=place)
    page = rows[: asked.limit]
    return told_as.Deliveries(
        deliveries=[told(row) for row in page],
        next=_place_of(page[-1]) if len(rows) > asked.limit else None,
    )


def _place_of(row: Row[Any]) -> str:
    return f"{row.written_at.isoformat()}{PLACE_MARK}{row.match_id}"


def _place(before: str | None) -> tuple[datetime, str] | None:
    if before is None:
        return None
    at, _, match_id = before.partition(PLACE_MARK)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise _no_place() from error
    if moment.tzinfo is None or not match_id:
        raise _no_place()
    return moment, match_id


def _no_place() -> Problem:
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "before: this is no place in the log",
        field="before",
        fix="send what the page before gave as next",
    )


@router.get("/deliveries/{match_id}")
async def read_delivery(user: Reading, desk: AtDesk, match_id: str) -> told_as.DeliveryDetail:
    """Give what became of one match, with every attempt."""
    async with desk.store.begin(reading=True) as connection:
        row = await _seen(connection, user, match_id)
        tries = await deliveries.attempts_of(connection, match_id)
    attempts = [
        told_as.Attempt(
            started_at=each.started_at,
            milliseconds=each.milliseconds,
            outcome=each.outcome,
            answer=each.answer,
        )
        for each in tries
    ]
    return told_as.DeliveryDetail(**told(row).model_dump(), tries=attempts)


@router.post("/deliveries/{match_id}/replay")
async def replay_delivery(user: Editing, desk: AtDesk, match_id: str) -> told_as.Replayed:
    """Send a dead message again, under the same id; its target is enabled again."""
    async with desk.store.begin() as connection:
        row = await _seen(connection, user, match_id)
        check_owner(user, row.owner)
        if not await delivery_log.replay(connection, match_id, desk.now()):
            raise Problem(
                HTTPStatus.CONFLICT,
                f"this match is {row.state}: only what is dead can be sent again",
                field="path",
                fix="GET /api/v1/deliveries?state=dead lists what can",
            )
    return told_as.Replayed(replayed=1)


@router.post("/deliveries/replay")
async def replay_deliveries(
    user: Editing, desk: AtDesk, wanted: told_as.Replay
) -> told_as.Replayed:
    """Send the dead messages of a subscription again, the oldest first, ten thousand at most."""
    which = delivery_log.Wanted(since=wanted.since, until=wanted.until)
    async with desk.store.begin() as connection:
        await own(connection, user, wanted.subscription_id)
        replayed = await delivery_log.replay_range(
            connection, wanted.subscription_id, which, desk.now()
        )
    return told_as.Replayed(replayed=replayed)


@router.post("/deliveries/{match_id}/acknowledge", status_code=HTTPStatus.NO_CONTENT)
async def acknowledge_delivery(user: Editing, desk: AtDesk, match_id: str) -> None:
    """Say that the story of this match has been seen to: no follow-up comes of it any more."""
    async with desk.store.begin() as connection:
        await _seen(connection, user, match_id)
        await delivery_log.acknowledge(connection, match_id, user.user_id, desk.now())


async def _seen(connection: AsyncConnection, user: User, match_id: str) -> Row[Any]:
    row = await delivery_log.one(connection, user.reader(None), match_id)
    if row is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no match {match_id}", field="path")
    return row
