"""The feeds that are watched, and what is known of their health."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.statements import insert_new
from services.store.tables import sources

FIRST_POLL_SECONDS: Final = 900


def source_id(url: str) -> str:
    """Return the id of the source at a feed's URL."""
    return hashlib.sha256(url.encode()).hexdigest()[:16]


async def add(
    connection: AsyncConnection,
    *,
    url: str,
    name: str,
    now: datetime,
    language: str | None = None,
    time_zone: str | None = None,
    poll_seconds: int = FIRST_POLL_SECONDS,
) -> tuple[str, bool]:
    """Add a source, due at once; return its id and whether it is new."""
    row = {
        "source_id": source_id(url),
        "url": url,
        "name": name,
        "language": language,
        "time_zone": time_zone,
        "added_at": now,
        "next_poll_at": now,
        "poll_seconds": poll_seconds,
    }
    return source_id(url), bool(await insert_new(connection, sources, [row]))


async def every(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Return all sources by name."""
    return (await connection.execute(select(sources).order_by(sources.c.name))).all()


async def one(connection: AsyncConnection, wanted: str) -> Row[Any] | None:
    """Return the source with this id, or None."""
    found = await connection.execute(select(sources).where(sources.c.source_id == wanted))
    return found.one_or_none()


async def due(connection: AsyncConnection, now: datetime, most: int) -> Sequence[Row[Any]]:
    """Return at most `most` enabled sources whose poll is due, the longest waiting first."""
    query = (
        select(sources)
        .where(sources.c.enabled, sources.c.next_poll_at <= now)
        .order_by(sources.c.next_poll_at)
        .limit(most)
    )
    return (await connection.execute(query)).all()


async def change(connection: AsyncConnection, wanted: str, **values: Any) -> bool:  # noqa: ANN401
    """Set columns of a source; return whether there is one."""
    statement = update(sources).where(sources.c.source_id == wanted).values(**values)
    return (await connection.execute(statement)).rowcount == 1


async def remove(connection: AsyncConnection, wanted: str) -> bool:
    """Forget a source; return whether there was one."""
    statement = delete(sources).where(sources.c.source_id == wanted)
    return (await connection.execute(statement)).rowcount == 1


async def by_state(connection: AsyncConnection) -> dict[str, int]:
    """Return how many sources are in each state."""
    query = select(sources.c.state, func.count()).group_by(sources.c.state)
    return {row.state: row[1] for row in await connection.execute(query)}
