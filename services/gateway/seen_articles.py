"""Articles that were read, for a person to choose one of: the newest, or those with some words."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from dideban.entities.knowledge import names_of
from dideban.packs.loader import pack_names
from dideban.query.document import Document
from dideban.query.parser import parse
from dideban.query.reading import Reading
from dideban.query.tree import Query
from schemas.articles import Article
from schemas.codec import decode
from services.gateway.desk import Desk
from services.gateway.problems import Problem
from services.gateway.queries import checked
from services.store import articles, search

SHOWN: Final = 12
TRIED: Final = 60
"""Of those that may have the words, the newest are read; nearly all of these have them."""
BACK: Final = timedelta(days=30)


async def one(desk: Desk, wanted: str) -> Article:
    """Return the article with this id, start of id or address.

    Raises:
        Problem: none was read.
    """
    async with desk.store.begin(reading=True) as connection:
        row = await articles.find(connection, wanted)
    if row is None:
        raise Problem(
            HTTPStatus.NOT_FOUND,
            f"article: no article with the address or id {wanted!r} has been read",
            field="article",
            fix="choose one from the list, or paste its text",
        )
    return decode(Article, row.record)


async def some(desk: Desk, words: str) -> Sequence[Article]:
    """Return the newest articles for which a query of some words holds; without one, the newest.

    Raises:
        Problem: the words are no query.
    """
    if not words:
        async with desk.store.begin(reading=True) as connection:
            return await articles.newest(connection, SHOWN)
    query = await asyncio.to_thread(parse, await checked(words, "find"), names=pack_names())
    async with desk.store.begin(reading=True) as connection:
        numbers = await search.candidates(connection, query.tree, desk.now() - BACK)
    found = [part async for part in search.read(desk.store, numbers[-TRIED:])]
    return await asyncio.to_thread(_holding, query, [each for part in found for each in part])


def _holding(query: Query, records: Iterable[bytes]) -> list[Article]:
    read = sorted(
        (decode(Article, record) for record in records),
        key=lambda article: article.raw.fetched_at,
        reverse=True,
    )
    holding = (
        article
        for article in read
        if Reading(Document.of(article, names_of), article.raw.fetched_at).holds(query.tree)
    )
    return [article for article, _ in zip(holding, range(SHOWN), strict=False)]
