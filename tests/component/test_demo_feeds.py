from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
import trafilatura
from aiohttp.test_utils import TestClient, TestServer

from services.demo.app import create_app
from services.demo.catalogue import Catalogue, load_catalogue

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HALF_SPACE = "\u200c"


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(catalogue: Catalogue, clock: Clock) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(create_app(catalogue, clock))) as client:
        yield client


async def entries_of(client: TestClient, source: str) -> dict[str, dict]:
    response = await client.get(f"/feeds/{source}")
    assert response.status == 200
    if response.content_type == "application/feed+json":
        items = (await response.json(content_type=None))["items"]
        return {i["url"].rsplit("/", 1)[1]: i for i in items}
    parsed = feedparser.parse(await response.read())
    assert not parsed.bozo, parsed.get("bozo_exception")
    return {e["link"].rsplit("/", 1)[1]: e for e in parsed.entries}


async def test_every_agency_shows_all_its_articles_with_titles_intact(
    client: TestClient, catalogue: Catalogue, clock: Clock
) -> None:
    clock.now += HOUR
    for source in catalogue.sources:
        titles = {s.id: s.title for s in catalogue.samples if s.source == source.id}
        shown = await entries_of(client, source.id)
        assert {key: entry["title"] for key, entry in shown.items()} == titles


async def test_four_feed_formats_are_served(
    client: TestClient, catalogue: Catalogue, clock: Clock
) -> None:
    clock.now += HOUR
    versions = set()
    for source in catalogue.sources:
        response = await client.get(f"/feeds/{source.id}")
        parsed = feedparser.parse(await response.read())
        versions.add(parsed.version or response.content_type)
    assert versions == {"rss20", "atom10", "rss10", "application/feed+json"}


async def test_an_article_appears_when_its_delay_has_passed(
    client: TestClient, clock: Clock
) -> None:
    assert await entries_of(client, "primer") == {}
    assert (await client.get("/primer/ru-gas-to-iran")).status == 404
    clock.now += timedelta(seconds=2)
    assert list(await entries_of(client, "primer")) == ["ru-gas-to-iran"]
    assert (await client.get("/primer/ru-gas-to-iran")).status == 200


async def test_the_newest_article_stands_first(client: TestClient, clock: Clock) -> None:
    clock.now += timedelta(seconds=60)
    shown = list(await entries_of(client, "primer"))
    assert shown == ["ru-football-cup", "ru-corridor-freight", "ru-gas-to-iran"]


async def test_an_edited_article_changes_in_place(client: TestClient, clock: Clock) -> None:
    clock.now += timedelta(seconds=100)
    before = (await entries_of(client, "wire"))["en-gas-swap-talks"]
    clock.now += timedelta(seconds=50)
    after = (await entries_of(client, "wire"))["en-gas-swap-talks"]
    assert before["url"] == after["url"]
    assert before["date_published"] == after["date_published"]
    assert "hand over 8 million" in before["content_text"]
    assert "hand over 10 million" in after["content_text"]


async def test_every_page_gives_its_paragraphs_to_a_text_extractor(
    client: TestClient, catalogue: Catalogue, clock: Clock
) -> None:
    clock.now += timedelta(seconds=100)
    for sample in catalogue.samples:
        if sample.delay_seconds > 100 or not sample.paragraphs:
            continue
        response = await client.get(f"/{sample.source}/{sample.id}")
        text = trafilatura.extract(await response.text(), favor_recall=True)
        assert text is not None, sample.id
        for paragraph in sample.paragraphs:
            # trafilatura drops half-spaces with other characters it holds to be unprintable
            assert paragraph.replace(HALF_SPACE, "") in text, sample.id


async def test_an_article_without_a_date_has_none_in_its_feed(
    client: TestClient, clock: Clock
) -> None:
    clock.now += HOUR
    shown = await entries_of(client, "almithal")
    assert "published" not in shown["ar-earthquake"]
    assert "published" in shown["ar-football"]


async def test_an_unchanged_feed_answers_304(client: TestClient, clock: Clock) -> None:
    clock.now += timedelta(seconds=60)
    first = await client.get("/feeds/numune")
    headers = {"If-None-Match": first.headers["ETag"]}
    clock.now += timedelta(seconds=1)
    assert (await client.get("/feeds/numune", headers=headers)).status == 304
    clock.now += timedelta(seconds=20)
    assert (await client.get("/feeds/numune", headers=headers)).status == 200


async def test_what_does_not_exist_is_a_404(client: TestClient, clock: Clock) -> None:
    clock.now += HOUR
    for path in ("/feeds/nobody", "/nobody/en-gas-masks", "/wire/nothing"):
        assert (await client.get(path)).status == 404


async def test_the_index_lists_every_feed(client: TestClient, catalogue: Catalogue) -> None:
    lines = (await (await client.get("/")).text()).splitlines()
    assert len(lines) == len(catalogue.sources)
    assert lines[0].startswith("http://127.0.0.1:")
    assert lines[0].endswith("/feeds/nemuneh\tfa\tخبرگزاری نمونه")
