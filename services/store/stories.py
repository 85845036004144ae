"""The stories of the last 72 hours: who is in which, and which bands lead to them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.statements import insert_new
from services.store.tables import stories, story_articles, story_bands


async def claim_bands(
    connection: AsyncConnection,
    bands: Collection[str],
    *,
    story_id: str,
    article: tuple[str, str],
    now: datetime,
) -> set[str]:
    """Take the bands nobody has; return the stories that have the others.

    Two articles that arrive together may both want a band. Its row is unique, so the second waits
    here for the first to commit, and then sees the story that one opened.
    """
    rows = [
        {
            "band": band,
            "story_id": story_id,
            "article_id": article[0],
            "revision": article[1],
            "seen_at": now,
        }
        for band in sorted(bands)
    ]
    taken = set(await insert_new(connection, story_bands, rows))
    others = [row["band"] for position, row in enumerate(rows) if position not in taken]
    if not others:
        return set()
    query = select(story_bands.c.story_id).where(story_bands.c.band.in_(others)).distinct()
    return set((await connection.execute(query)).scalars())


async def members(
    connection: AsyncConnection,
    *,
    article_id: str,
    exact: str,
    story_ids: Collection[str],
    since: datetime,
) -> Sequence[Any]:
    """Return the rows of the same article, of the same text, and of the stories named."""
    own = select(story_articles.c.story_id).where(
        or_(story_articles.c.article_id == article_id, story_articles.c.exact == exact)
    )
    query = select(story_articles).where(
        or_(
            story_articles.c.article_id == article_id,
            story_articles.c.story_id.in_(own) & (story_articles.c.seen_at >= since),
            story_articles.c.story_id.in_(story_ids) & (story_articles.c.seen_at >= since),
        )
    )
    return (await connection.execute(query)).all()


async def keep(
    connection: AsyncConnection, row: dict[str, Any], *, language: str, moved_bands: Collection[str]
) -> None:
    """Keep the article's place in its story, and lead there those of its bands that did not."""
    story = {"story_id": row["story_id"], "opened_at": row["seen_at"], "language": language}
    await insert_new(connection, stories, [story])
    await insert_new(connection, story_articles, [row])
    if not moved_bands:
        return
    statement = (
        update(story_bands)
        .where(
            story_bands.c.band.in_(list(moved_bands)),
            story_bands.c.article_id == row["article_id"],
            story_bands.c.revision == row["revision"],
        )
        .values(story_id=row["story_id"])
    )
    await connection.execute(statement)


async def forget_bands(connection: AsyncConnection, before: datetime) -> int:
    """Forget bands last taken before a time; return how many."""
    statement = delete(story_bands).where(story_bands.c.seen_at < before)
    return (await connection.execute(statement)).rowcount
