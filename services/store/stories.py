"""The stories of the last 72 hours: who is in which, and which bands lead to them."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.statements import add_new
from services.store.tables import stories, story_articles, story_bands

MOST_OWNERS: Final = 24
"""Articles that one is compared with: with most bands in common, then the newest."""

MOST_SPEAKERS: Final = 9
"""Articles of a story that say what has been told: its opener and the newest that are no copies."""

TURN_NUMBER: Final = 7_106_282
"""Any number of our own: workers that place articles on one PostgreSQL take turns on it."""

_MEMBER: Final = (
    story_articles.c.fingerprint,
    story_articles.c.reference,
    story_articles.c.seen_at,
)
_TURN: Final = text(f"SELECT pg_advisory_xact_lock({TURN_NUMBER})")
_MET: Final = select(story_bands.c.band, story_bands.c.article_id, story_bands.c.seen_at).where(
    story_bands.c.band.in_(bindparam("bands", expanding=True))
)
_REVISIONS: Final = select(*_MEMBER).where(
    story_articles.c.article_id.in_(bindparam("articles", expanding=True))
)
_SPEAKERS: Final = (
    select(*_MEMBER)
    .where(
        story_articles.c.story_id == bindparam("story"),
        story_articles.c.seen_at >= bindparam("since"),
        story_articles.c.role != "copy",
    )
    .order_by((story_articles.c.role == "first").desc(), story_articles.c.seen_at.desc())
    .limit(MOST_SPEAKERS)
)
_TELLERS: Final = (
    select(
        story_articles.c.source,
        (story_articles.c.role == "copy").label("copies"),
        func.count(story_articles.c.article_id.distinct()).label("articles"),
    )
    .where(story_articles.c.story_id == bindparam("story"))
    .group_by(story_articles.c.source, "copies")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose a band is: the article that took it, when (aware UTC), and the story it is in."""

    story_id: str
    article_id: str
    revision: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The bands that others have, and at most 24 of these, who have most of them first."""

    bands: frozenset[str] = frozenset()
    owners: Sequence[str] = ()


async def take_turn(connection: AsyncConnection) -> None:
    """Wait until no other worker places articles; the turn ends with the transaction.

    SQLite has one writer anyway.
    """
    if connection.dialect.name != "sqlite":
        await connection.execute(_TURN)


async def meet(connection: AsyncConnection, bands: Collection[str]) -> Met:
    """Return which of the bands are taken, and by whom."""
    rows = (await connection.execute(_MET, {"bands": list(bands)})).all()
    shared = Counter(row.article_id for row in rows)
    newest = {row.article_id: row.seen_at for row in sorted(rows, key=lambda row: row.seen_at)}
    owners = sorted(shared, key=lambda each: (shared[each], newest[each]), reverse=True)
    return Met(bands=frozenset(row.band for row in rows), owners=owners[:MOST_OWNERS])


async def revisions(connection: AsyncConnection, article_ids: Iterable[str]) -> Sequence[Any]:
    """Return the rows of all revisions of articles: fingerprint, reference, seen_at."""
    return (await connection.execute(_REVISIONS, {"articles": list(article_ids)})).all()


async def speakers(connection: AsyncConnection, story_id: str, since: datetime) -> Sequence[Any]:
    """Return the rows of those who say what a story has told since a time: at most nine."""
    return (await connection.execute(_SPEAKERS, {"story": story_id, "since": since})).all()


async def tellers(connection: AsyncConnection, story_id: str) -> tuple[frozenset[str], int]:
    """Return who told a story in their own words, and how many articles are copies."""
    rows = (await connection.execute(_TELLERS, {"story": story_id})).all()
    own_words = frozenset(row.source for row in rows if not row.copies)
    return own_words, sum(row.articles for row in rows if row.copies)


async def open_story(
    connection: AsyncConnection, story_id: str, language: str, at: datetime
) -> None:
    """Open a story in a language (BCP 47)."""
    story = {"story_id": story_id, "opened_at": at, "language": language}
    await add_new(connection, stories, [story])


async def keep(connection: AsyncConnection, row: dict[str, Any]) -> None:
    """Keep an article's place in its story."""
    await add_new(connection, story_articles, [row])


async def take(connection: AsyncConnection, bands: Collection[str], owner: Owner) -> None:
    """Take bands that nobody has."""
    if bands:
        values = asdict(owner)
        rows = [{"band": band, **values} for band in sorted(bands)]
        await add_new(connection, story_bands, rows)


async def take_over(connection: AsyncConnection, bands: Collection[str], owner: Owner) -> None:
    """Let bands of older stories lead to a new one: news to come is likelier of this one."""
    if bands:
        statement = update(story_bands).where(story_bands.c.band.in_(list(bands)))
        await connection.execute(statement.values(asdict(owner)))


async def forget_bands(connection: AsyncConnection, before: datetime) -> int:
    """Forget bands last taken before a time; return how many."""
    statement = delete(story_bands).where(story_bands.c.seen_at < before)
    return (await connection.execute(statement)).rowcount
