"""The archive of articles, one row each, the newest revision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.articles import Article
from schemas.codec import decode, encode
from services.store.statements import upsert
from services.store.tables import articles


async def keep(connection: AsyncConnection, article: Article, path: object, now: datetime) -> None:
    """Keep the article; an older revision of it is replaced."""
    row = {
        "article_id": article.raw.article_id,
        "revision": article.raw.revision,
        "feed_id": article.raw.feed_id,
        "source": article.raw.source,
        "url": article.raw.url,
        "title": article.raw.title,
        "language": article.language.tag,
        "story_id": article.story.story_id,
        "role": article.story.role,
        "published_at": article.raw.published_at,
        "fetched_at": article.raw.fetched_at,
        "archived_at": now,
        "match_text": "\n".join(passage.match.text for passage in article.text.passages),
        "path": path,
        "record": encode(article),
    }
    await upsert(connection, articles, ["article_id"], row)


async def find(connection: AsyncConnection, wanted: str) -> Row[Any] | None:
    """Return the article with this id, start of id or URL, or None."""
    query = select(articles).where(or_(articles.c.article_id == wanted, articles.c.url == wanted))
    found = (await connection.execute(query.limit(1))).one_or_none()
    if found is None and len(wanted) >= MIN_ID_CHARS:
        start = select(articles).where(articles.c.article_id.startswith(wanted, autoescape=True))
        found = (await connection.execute(start.limit(1))).one_or_none()
    return found


MIN_ID_CHARS = 8


async def newest(connection: AsyncConnection, most: int) -> Sequence[Article]:
    """Return the articles that were seen last, the newest first."""
    query = select(articles.c.record).order_by(articles.c.fetched_at.desc()).limit(most)
    return [decode(Article, record) for record in (await connection.execute(query)).scalars()]
