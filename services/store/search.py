"""The index of the archive: filling it, and asking it which articles to read."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, bindparam, delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.backtest.conditions import ALWAYS, NEVER, AllOf, Condition, Has, OneOf, condition
from dideban.backtest.index_words import (
    EVERY_WORD,
    combination,
    index_words,
    moment,
    words_of_languages,
)
from dideban.entities.knowledge import names_of
from dideban.query.document import Document
from dideban.query.tree import Node
from schemas.articles import Article
from schemas.codec import decode
from services.store.engine import Store
from services.store.tables import article_index, articles

CHUNK: Final = 400
"""Articles read at once: about 2 MB, and a transaction of a few milliseconds."""

_FIND_SQLITE: Final = """
    SELECT number FROM article_index WHERE at >= :since AND number IN
    (SELECT rowid FROM article_words WHERE article_words MATCH :wanted)
"""
_FIND_POSTGRESQL: Final = """
    SELECT i.number FROM article_index i JOIN article_words w ON w.number = i.number
    WHERE i.at >= :since AND w.words @@ CAST(CAST(:wanted AS text) AS tsquery)
"""
_FILL_SQLITE: Final = "INSERT INTO article_words (rowid, words) VALUES (:number, :words)"
_FILL_POSTGRESQL: Final = """
    INSERT INTO article_words (number, words)
    VALUES (:number, array_to_tsvector(CAST(:words AS text[])))
"""


class _Signs(NamedTuple):
    """How a full-text search writes that all or one of several hold, a word, and a beginning."""

    all_of: str
    one_of: str
    word: str
    beginning: str


_FTS5: Final = _Signs(" AND ", " OR ", '"{}"', '"{}"*')
"""sqlite.org/fts5.html, section 3."""
_TSQUERY: Final = _Signs(" & ", " | ", "'{}'", "'{}':*")
"""PostgreSQL manual, section 8.11.2."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index keeps of one revision of an article."""

    article_id: str
    revision: str
    at: datetime
    languages: str
    words: list[str]


def entry_of(article: Article) -> Entry:
    """Return what to keep; takes about a millisecond, and no store."""
    document = Document.of(article, names_of)
    return Entry(
        article_id=article.raw.article_id,
        revision=article.raw.revision,
        at=moment(article),
        languages=combination(document.languages),
        words=sorted(index_words(document)),
    )


async def keep(connection: AsyncConnection, entries: Sequence[Entry]) -> None:
    """Keep the entries in place of those of earlier revisions; of two for one article the last."""
    newest = {entry.article_id: entry for entry in entries}
    if not newest:
        return
    await connection.execute(
        delete(article_index).where(article_index.c.article_id.in_(list(newest)))
    )
    rows = [
        {
            "article_id": entry.article_id,
            "revision": entry.revision,
            "at": entry.at,
            "languages": entry.languages,
        }
        for entry in newest.values()
    ]
    made = insert(article_index).returning(article_index.c.number, sort_by_parameter_order=True)
    numbers = (await connection.execute(made, rows)).scalars()
    sqlite = connection.dialect.name == "sqlite"
    words = [
        {"number": number, "words": " ".join(entry.words) if sqlite else entry.words}
        for number, entry in zip(numbers, newest.values(), strict=True)
    ]
    await connection.execute(text(_FILL_SQLITE if sqlite else _FILL_POSTGRESQL), words)


_SAME: Final = and_(
    article_index.c.article_id == articles.c.article_id,
    article_index.c.revision == articles.c.revision,
)


def _missing() -> Select[Any]:
    """Return the articles whose newest revision is not in the index."""
    query = select(articles.c.record).outerjoin(article_index, _SAME)
    return query.where(article_index.c.number.is_(None))


async def missing(connection: AsyncConnection) -> int:
    """Return how many articles are not in the index yet."""
    query = select(func.count()).select_from(_missing().subquery())
    return int((await connection.execute(query)).scalar_one())


async def unindexed(connection: AsyncConnection) -> list[Article]:
    """Return some articles that are not in the index yet; none once all are."""
    records = (await connection.execute(_missing().limit(CHUNK))).scalars()
    return [decode(Article, record) for record in records]


async def searched(connection: AsyncConnection, since: datetime) -> int:
    """Return how many articles of the index are from `since` or later."""
    query = select(func.count()).where(article_index.c.at >= since)
    return int((await connection.execute(query)).scalar_one())


async def candidates(connection: AsyncConnection, tree: Node, since: datetime) -> list[int]:
    """Return the numbers of all articles since then for which the tree may hold, in order."""
    found: set[int] = set()
    combinations = select(article_index.c.languages).where(article_index.c.at >= since).distinct()
    for languages in (await connection.execute(combinations)).scalars().all():
        spoken = condition(tree, words_of_languages(languages))
        if spoken == NEVER:
            continue
        if spoken != ALWAYS:
            spoken = OneOf((spoken, Has(EVERY_WORD)))
        found |= await _find(connection, AllOf((Has(languages), spoken)), since)
    return sorted(found)


async def _find(connection: AsyncConnection, wanted: Condition, since: datetime) -> set[int]:
    sqlite = connection.dialect.name == "sqlite"
    statement = text(_FIND_SQLITE if sqlite else _FIND_POSTGRESQL).bindparams(
        bindparam("since", since, type_=article_index.c.at.type),
        bindparam("wanted", _written(wanted, _FTS5 if sqlite else _TSQUERY)),
    )
    return set((await connection.execute(statement)).scalars())


def _written(wanted: Condition, signs: _Signs) -> str:
    """Return the condition as the full-text search of a database has it."""
    match wanted:
        case Has(word, begins):
            return (signs.beginning if begins else signs.word).format(word)
        case AllOf(parts):
            kept = (part for part in parts if part != ALWAYS)
            return signs.all_of.join(f"({_written(part, signs)})" for part in kept)
        case OneOf(parts):
            return signs.one_of.join(f"({_written(part, signs)})" for part in parts)


async def read(store: Store, numbers: Sequence[int]) -> AsyncIterator[list[bytes]]:
    """Yield the records of the articles under these numbers, some at a time.

    Those replaced since the numbers were found are left out.
    """
    for chunk in batched(numbers, CHUNK):
        query = select(articles.c.record).join(article_index, _SAME)
        query = query.where(article_index.c.number.in_(chunk))
        async with store.begin(reading=True) as connection:
            yield list((await connection.execute(query)).scalars())
