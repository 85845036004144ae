"""Subscriptions and their outbox, written in one transaction."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.packs.loader import pack_names
from dideban.query.errors import QueryError
from dideban.query.saved import inlined
from schemas.codec import encode
from schemas.subscriptions import Subscription
from services.store import held
from services.store.statements import is_any_of
from services.store.tables import saved_queries, subscription_outbox, subscriptions

SECRET_BYTES: Final = 24
"""Standard Webhooks asks for 24 to 64 random bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a subscription's alerts go beside the page, and by which policy (JSON)."""

    channel: str = "live"
    target: str | None = None
    secret: str | None = None
    policy: str | None = None


LIVE: Final = Address()


def new_secret() -> str:
    """Return a signing secret in the form of the Standard Webhooks specification."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


async def add(
    connection: AsyncConnection,
    *,
    owner: str,
    name: str,
    query: str,
    now: datetime,
    address: Address = LIVE,
) -> Row[Any]:
    """Add a subscription and return its row; query and address are checked by the caller.

    A webhook gets a new signing secret; any other target keeps the one given, if any.
    """
    subscription_id = "sub_" + secrets.token_hex(8)
    await connection.execute(
        insert(subscriptions).values(
            subscription_id=subscription_id,
            revision=1,
            owner=owner,
            name=name,
            query=query,
            channel=address.channel,
            target=address.target,
            target_secret=new_secret() if address.channel == "webhook" else address.secret,
            policy=address.policy,
            created_at=now,
            changed_at=now,
        )
    )
    await to_outbox(connection, [subscription_id], now)
    row = await one(connection, subscription_id)
    if row is None:
        raise LookupError(f"subscription {subscription_id} vanished in its own transaction")
    return row


async def change(connection: AsyncConnection, wanted: str, now: datetime, **values: Any) -> bool:  # noqa: ANN401
    """Set columns of a subscription, raise its revision; return whether there is one."""
    statement = (
        update(subscriptions)
        .where(subscriptions.c.subscription_id == wanted, ~subscriptions.c.removed)
        .values(revision=subscriptions.c.revision + 1, changed_at=now, **values)
    )
    found = (await connection.execute(statement)).rowcount == 1
    if found:
        await to_outbox(connection, [wanted], now)
    return found


async def remove(connection: AsyncConnection, wanted: str, now: datetime) -> bool:
    """End a subscription; its ledger stays, what it held ends. Return whether there was one."""
    found = await change(connection, wanted, now, removed=True, enabled=False)
    if found:
        await held.rejudge(connection, wanted, now)
    return found


async def rotate_secret(connection: AsyncConnection, wanted: str, until: datetime) -> str:
    """Give a webhook a new signing secret and return it; the old one still signs `until` then."""
    secret = new_secret()
    statement = (
        update(subscriptions)
        .where(subscriptions.c.subscription_id == wanted)
        .values(
            previous_secret=subscriptions.c.target_secret,
            previous_until=until,
            target_secret=secret,
        )
    )
    await connection.execute(statement)
    return secret


async def to_the_page(connection: AsyncConnection, wanted: str, now: datetime) -> bool:
    """Send nothing more to the target of a subscription, whose alerts stay on the page."""
    nowhere = {"channel": LIVE.channel, "target": None, "target_secret": None}
    return await change(connection, wanted, now, **nowhere, previous_secret=None)


async def to_target(
    connection: AsyncConnection, wanted: str, address: Address, now: datetime
) -> bool:
    """Send the alerts of a subscription to another target, what is held as well.

    A webhook gets a new signing secret. The policy stays.
    """
    secret = new_secret() if address.channel == "webhook" else address.secret
    place = {"channel": address.channel, "target": address.target, "target_secret": secret}
    return await change(connection, wanted, now, **place, previous_secret=None)


async def one(connection: AsyncConnection, wanted: str) -> Row[Any] | None:
    """Return the subscription with this id, removed or not, or None."""
    query = select(subscriptions).where(subscriptions.c.subscription_id == wanted)
    return (await connection.execute(query)).one_or_none()


async def every(connection: AsyncConnection, owner: str | None = None) -> Sequence[Row[Any]]:
    """Return the subscriptions that are not removed, oldest first; of one owner if given."""
    query = select(subscriptions).where(~subscriptions.c.removed)
    if owner is not None:
        query = query.where(subscriptions.c.owner == owner)
    return (await connection.execute(query.order_by(subscriptions.c.created_at))).all()


def record_of(row: Row[Any], saved: Mapping[str, str]) -> bytes | None:
    """Return the record for the topic, or None (which removes) for a removed one.

    The owner's `saved` queries are written out in it. Where that cannot be done the query goes as
    it is: the workers refuse it, and keep the last good version.
    """
    if row.removed:
        return None
    query = row.query
    if "@" in query:
        with suppress(QueryError):
            query = inlined(query, pack_names(saved=saved))
    return encode(
        Subscription(
            subscription_id=row.subscription_id,
            revision=row.revision,
            owner=row.owner,
            name=row.name,
            query=query,
            enabled=row.enabled,
        )
    )


async def to_outbox(connection: AsyncConnection, wanted: Sequence[str], now: datetime) -> None:
    """Let the workers be told of these subscriptions as they stand.

    Raises:
        LookupError: there is no such subscription.
    """
    query = select(subscriptions).where(is_any_of(subscriptions.c.subscription_id, wanted))
    found = (await connection.execute(query)).all()
    if missing := set(wanted) - {row.subscription_id for row in found}:
        raise LookupError(f"no subscription {', '.join(sorted(missing))}")
    saved = {owner: await saved_of(connection, owner) for owner in {row.owner for row in found}}
    rows = [
        {
            "subscription_id": row.subscription_id,
            "revision": row.revision,
            "record": record_of(row, saved[row.owner]),
            "written_at": now,
        }
        for row in found
    ]
    if rows:
        await connection.execute(insert(subscription_outbox), rows)


async def saved_of(connection: AsyncConnection, owner: str) -> dict[str, str]:
    """Return the owner's saved queries by name."""
    query = select(saved_queries.c.name, saved_queries.c.query).order_by(saved_queries.c.name)
    rows = await connection.execute(query.where(saved_queries.c.owner == owner))
    return {row.name: row.query for row in rows}


async def unpublished(connection: AsyncConnection, most: int) -> Sequence[Row[Any]]:
    """Return outbox rows in the order of their versions."""
    query = select(subscription_outbox).order_by(subscription_outbox.c.number).limit(most)
    return (await connection.execute(query)).all()


async def mark_published(connection: AsyncConnection, numbers: Sequence[int]) -> None:
    """Forget outbox rows that the broker has acknowledged."""
    statement = delete(subscription_outbox).where(subscription_outbox.c.number.in_(numbers))
    await connection.execute(statement)
