"""The service's life: sources polled, the outbox sent, the health of sources measured."""

import asyncio
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from schemas.articles import RawArticle
from services.fetch.pacing import Pacer
from services.fetch.pages import Pages
from services.fetch.poll import Tools
from services.fetch.polling import Poller
from services.fetch.reader import Reader
from services.fetch.robots import Robots
from services.fetch.sending import Sender
from services.fetch.settings import Settings
from services.runtime import metrics
from services.runtime.handling import RELEASE
from services.runtime.http import GuardedClient, user_agent
from services.runtime.lifecycle import Health
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError
from services.store import sources
from services.store.engine import Store

MEASURE_SECONDS: Final = 5.0
FINISH_SECONDS: Final = 4.0
STATES: Final = ("ok", "degraded", "failing", "disabled", "quiet")
BAD_TIMES: Final = ("missing", "future", "ancient")


class Meter:
    """Counts fetches and articles; every label set exists from the start."""

    def __init__(self) -> None:
        for outcome in metrics.FETCH_OUTCOMES:
            metrics.fetches.labels(outcome)
        for state in STATES:
            metrics.sources.labels(state)
        for reason in BAD_TIMES:
            metrics.published_time_bad.labels(reason)
        metrics.latency_seconds.labels("published_to_seen")

    def polled(self, outcome: str) -> None:
        """Count a fetch by its outcome."""
        metrics.fetches.labels(outcome).inc()

    def taken(self, article: RawArticle) -> None:
        """Count an article that was new, and how late it was seen."""
        if article.published_quality in BAD_TIMES:
            metrics.published_time_bad.labels(article.published_quality).inc()
        elif article.published_at is not None:
            late = (article.fetched_at - article.published_at).total_seconds()
            metrics.latency_seconds.labels("published_to_seen").observe(max(0.0, late))


async def body(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Fetch until told to stop."""
    # Names are looked up in threads; a few slow name servers must not use up the usual handful.
    asyncio.get_running_loop().set_default_executor(
        ThreadPoolExecutor(settings.fetch_at_once, thread_name_prefix="lookup")
    )
    agent, rules = user_agent(RELEASE, settings.http_contact), settings.address_rules
    async with (
        Store.of(settings) as store,
        GuardedClient(agent, rules, limits=settings.limits) as client,
        Reader() as reader,
        asyncio.TaskGroup() as group,
    ):
        meter = Meter()
        pacer = Pacer(
            rules,
            settings.fetch_spacing_seconds,
            time.monotonic,
            at_once=settings.fetch_at_once,
        )
        robots = Robots(client, time.monotonic)
        sender = Sender(store, settings, health, utc_now)
        tools = Tools(
            settings=settings,
            store=store,
            client=client,
            reader=reader,
            pages=Pages(client, reader, robots, pacer, meter, enabled=settings.fetch_pages == "on"),
            pacer=pacer,
            counter=meter,
            wake=sender.wake,
            clock=utc_now,
            log=Log("dideban.fetch"),
        )
        tasks = [
            group.create_task(Poller(tools, health, _draw).run(stop)),
            group.create_task(sender.run(stop)),
            group.create_task(_measure(store, stop)),
        ]
        await stop.wait()
        sender.wake()
        await asyncio.wait(tasks, timeout=FINISH_SECONDS)
        for task in tasks:
            task.cancel()  # the broker is away: what is in the outbox is sent at the next start


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def _draw() -> float:
    return random.uniform(-1, 1)  # noqa: S311  spreads polls


async def _measure(store: Store, stop: asyncio.Event) -> None:
    while not stop.is_set():
        with suppress(AwayError):  # the poller says so
            async with store.begin(reading=True) as connection:
                found = await sources.by_state(connection)
            for state in STATES:
                metrics.sources.labels(state).set(found.get(state, 0))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), MEASURE_SECONDS)
