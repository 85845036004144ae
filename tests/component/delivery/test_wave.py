"""One event told three hundred times, through the real stages: what its subscribers get."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from delivery_scene import Receiver, rows, status, subscribe
from gateway_process import Process
from mail_scene import FROM, office, subscribe_by_mail

from dideban.alerting.follow_ups import MOST
from dideban.alerting.policy import Policy
from schemas.codec import decode, encode
from schemas.matches import Match
from schemas.subscriptions import SNAPSHOT_KEY, SnapshotMarker, Subscription
from schemas.topics import ARTICLES as PLACED
from schemas.topics import MATCHES, SUBSCRIPTIONS, TAGGED
from services.runtime.bus import Bus, Message, create_topics
from services.runtime.settings import Common
from services.store import ledger
from services.store.engine import Store
from services.store.migrate import migrate
from tests.conftest import start_broker
from tests.ports import free_port
from tests.story_wave import ARTICLES, independent_until, tagged_wave

QUERY = "refinery OR پالایشگاه OR مصفاة OR НПЗ"
PATIENCE_SECONDS = 120


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Common]:
    """A broker that nobody else uses, with one partition: the articles keep their order."""
    port = free_port()
    process = start_broker(tmp_path, port)
    yield Common(
        home=str(tmp_path / "home"),
        broker=f"127.0.0.1:{port}",
        broker_kind="embedded",
        partitions=1,
    )
    process.terminate()
    process.wait(10)


def environment_of(settings: Common, receiver: Receiver, mail_port: int) -> dict[str, str]:
    return {
        "DIDEBAN_HOME": settings.home,
        "DIDEBAN_STORE": "",
        "DIDEBAN_BROKER": settings.broker,
        "DIDEBAN_BROKER_KIND": settings.broker_kind,
        "DIDEBAN_PARTITIONS": str(settings.partitions),
        "DIDEBAN_HTTP_ALLOW": receiver.base.removeprefix("http://"),
        "DIDEBAN_SMTP_HOST": "127.0.0.1",
        "DIDEBAN_SMTP_PORT": str(mail_port),
        "DIDEBAN_SMTP_TLS": "none",
        "DIDEBAN_SMTP_FROM": FROM,
    }


async def publish(settings: Common, subscribers: list[str]) -> None:
    """Send the subscriptions with their mark, then the wave as the stage before stories does."""
    await create_topics(settings, (SUBSCRIPTIONS, TAGGED, PLACED, MATCHES))
    asked = [
        Subscription(subscription_id=sub, revision=1, owner="u1", name=sub, query=QUERY)
        for sub in subscribers
    ]
    marker = SnapshotMarker(taken_at=datetime.now(UTC), subscriptions=len(asked))
    async with Bus("test", settings) as bus:
        await bus.send(
            [Message(SUBSCRIPTIONS.name, s.subscription_id.encode(), encode(s)) for s in asked]
        )
        await bus.send([Message(SUBSCRIPTIONS.name, SNAPSHOT_KEY, encode(marker))])
        await bus.send(
            [
                Message(TAGGED.name, each.raw.article_id.encode(), encode(each))
                for _, each in tagged_wave()
            ]
        )


@asynccontextmanager
async def delivering(environment: Mapping[str, str]) -> AsyncIterator[asyncio.StreamReader]:
    """Run the delivery service and give what it logs."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.delivery"),
        env={**os.environ, **environment},
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        yield process.stderr
    finally:
        process.kill()
        await process.communicate()


async def all_told(log: asyncio.StreamReader, store: Store, matches: int) -> None:
    """Wait until so many matches are in the ledger, and what is to be told has arrived."""
    counted = Counter[str]()
    told = matches
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for line in log:
            counted[json.loads(line)["event"]] += 1
            if counted["record_emitted"] == matches and told == matches:
                told = sum(row.kind is not None for row in await rows(store))
            if counted["delivery_delivered"] == told:
                return
    raise AssertionError(f"the service ended: {counted}")


@pytest.mark.slow
async def test_a_wave_in_four_languages_is_one_alert_and_two_follow_ups_a_subscriber(
    alone: Common, receiver: Receiver
) -> None:
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(Store.of(alone))
        await migrate(store)
        url = receiver.script("/all", status(200))
        by_webhook = (await subscribe(store, url)).subscription_id
        url = receiver.script("/alerts-only", status(200))
        only_alerts = await subscribe(store, url, policy=Policy(follow_ups=False))
        by_mail = await subscribe_by_mail(store, "khanande@example.org")
        post = await stack.enter_async_context(office())
        subscribers = [by_webhook, only_alerts.subscription_id, by_mail]
        environment = environment_of(alone, receiver, post.port)
        await publish(alone, subscribers)
        for module in ("services.stories", "services.alerts"):
            process = await Process.start(Path(alone.home), environment, module)
            stack.push_async_callback(process.end, signal.SIGKILL)
        log = await stack.enter_async_context(delivering(environment))
        await all_told(log, store, ARTICLES * len(subscribers))
        written = await rows(store)
        async with store.begin(reading=True) as connection:
            assert (await ledger.identity(connection)).holds
    assert {row.state for row in written} == {"delivered", "suppressed"}
    assert len({row.story_id for row in written}) == 1
    assert all(row.reason.startswith("same story") for row in written if not row.kind)
    told = [json.loads(each.body) for each in receiver.at("/all")]
    # No order is promised on the wire: what is of one batch goes out side by side.
    assert sorted(each["type"] for each in told) == ["alert", "follow-up", "follow-up"]
    assert [json.loads(each.body)["type"] for each in receiver.at("/alerts-only")] == ["alert"]
    for each in told:
        known = independent_until(each["data"]["article"]["article_id"])
        assert each["data"]["story"]["sources"] == known
    mailed = {row.match_id: row for row in written if row.subscription_id == by_mail and row.kind}
    counts = [
        independent_until(decode(Match, row.match).article.article_id) for row in mailed.values()
    ]
    assert len(post.letters) == len(counts) == 1 + MOST
    texts = [str(letter.get_body(("plain",)).get_content()) for letter in post.messages()]
    for count in counts:
        words = f"{count} source" + "s" * (count != 1)
        assert sum(words in text for text in texts) == 1
