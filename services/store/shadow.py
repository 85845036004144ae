"""What the live pipe made of its latest articles, for those who compare other rules with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.articles import Article
from schemas.codec import decode
from schemas.matches import Match
from services.store.statements import is_one_of
from services.store.tables import articles, ledger, outbox

AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Handled:
    """An article that is done for good, and its matches by subscription."""

    article: Article
    matches: dict[str, Match]

    @property
    def key(self) -> tuple[str, str]:
        """The article's id and revision."""
        return self.article.raw.article_id, self.article.raw.revision


async def handled(
    connection: AsyncConnection, since: datetime, but: Collection[tuple[str, str]]
) -> list[Handled]:
    """Return some of the articles archived since then that are done, the oldest first.

    An article is done once all its matches stand in the ledger. `but` are those known already.
    """
    same = (articles.c.article_id == outbox.c.article_id) & (
        articles.c.revision == outbox.c.revision
    )
    query = select(articles.c.article_id, articles.c.revision).join(outbox, same)
    query = query.where(articles.c.archived_at >= since, outbox.c.done)
    found = (await connection.execute(query.order_by(articles.c.archived_at))).all()
    keys = [tuple(row) for row in found if tuple(row) not in but][:AT_ONCE]
    if not keys:
        return []
    of_these = select(articles.c.record).where(
        is_one_of((articles.c.article_id, articles.c.revision), keys)
    )
    records = (await connection.execute(of_these)).scalars().all()
    matched = select(ledger.c.subscription_id, ledger.c.match).where(
        is_one_of((ledger.c.article_id, ledger.c.revision), keys)
    )
    matches: dict[tuple[str, str], dict[str, Match]] = {}
    for subscription_id, record in await connection.execute(matched):
        match = decode(Match, record)
        key = match.article.article_id, match.article.revision
        matches.setdefault(key, {})[subscription_id] = match
    read = [decode(Article, record) for record in records]
    return [Handled(a, matches.get((a.raw.article_id, a.raw.revision), {})) for a in read]
