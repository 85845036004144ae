"""What the ledger says of one article."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.tables import attempts, ledger


async def ledger_of_article(connection: AsyncConnection, article_id: str) -> Sequence[Row[Any]]:
    """Return the article's matches, of every revision, oldest first."""
    query = select(ledger).where(ledger.c.article_id == article_id).order_by(ledger.c.matched_at)
    return (await connection.execute(query)).all()


async def attempts_of_article(connection: AsyncConnection, article_id: str) -> Sequence[Row[Any]]:
    """Return the attempts to deliver the article's matches, oldest first."""
    query = (
        select(attempts)
        .join(ledger, ledger.c.message_id == attempts.c.match_id)
        .where(ledger.c.article_id == article_id)
        .order_by(attempts.c.attempt)
    )
    return (await connection.execute(query)).all()
