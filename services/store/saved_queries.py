"""The queries that owners saved under a name, and what follows when one changes."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.query.saved import mentioned, users_of
from services.store import subscriptions
from services.store.statements import upsert
from services.store.tables import saved_queries
from services.store.tables import subscriptions as subscriptions_table

of = subscriptions.saved_of


async def every(connection: AsyncConnection) -> dict[str, dict[str, str]]:
    """Return all saved queries by owner and name."""
    found: dict[str, dict[str, str]] = {}
    for row in await connection.execute(select(saved_queries)):
        found.setdefault(row.owner, {})[row.name] = row.query
    return found


async def save(
    connection: AsyncConnection, owner: str, name: str, query: str, now: datetime
) -> int:
    """Save a query that was checked; return how many subscriptions it changes.

    Each of those gets a new version, which goes to the workers.
    """
    row = {"owner": owner, "name": name, "query": query, "changed_at": now}
    await upsert(connection, saved_queries, ["owner", "name"], row)
    saved = await of(connection, owner)
    ids = await _subscriptions_with(connection, owner, {name, *users_of(name, saved)})
    for subscription_id in ids:
        await subscriptions.change(connection, subscription_id, now)
    return len(ids)


async def in_use(connection: AsyncConnection, owner: str, name: str) -> list[str]:
    """Return in words what uses a saved query: other saved queries, and subscriptions."""
    saved = await of(connection, owner)
    others = [f"@{other}" for other, text in saved.items() if name in mentioned(text)]
    return others + await _subscriptions_with(connection, owner, {name})


async def remove(connection: AsyncConnection, owner: str, name: str) -> bool:
    """Forget a saved query that nothing uses; return whether there was one."""
    statement = delete(saved_queries).where(
        saved_queries.c.owner == owner, saved_queries.c.name == name
    )
    return (await connection.execute(statement)).rowcount == 1


async def _subscriptions_with(
    connection: AsyncConnection, owner: str, names: set[str]
) -> list[str]:
    table = subscriptions_table
    query = select(table.c.subscription_id, table.c.query).where(
        table.c.owner == owner, ~table.c.removed, table.c.query.contains("@")
    )
    rows = await connection.execute(query.order_by(table.c.created_at))
    return [row.subscription_id for row in rows if names & mentioned(row.query)]
