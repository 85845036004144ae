"""The stories and the alerts process, killed with -9 between any two steps of a batch."""

import asyncio
import os
import signal
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from schemas.articles import Article, TaggedArticle
from schemas.codec import decode, encode
from schemas.matches import Match
from schemas.subscriptions import SNAPSHOT_KEY, SnapshotMarker, Subscription
from schemas.topics import ARTICLES, MATCHES, SUBSCRIPTIONS, TAGGED, Topic, group
from services.runtime.bus import Bus, Message, create_topics
from services.runtime.reader import lags, read_all
from services.runtime.settings import Common
from services.store.engine import Store
from services.store.migrate import migrate
from tests.archived import article
from tests.conftest import fresh_schema, stores_to_test
from tests.gateway_process import Process
from tests.kill_record import CONSUMING, keep
from tests.story_wave import tagged_wave

SENT = 20


@pytest.mark.slow
@pytest.mark.parametrize("boundary", CONSUMING)
@pytest.mark.parametrize("kind", stores_to_test())
async def test_a_kill_of_stories_gives_no_article_two_places_and_loses_none(
    settings: Common, broker: dict[str, str], boundary: str, kind: str
) -> None:
    environment = dict(broker)
    if kind == "postgresql":
        environment["DIDEBAN_STORE"] = await fresh_schema(os.environ["DIDEBAN_TEST_POSTGRES"])
        settings = replace(settings, store=environment["DIDEBAN_STORE"])
    async with Store.of(settings) as store:
        await migrate(store)
    tagged = [
        replace(each, raw=replace(each.raw, article_id=f"{boundary}-{kind}-{number}"))
        for number, (_, each) in enumerate(islice(tagged_wave(), SENT))
    ]
    sent = {each.raw.article_id: each for each in tagged}
    await create_topics(settings, (TAGGED, ARTICLES))
    await give(settings, TAGGED, sent)
    home = Path(settings.home)
    await killed_and_started_again(settings, home, environment, "stories", boundary, TAGGED)
    placed: dict[str, list[Article]] = defaultdict(list)
    for record in await read_all(settings, (ARTICLES,)):
        if record.value and (found := decode(Article, record.value)).raw.article_id in sent:
            placed[found.raw.article_id].append(found)
    places = {name: {each.story for each in found} for name, found in placed.items()}
    keep(
        "stories",
        boundary,
        {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[kind],
        sent=SENT,
        lost=SENT - len(placed),
        repeated=sum(len(found) - 1 for found in placed.values()),
        otherwise=sum(len(place) - 1 for place in places.values()),
    )
    assert places.keys() == sent.keys()
    assert {len(place) for place in places.values()} == {1}
    stories = [place.pop() for place in places.values()]
    assert len({story.story_id for story in stories}) == 1
    assert [story.role for story in stories].count("first") == 1
    assert max(story.sources for story in stories) > 1


@pytest.mark.slow
@pytest.mark.parametrize("boundary", ["before_send", "after_send"])
async def test_a_kill_of_alerts_loses_no_match_and_repeats_one_under_its_id_only(
    settings: Common, broker: dict[str, str], tmp_path: Path, boundary: str
) -> None:
    word = f"w{boundary.replace('_', '')}"
    subscription = Subscription(
        subscription_id=word, revision=1, owner="local", name=word, query=word
    )
    marker = SnapshotMarker(taken_at=datetime.now(UTC), subscriptions=1)
    title = f"Everybody speaks of {word} today."
    news = [article(f"{word}-{number}", title) for number in range(SENT)]
    sent = {each.raw.article_id: each for each in news}
    await create_topics(settings, (SUBSCRIPTIONS, ARTICLES, MATCHES))
    async with Bus("test", settings) as bus:
        await bus.send([Message(SUBSCRIPTIONS.name, word.encode(), encode(subscription))])
        await bus.send([Message(SUBSCRIPTIONS.name, SNAPSHOT_KEY, encode(marker))])
    await give(settings, ARTICLES, sent)
    await killed_and_started_again(settings, tmp_path, broker, "alerts", boundary, ARTICLES)
    matches: dict[str, list[Match]] = defaultdict(list)
    for record in await read_all(settings, (MATCHES,)):
        if record.value and (match := decode(Match, record.value)).subscription_id == word:
            matches[match.article.article_id].append(match)
    ids = [{match.match_id for match in found} for found in matches.values()]
    keep(
        "alerts",
        boundary,
        "none",
        sent=SENT,
        lost=SENT - len(matches),
        repeated=sum(len(found) - 1 for found in matches.values()),
        otherwise=sum(len(each) - 1 for each in ids),
    )
    assert matches.keys() == sent.keys()
    assert {len(each) for each in ids} == {1}
    assert len(set.union(*ids)) == SENT


async def give(
    settings: Common, topic: Topic, records: Mapping[str, TaggedArticle | Article]
) -> None:
    async with Bus("test", settings) as bus:
        await bus.send(
            [Message(topic.name, name.encode(), encode(each)) for name, each in records.items()]
        )


async def killed_and_started_again(
    settings: Common,
    home: Path,
    environment: Mapping[str, str],
    service: str,
    boundary: str,
    read: Topic,
) -> None:
    """Let the process kill itself there; then run it until it has committed all it reads."""
    dying = {**environment, "DIDEBAN_FAILPOINT": boundary}
    process = await Process.start(home, dying, f"services.{service}")
    async with asyncio.timeout(60):
        assert await process.process.wait() == -signal.SIGKILL, process.lines[-1:]
    process = await Process.start(home, environment, f"services.{service}")
    try:
        await process.event("service_started")
        async with asyncio.timeout(90):
            while await behind(settings, service, read):  # noqa: ASYNC110  Kafka tells nobody
                await asyncio.sleep(0.2)
        assert await process.end() == 0
    finally:
        await process.end(signal.SIGKILL)


async def behind(settings: Common, service: str, read: Topic) -> bool:
    found = await lags(settings, group(service), [read], datetime.now(UTC).timestamp())
    return not found or any(lag.records for lag in found)
