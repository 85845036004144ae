"""The service's life: one measurement of every group, then a pause."""

import asyncio
import time
from contextlib import suppress

from schemas.topics import READERS, dead_letters, every_topic, group
from services.monitor.settings import Settings
from services.runtime import metrics
from services.runtime.bus import create_topics
from services.runtime.lifecycle import Health
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError
from services.runtime.reader import lags, sizes
from services.store import sources
from services.store.engine import Store


async def body(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Measure until told to stop."""
    log = Log("dideban.monitor")
    await create_topics(settings, every_topic())
    async with Store.of(settings) as store:
        while not stop.is_set():
            try:
                await _measure(settings)
                await _measure_sources(store)
                health.set("start", None)
            except AwayError as error:
                health.set("start", str(error))
                log.warning("measurement_failed", error=str(error), action="trying again")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), settings.monitor_seconds)


async def _measure(settings: Settings) -> None:
    for service, topics in READERS.items():
        for lag in await lags(settings, group(service), topics, time.time()):
            labels = (service, lag.topic, str(lag.partition))
            metrics.lag_records.labels(*labels).set(lag.records)
            metrics.lag_seconds.labels(*labels).set(lag.seconds)
    kept = await sizes(settings, [dead_letters(service) for service in READERS])
    for service in READERS:
        metrics.dead_letters.labels(service).set(kept[dead_letters(service).name])


async def _measure_sources(store: Store) -> None:
    async with store.begin(reading=True) as connection:
        found = await sources.by_state(connection)
    for state in ("ok", "degraded", "failing", "disabled", "quiet"):
        metrics.sources.labels(state).set(found.get(state, 0))
