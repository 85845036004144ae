"""The archive's index finds what reading everything finds, on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dideban.backtest.run import Backtest
from dideban.packs.loader import load_packs, pack_names
from dideban.query.document import Document
from dideban.query.oracle import holds
from dideban.query.parser import parse
from schemas.articles import Article
from schemas.codec import decode
from services.store import search
from services.store.engine import Store
from tests.archived import SEEN, article, keep

DAY = timedelta(days=1)


def news() -> list[Article]:
    """Return the examples of every pack as articles of several days."""
    texts = [
        (f"{name}-{language}-{number}", language, text)
        for name, pack in load_packs().items()
        for language, patterns in pack.languages.items()
        for examples in (patterns.examples.fires[:2], patterns.examples.stays_silent[:1])
        for number, text in enumerate(examples)
    ]
    return [
        article(
            f"{number:04}-{name}"[:60],
            text,
            title=text[:40],
            language_hint=language,
            source="IRNA English" if number % 3 else "ТАСС",
            url=f"https://www.news.example/{number}" if number % 2 else None,
            authors=("Jane O'Neill",) if number % 5 == 0 else (),
            fetched_at=SEEN - DAY * (number % 20),
        )
        for number, (name, language, text) in enumerate(texts)
    ]


NEWS = news()
EVERYTHING = datetime.min.replace(tzinfo=SEEN.tzinfo)


async def indexed(store: Store) -> None:
    async with store.begin() as connection:
        await search.keep(connection, [search.entry_of(each) for each in NEWS])
    await keep(store, NEWS)


async def found(store: Store, query: str, since: datetime = EVERYTHING) -> tuple[set[str], int]:
    """Return what a backtest finds, and how many articles it read for that."""
    test = Backtest(parse(query, names=pack_names()), sample=1_000)
    async with store.begin(reading=True) as connection:
        numbers = await search.candidates(connection, test.tree, since)
    async for records in search.read(store, numbers):
        test.take([decode(Article, record) for record in records])
    report = test.report(days=1, searched=0)
    return {each.article_id for each in report.sample}, report.read


QUERIES = [
    "گاز NEAR/8 ایران",
    "«انتقال گاز» OR газ OR غاز",
    "topic:gas-transfer",
    "topic:north-south-corridor AND NOT lang:fa",
    "pipelin* OR دري*",
    'exact:"gas" source:irna',
    'author:"O\'Neill" lang:ru',
    "site:news.example газ*",
    "country:IR AND NOT (گاز OR gas)",
    "entity:Gazprom OR entity:iso3166:TR",
    "atleast2:(gas) OR title:qaz",
    "cs:BOTAŞ OR cs:SOCAR",
    "gas AND NOT gas",
    "lang:az",
]


async def test_it_finds_what_reading_everything_finds(store: Store) -> None:
    await indexed(store)
    documents = [Document.of(each, search.names_of) for each in NEWS]
    for query in QUERIES:
        tree = parse(query, names=pack_names()).tree
        expected = {each.article_id for each in documents if holds(tree, each, SEEN)}
        assert (await found(store, query))[0] == expected, query


async def test_few_articles_are_read_for_a_rare_word(store: Store) -> None:
    await indexed(store)
    matches, read = await found(store, "البرز OR станет")
    assert 0 < len(matches) <= read < 10


async def test_only_articles_of_the_days_asked_for_are_read(store: Store) -> None:
    await indexed(store)
    since = SEEN - 3 * DAY
    young = {each.raw.article_id for each in NEWS if each.raw.fetched_at >= since}
    assert (await found(store, "topic:gas-transfer", since))[0] < young
    async with store.begin(reading=True) as connection:
        assert await search.searched(connection, since) == len(young)


async def test_a_new_revision_takes_the_place_of_the_old(store: Store) -> None:
    old = article("a", "zebra")
    new = replace(article("a", "giraffe"), raw=replace(old.raw, revision="r2", body="giraffe"))
    for each in (old, new):
        await keep(store, [each])
        async with store.begin() as connection:
            await search.keep(connection, [search.entry_of(each)])
    assert await found(store, "zebra") == (set(), 0)
    assert await found(store, "giraffe") == ({"a"}, 1)


async def test_what_is_missing_from_the_index_is_named_until_it_is_there(store: Store) -> None:
    await keep(store, NEWS[:5])
    async with store.begin() as connection:
        assert await search.missing(connection) == 5
        missing = await search.unindexed(connection)
        await search.keep(connection, [search.entry_of(each) for each in missing])
        assert await search.missing(connection) == 0
        assert await search.unindexed(connection) == []


@pytest.mark.parametrize("text", ["' \\ \" ` * : & | ! ( ) <->", "", "a" * 5_000, "\u0301 \ufdd0"])
async def test_odd_texts_can_be_kept_and_are_found(store: Store, text: str) -> None:
    odd = article("odd", f"giraffe {text}", source=f"w {text}"[:200])
    await keep(store, [odd])
    async with store.begin() as connection:
        await search.keep(connection, [search.entry_of(odd)])
    assert (await found(store, "giraffe"))[0] == {"odd"}


async def test_an_article_of_very_many_words_is_found_by_any_of_them(store: Store) -> None:
    huge = article("huge", " ".join(f"w{number}x" for number in range(30_000)))
    await keep(store, [huge])
    async with store.begin() as connection:
        await search.keep(connection, [search.entry_of(huge)])
    assert (await found(store, "w29999x"))[0] == {"huge"}
