"""The stories of the last 72 hours: who is in which, and which bands lead to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.statements import insert_new
from services.store.tables import stories, story_articles, story_bands

MOST_OWNERS: Final = 24
"""Articles whose stories one is compared with: with most bands in common, then the newest."""

MOST_MEMBERS: Final = 8
"""Articles of a story it is compared with, beside the one that opened it: the newest, no copies."""

TURN_NUMBER: Final = 7_106_282
"""Any number of our own: workers that place articles on one PostgreSQL take turns on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The bands an article wants, for which story; `at` is aware UTC."""

    bands: Collection[str]
    story_id: str
    article_id: str
    revision: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The bands others had, their owners, and the stories these lead to, the most shared first.

    An owner is an article and its revision.
    """

    bands: Sequence[str] = ()
    owners: Sequence[tuple[str, str]] = ()
    story_ids: Sequence[str] = ()


async def take_turn(connection: AsyncConnection) -> None:
    """Wait until no other worker places articles; ends with the transaction.

    SQLite has one writer anyway. On PostgreSQL two that claim bands in another order would
    otherwise wait for each other.
    """
    if connection.dialect.name != "sqlite":
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({TURN_NUMBER})"))


async def claim_bands(connection: AsyncConnection, claim: Claim) -> Met:
    """Take the bands nobody has; return the others, and at most 24 articles that have them.

    Two articles that arrive together may both want a band. Its row is unique, so the second waits
    here for the first to commit, and then sees the story that one opened.
    """
    bands = sorted(set(claim.bands))
    rows = [
        {
            "band": band,
            "story_id": claim.story_id,
            "article_id": claim.article_id,
            "revision": claim.revision,
            "seen_at": claim.at,
        }
        for band in bands
    ]
    taken = set(await insert_new(connection, story_bands, rows))
    others = [band for position, band in enumerate(bands) if position not in taken]
    if not others:
        return Met()
    columns = story_bands.c
    query = (
        select(columns.article_id, columns.revision, columns.story_id)
        .where(columns.band.in_(others))
        .group_by(columns.article_id, columns.revision, columns.story_id)
        .order_by(func.count().desc(), func.max(columns.seen_at).desc())
        .limit(MOST_OWNERS)
    )
    owners = (await connection.execute(query)).all()
    return Met(
        bands=others,
        owners=[(row.article_id, row.revision) for row in owners],
        story_ids=list(dict.fromkeys(row.story_id for row in owners)),
    )


async def members(
    connection: AsyncConnection, article_id: str, met: Met, *, since: datetime
) -> Sequence[Any]:
    """Return the rows of the same article, of the owners met, and of who speaks for their stories.

    These are the article that opened a story and the newest eight that are no copies.
    """
    speakers = (await connection.execute(_speakers(met.story_ids, since))).all()
    wanted = {*met.owners, *((row.article_id, row.revision) for row in speakers)}
    articles = {article_id, *(owner for owner, _ in wanted)}
    query = select(story_articles).where(story_articles.c.article_id.in_(articles))
    rows = (await connection.execute(query)).all()
    return [
        row
        for row in rows
        if row.article_id == article_id or (row.article_id, row.revision) in wanted
    ]


def _speakers(story_ids: Collection[str], since: datetime) -> Select[Any]:
    columns = story_articles.c
    newest = (
        func.row_number()
        .over(partition_by=columns.story_id, order_by=columns.seen_at.desc())
        .label("newest")
    )
    ranked = (
        select(columns.article_id, columns.revision, columns.role, newest)
        .where(
            columns.story_id.in_(list(story_ids)),
            columns.seen_at >= since,
            columns.role != "copy",
        )
        .subquery()
    )
    return select(ranked.c.article_id, ranked.c.revision).where(
        or_(ranked.c.newest <= MOST_MEMBERS, ranked.c.role == "first")
    )


async def tellers(connection: AsyncConnection, story_id: str) -> tuple[frozenset[str], int]:
    """Return who told a story in their own words, and how many articles are copies."""
    columns = story_articles.c
    query = (
        select(columns.source)
        .where(columns.story_id == story_id, columns.role != "copy")
        .distinct()
    )
    own_words = frozenset((await connection.execute(query)).scalars())
    counted = select(func.count(columns.article_id.distinct())).where(
        columns.story_id == story_id, columns.role == "copy"
    )
    return own_words, (await connection.execute(counted)).scalar_one()


async def keep(connection: AsyncConnection, row: dict[str, Any], language: str) -> None:
    """Keep the article's place in its story."""
    story = {"story_id": row["story_id"], "opened_at": row["seen_at"], "language": language}
    await insert_new(connection, stories, [story])
    await insert_new(connection, story_articles, [row])


async def give(connection: AsyncConnection, claim: Claim, story_id: str) -> None:
    """Let the bands that an article took lead to the story it was placed in."""
    statement = (
        update(story_bands)
        .where(
            story_bands.c.band.in_(list(claim.bands)),
            story_bands.c.article_id == claim.article_id,
            story_bands.c.revision == claim.revision,
        )
        .values(story_id=story_id)
    )
    await connection.execute(statement)


async def take_over(connection: AsyncConnection, claim: Claim, bands: Collection[str]) -> None:
    """Let bands of older stories lead to the one an article opens: news to come is of this one."""
    statement = (
        update(story_bands)
        .where(story_bands.c.band.in_(list(bands)))
        .values(
            story_id=claim.story_id,
            article_id=claim.article_id,
            revision=claim.revision,
            seen_at=claim.at,
        )
    )
    await connection.execute(statement)


async def forget_bands(connection: AsyncConnection, before: datetime) -> int:
    """Forget bands last taken before a time; return how many."""
    statement = delete(story_bands).where(story_bands.c.seen_at < before)
    return (await connection.execute(statement)).rowcount
