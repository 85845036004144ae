"""Articles on their way: written before they are sent, done when archived and accounted for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.articles import RawArticle
from schemas.codec import encode
from schemas.matches import Receipt
from services.store.statements import insert_new, is_any_of, is_one_of
from services.store.tables import ledger, outbox

_KEY: Final = (outbox.c.article_id, outbox.c.revision)


async def put(
    connection: AsyncConnection, articles: Sequence[RawArticle], now: datetime
) -> list[RawArticle]:
    """Write the articles that are new (by id and revision) and return those."""
    rows = [
        {
            "article_id": article.article_id,
            "revision": article.revision,
            "record": encode(article),
            "written_at": now,
        }
        for article in articles
    ]
    return [articles[position] for position in await insert_new(connection, outbox, rows)]


async def known(
    connection: AsyncConnection, pairs: Sequence[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Return those of the (article id, revision) pairs that were written before."""
    query = select(*_KEY).where(is_one_of(_KEY, pairs))
    return {(article_id, revision) for article_id, revision in await connection.execute(query)}


async def unsent(connection: AsyncConnection, most: int) -> Sequence[Row[Any]]:
    """Return at most `most` rows that were never sent, oldest first."""
    query = (
        select(outbox)
        .where(outbox.c.sent_at.is_(None), ~outbox.c.done)
        .order_by(outbox.c.written_at)
        .limit(most)
    )
    return (await connection.execute(query)).all()


async def mark_sent(
    connection: AsyncConnection, pairs: Sequence[tuple[str, str]], now: datetime
) -> None:
    """Note that the broker has acknowledged these."""
    await connection.execute(update(outbox).where(is_one_of(_KEY, pairs)).values(sent_at=now))


async def send_again(connection: AsyncConnection, sent_before: datetime) -> int:
    """Put what was sent before a time and is not done back among the unsent; return how many.

    Called when the process starts: a broker that keeps its topics in memory may have lost them.
    """
    await settle(connection)
    statement = (
        update(outbox).where(~outbox.c.done, outbox.c.sent_at < sent_before).values(sent_at=None)
    )
    return (await connection.execute(statement)).rowcount


async def mark_archived(
    connection: AsyncConnection, pairs: Sequence[tuple[str, str]], now: datetime
) -> None:
    """Note that the archive keeps these articles."""
    await connection.execute(update(outbox).where(is_one_of(_KEY, pairs)).values(archived_at=now))


async def note_receipts(connection: AsyncConnection, receipts: Sequence[Receipt]) -> None:
    """Note how many matches each checked article gave."""
    for receipt in receipts:
        where = and_(
            outbox.c.article_id == receipt.article_id, outbox.c.revision == receipt.revision
        )
        await connection.execute(update(outbox).where(where).values(matches=receipt.matches))


async def settle(connection: AsyncConnection) -> int:
    """Mark as done what is archived and whose matches all stand in the ledger; return how many."""
    in_ledger = (
        select(func.count())
        .where(ledger.c.article_id == outbox.c.article_id, ledger.c.revision == outbox.c.revision)
        .scalar_subquery()
    )
    statement = (
        update(outbox)
        .where(
            ~outbox.c.done,
            outbox.c.archived_at.is_not(None),
            or_(outbox.c.matches == 0, outbox.c.matches <= in_ledger),
        )
        .values(done=True)
    )
    return (await connection.execute(statement)).rowcount


async def waiting(connection: AsyncConnection) -> int:
    """Return how many articles are not done."""
    found = await connection.execute(select(func.count()).where(~outbox.c.done))
    return int(found.scalar_one())


async def owners(connection: AsyncConnection, article_ids: Sequence[str]) -> dict[str, bytes]:
    """Return the first record kept of each of the articles that were written before, by id."""
    query = (
        select(outbox.c.article_id, outbox.c.record)
        .where(is_any_of(outbox.c.article_id, article_ids))
        .order_by(outbox.c.written_at.desc())
    )
    return {row.article_id: row.record for row in await connection.execute(query)}


async def of_article(connection: AsyncConnection, article_id: str) -> Sequence[Row[Any]]:
    """Return the article's rows, one a revision, oldest first."""
    query = select(outbox).where(outbox.c.article_id == article_id).order_by(outbox.c.written_at)
    return (await connection.execute(query)).all()
