"""The whole service on a real broker: written before it is sent, and sent until it is done."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

from fetch_scene import AZ, FA, RU, Press, entry, rss, until

from schemas.articles import RawArticle
from schemas.codec import decode
from schemas.topics import RAW
from services.fetch.app import body
from services.fetch.settings import Settings
from services.runtime.bus import create_topics
from services.runtime.lifecycle import Health
from services.runtime.outcomes import Taken
from services.runtime.reader import read_all
from services.runtime.settings import Common
from services.store import outbox, sources
from services.store.engine import Store
from services.store.migrate import migrate
from services.store.tables import outbox as outbox_table


def fetch_settings(settings: Common) -> Settings:
    return Settings(**asdict(settings), http_allow=("127.0.0.1:*",), fetch_pages="off")


@asynccontextmanager
async def opened(settings: Common) -> AsyncIterator[Store]:
    async with Store.of(settings) as store:
        await migrate(store)
        await create_topics(settings, [RAW])
        yield store


async def watch(store: Store, url: str) -> None:
    async with store.begin() as connection:
        await sources.add(connection, url=url, name="Wire", now=datetime.now(UTC), poll_seconds=1)


@asynccontextmanager
async def fetching(settings: Settings) -> AsyncIterator[Health]:
    stop, health = asyncio.Event(), Health("fetch")
    running = asyncio.create_task(body(settings, health, stop))
    try:
        yield health
    finally:
        stop.set()
        await running


async def sent(settings: Common, *article_ids: str) -> list[Taken]:
    wanted = {article_id.encode() for article_id in article_ids}
    return [taken for taken in await read_all(settings, [RAW]) if taken.key in wanted]


async def kept(store: Store) -> list[RawArticle]:
    async with store.begin(reading=True) as connection:
        rows = (await connection.execute(outbox_table.select())).all()
    return [decode(RawArticle, row.record) for row in rows]


async def all_sent(store: Store) -> bool:
    async with store.begin(reading=True) as connection:
        rows = (await connection.execute(outbox_table.select())).all()
        return bool(rows) and not await outbox.unsent(connection, 1)


async def test_an_article_is_on_the_topic_under_its_id_soon_after_it_appears(
    settings: Common, site: Press
) -> None:
    mine = fetch_settings(settings)
    async with opened(mine) as store, fetching(mine) as health:
        await watch(store, site.put("/feed", rss(entry(FA, 1), entry(RU, 2))))
        await until(lambda: all_sent(store))
        assert health.ready
        articles = await kept(store)
        records = await sent(settings, *(article.article_id for article in articles))
    assert len(records) == 2
    assert {decode(RawArticle, record.value).title for record in records} == {FA, RU}
    assert all(
        record.key == decode(RawArticle, record.value).article_id.encode() for record in records
    )


async def test_what_is_not_done_is_sent_again_at_the_next_start(
    settings: Common, site: Press
) -> None:
    mine = fetch_settings(settings)
    async with opened(mine) as store:
        await watch(store, site.put("/feed", rss(entry(FA, 1), entry(RU, 2))))
        async with fetching(mine):
            await until(lambda: all_sent(store))
        done, open_ = await kept(store)
        async with store.begin() as connection:
            where = outbox_table.c.article_id == done.article_id
            await connection.execute(outbox_table.update().where(where).values(done=True))
            long_ago = datetime.now(UTC) - timedelta(hours=1)
            await connection.execute(outbox_table.update().values(sent_at=long_ago))
        site.put("/feed", rss())
        async with fetching(mine) as health:
            await until(lambda: ready(health))
            await until(lambda: all_sent(store))
        assert len(await sent(settings, done.article_id)) == 1
        assert len(await sent(settings, open_.article_id)) == 2


async def test_what_was_just_sent_is_sent_again_only_where_the_broker_keeps_nothing(
    settings: Common, site: Press
) -> None:
    mine = fetch_settings(settings)
    async with opened(mine) as store:
        await watch(store, site.put("/feed", rss(entry(FA, 1))))
        async with fetching(mine):
            await until(lambda: all_sent(store))
        (article,) = await kept(store)
        site.put("/feed", rss())
        async with fetching(mine) as health:
            await until(lambda: ready(health))
            await until(lambda: all_sent(store))
        assert len(await sent(settings, article.article_id)) == (2 if mine.embedded else 1)


async def ready(health: Health) -> bool:
    return health.ready


async def test_a_kill_between_writing_and_sending_loses_nothing(
    settings: Common, site: Press
) -> None:
    mine = fetch_settings(settings)
    async with opened(mine) as store:
        await watch(store, site.put("/feed", rss(entry(FA, 1), entry(RU, 2), entry(AZ, 3))))
        assert await end_of_process(replace(mine, failpoint="after_outbox")) == -signal.SIGKILL
        articles = await kept(store)
        ids = [article.article_id for article in articles]
        assert len(ids) == 3
        site.put("/feed", rss())
        async with fetching(mine):
            await until(lambda: all_sent(store))
        records = await sent(settings, *ids)
    assert {record.key.decode() for record in records if record.key} == set(ids)


async def test_nothing_is_sent_that_is_not_in_the_outbox(settings: Common, site: Press) -> None:
    mine = fetch_settings(settings)
    async with opened(mine) as store:
        await watch(store, site.put("/feed", rss(entry(FA, 1))))
        assert await end_of_process(replace(mine, failpoint="before_send")) == -signal.SIGKILL
        (article,) = await kept(store)
        assert await sent(settings, article.article_id) == []


async def test_while_the_broker_is_away_articles_gather_in_the_outbox(
    settings: Common, site: Press
) -> None:
    nobody = fetch_settings(replace(settings, broker="127.0.0.1:9"))
    async with Store.of(nobody) as store:
        await migrate(store)
        await watch(store, site.put("/feed", rss(entry(FA, 1))))
        async with fetching(nobody) as health:
            await until(lambda: gathered(store))
            assert "127.0.0.1:9 does not answer" in health.reasons["broker"]
            assert not health.ready
        async with store.begin(reading=True) as connection:
            assert len(await outbox.unsent(connection, 10)) == 1


async def gathered(store: Store) -> bool:
    return len(await kept(store)) == 1


async def test_a_bad_setting_ends_the_process_with_a_sentence() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.fetch"),
        env={**os.environ, "DIDEBAN_HTTP_ALLOW": "somewhere:80"},
        stderr=asyncio.subprocess.PIPE,
    )
    _, words = await process.communicate()
    assert process.returncode == 2
    assert "DIDEBAN_HTTP_ALLOW: 'somewhere:80' is no address or network" in words.decode()


async def end_of_process(settings: Settings) -> int:
    """Return how a process of the service with these settings ended."""
    environment = {
        "DIDEBAN_HOME": settings.home,
        "DIDEBAN_BROKER": settings.broker,
        "DIDEBAN_BROKER_KIND": settings.broker_kind,
        "DIDEBAN_PARTITIONS": str(settings.partitions),
        "DIDEBAN_HTTP_ALLOW": ",".join(settings.http_allow),
        "DIDEBAN_FETCH_PAGES": settings.fetch_pages,
        "DIDEBAN_FAILPOINT": settings.failpoint,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.fetch"),
        env={**os.environ, **environment},
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    async with asyncio.timeout(60):
        return await process.wait()
