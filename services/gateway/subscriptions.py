"""What people ask to be told about: listed, added, removed, each checked for its owner."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header
from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.alerting.push_target import shown_webpush
from dideban.packs.titles import pack_title
from services.gateway import queries, shapes
from services.gateway.addresses import address_of
from services.gateway.desk import AtDesk, Desk
from services.gateway.identity import Editing, Reading, User
from services.gateway.owning import own, sees
from services.gateway.problems import Problem
from services.gateway.repeats import IdempotencyKey, once
from services.store import accounts, saved_queries, subscriptions, targets
from services.store.tables import subscriptions as table

router = APIRouter(prefix=shapes.API, tags=["subscriptions"])
LONGEST_NAME = 200


def told(row: Row[Any], target_disabled: str | None = None) -> shapes.Subscription:
    """Return a subscription as the API tells it, without its secret."""
    return shapes.Subscription(
        subscription_id=row.subscription_id,
        name=row.name,
        query=row.query,
        enabled=row.enabled,
        shared=not row.owner.startswith(accounts.USER_PREFIX),
        channel=row.channel,
        target=shown_webpush(row.target) if row.channel == "webpush" else row.target,
        target_disabled=target_disabled,
        created_at=row.created_at,
    )


def told_once(row: Row[Any]) -> shapes.Subscribed:
    """Return a subscription with the signing secret of its webhook, for the answer that made it."""
    signing = row.target_secret if row.channel == "webhook" else None
    return shapes.Subscribed(**told(row).model_dump(), secret=signing)


async def add(
    desk: Desk, user: User, wanted: shapes.NewSubscription, key: str | None = None
) -> shapes.Subscribed:
    """Add a subscription; within a second every alerts worker knows it.

    Raises:
        Problem: the query or the address cannot be taken, or there are too many.
    """
    query = await queries.checked(_query_of(wanted), saved=await saved_by(desk, user))
    address = await address_of(desk, user, wanted)
    name = wanted.name or _name_of(wanted, query)
    async with desk.store.begin() as connection:

        async def act() -> str:
            await _check_room(connection, desk, user)
            row = await subscriptions.add(
                connection,
                owner=user.user_id,
                name=name,
                query=query,
                now=desk.now(),
                address=address,
            )
            return str(row.subscription_id)

        made = await once(connection, desk, user, key=key, request=wanted, act=act)
        row = await subscriptions.one(connection, made)
    desk.changed.set()
    if row is None or row.removed:
        raise Problem(
            HTTPStatus.GONE, "the subscription was removed since", field="Idempotency-Key"
        )
    return told_once(row)


def _query_of(wanted: shapes.NewSubscription) -> str:
    if (wanted.query is None) == (wanted.pack is None):
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "query, pack: give exactly one of them",
            field="query",
            fix='send either "query" or "pack"',
        )
    return wanted.query if wanted.query is not None else queries.of_pack(wanted.pack or "")


def _name_of(wanted: shapes.NewSubscription, query: str) -> str:
    return pack_title(wanted.pack, "en") if wanted.pack else query[:LONGEST_NAME]


async def _check_room(connection: AsyncConnection, desk: Desk, user: User) -> None:
    query = select(func.count()).where(table.c.owner == user.user_id, ~table.c.removed)
    most = desk.settings.gateway_max_subscriptions
    if (await connection.execute(query)).scalar_one() >= most:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"you have {most} subscriptions, the limit gateway_max_subscriptions",
            field="query",
            fix="remove one first",
        )


async def saved_by(desk: Desk, user: User) -> dict[str, str]:
    """Return the user's saved queries by name."""
    async with desk.store.begin(reading=True) as connection:
        return await saved_queries.of(connection, user.user_id)


async def every(desk: Desk, user: User) -> list[shapes.Subscription]:
    """Return the subscriptions that a user may see, oldest first."""
    async with desk.store.begin(reading=True) as connection:
        rows = await subscriptions.every(connection)
        off = {each.subscription_id: each.reason for each in await targets.disabled(connection)}
    return [told(row, off.get(row.subscription_id)) for row in rows if sees(user, row.owner)]


async def revise(
    desk: Desk, user: User, subscription_id: str, wanted: shapes.SubscriptionChange
) -> shapes.Subscription:
    """Change what a subscription is called or asks for; its target, policy and alerts stay.

    Raises:
        Problem: the query cannot be taken, or the subscription is not the user's to change.
    """
    changes = {} if wanted.name is None else {"name": wanted.name}
    if wanted.query is not None:
        async with desk.store.begin(reading=True) as connection:
            row = await own(connection, user, subscription_id)
            saved = await saved_queries.of(connection, row.owner)
        changes["query"] = await queries.checked(wanted.query, saved=saved)
    async with desk.store.begin() as connection:
        await own(connection, user, subscription_id)
        if changes:
            await subscriptions.change(connection, subscription_id, desk.now(), **changes)
        row = await own(connection, user, subscription_id)
    desk.changed.set()
    return told(row)


async def remove(desk: Desk, user: User, subscription_id: str) -> None:
    """End a subscription of the user's own; an admin may end any.

    Raises:
        Problem: there is none that this user may end.
    """
    async with desk.store.begin() as connection:
        await own(connection, user, subscription_id)
        await subscriptions.remove(connection, subscription_id, desk.now())
    desk.changed.set()


@router.get("/subscriptions")
async def read_subscriptions(user: Reading, desk: AtDesk) -> shapes.Subscriptions:
    """Give your own subscriptions and those of the desk."""
    return shapes.Subscriptions(subscriptions=await every(desk, user))


@router.post("/subscriptions", status_code=HTTPStatus.CREATED)
async def add_subscription(
    user: Editing,
    desk: AtDesk,
    wanted: shapes.NewSubscription,
    idempotency_key: Annotated[IdempotencyKey, Header()] = None,
) -> shapes.Subscribed:
    """Subscribe a query or a pack; the signing secret is shown this once."""
    return await add(desk, user, wanted, idempotency_key)


@router.patch("/subscriptions/{subscription_id}")
async def revise_subscription(
    user: Editing, desk: AtDesk, subscription_id: str, wanted: shapes.SubscriptionChange
) -> shapes.Subscription:
    """Change the name or the query; within a second every alerts worker knows it."""
    return await revise(desk, user, subscription_id, wanted)


@router.delete("/subscriptions/{subscription_id}", status_code=HTTPStatus.NO_CONTENT)
async def remove_subscription(user: Editing, desk: AtDesk, subscription_id: str) -> None:
    """End a subscription; its alerts stay."""
    await remove(desk, user, subscription_id)


@router.post("/query/check")
async def check_query(
    user: Reading, desk: AtDesk, wanted: shapes.QueryToCheck
) -> shapes.CheckedQuery:
    """Give the canonical text of a query, or say where it cannot be taken and what to write."""
    return shapes.CheckedQuery(
        canonical=await queries.checked(wanted.query, saved=await saved_by(desk, user))
    )
