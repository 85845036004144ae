"""A Faust agent that never acknowledges a record before its results are acknowledged.

The bare idioms of Faust lose data in six ways (docs/explanation/stage.md); each rule here is
the answer to one of them, and tests/component/test_bare_faust.py shows each loss.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import faust
from faust.transport.drivers import aiokafka as driver

from schemas.topics import dead_letters, group
from services.runtime.bus import Bus, create_topics
from services.runtime.handling import Ended, handle
from services.runtime.lifecycle import Health, die
from services.runtime.outcomes import Card, Rule, Taken
from services.runtime.pump import Pump
from services.runtime.settings import Common

BATCH_RECORDS: Final = 100
WITHIN_SECONDS: Final = 0.01
"""Measured on Kafka 4.0: 0.2 s costs 108 ms a hop, 0.005 s costs 6 ms; CPU when idle 0.5-3.6 %."""
COMMIT_SECONDS: Final = 0.5
EMBEDDED_FETCH_WAIT_MS: Final = 100
"""The embedded broker answers a fetch only when this has passed, new records or not."""
KAFKA_FETCH_WAIT_MS: Final = 500


class _Thread(driver.AIOKafkaConsumerThread):
    """Faust fixes the fetch wait at 1.5 s; the embedded broker needs a shorter one."""

    fetch_wait_ms: int = KAFKA_FETCH_WAIT_MS

    def _create_worker_consumer(self, transport: driver.Transport) -> Any:  # noqa: ANN401
        consumer: Any = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = self.fetch_wait_ms  # noqa: SLF001  no setting reaches it
        return consumer


class _Consumer(driver.Consumer):
    def _new_consumer_thread(self) -> driver.AIOKafkaConsumerThread:
        thread = _Thread(self, loop=self.loop, beacon=self.beacon)
        if self.app.conf.broker_session_timeout < KAFKA_SESSION_SECONDS:
            thread.fetch_wait_ms = EMBEDDED_FETCH_WAIT_MS
        return thread


class _Transport(driver.Transport):
    Consumer = _Consumer


KAFKA_SESSION_SECONDS: Final = 30
EMBEDDED_SESSION_SECONDS: Final = 6


def _new_app(card: Card, settings: Common) -> faust.App:
    session = EMBEDDED_SESSION_SECONDS if settings.embedded else KAFKA_SESSION_SECONDS
    datadir = settings.home_path / "faust" / card.service
    datadir.mkdir(parents=True, exist_ok=True)
    app = faust.App(
        group(card.service),
        broker=f"kafka://{settings.broker}",
        store="memory://",
        datadir=str(datadir),
        autodiscover=False,
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        stream_wait_empty=True,
        broker_session_timeout=session,
        broker_heartbeat_interval=session / 6,
        broker_rebalance_timeout=60,
        broker_commit_interval=COMMIT_SECONDS,
        broker_max_poll_records=BATCH_RECORDS,
        consumer_auto_offset_reset="earliest",
    )
    app.transport = _Transport([app.conf.broker[0]], app)
    return app


async def run_stage(
    card: Card,
    rule: Rule,
    settings: Common,
    health: Health,
    stop: asyncio.Event,
    *,
    heavy: bool = False,
) -> None:
    """Read the card's one topic and apply the rule to each record, until `stop` is set.

    A `heavy` rule, one that can take more than 50 ms, runs in a thread beside the event loop.
    """
    await create_topics(settings, (*card.reads, *card.writes, dead_letters(card.service)))
    async with Bus(card.service, settings) as bus:
        pump = Pump(card, settings, bus, health)

        def handle_all(batch: Sequence[Taken]) -> list[Ended]:
            return [handle(card, rule, taken) for taken in batch]

        async def handle_batch(batch: Sequence[Taken]) -> list[Ended]:
            return await asyncio.to_thread(handle_all, batch) if heavy else handle_all(batch)

        app = _new_app(card, settings)
        source = app.topic(
            card.reads[0].name, value_type=bytes, value_serializer="raw", key_serializer="raw"
        )
        batches: list[AsyncIterator[Any]] = []  # kept: a generator that is collected acknowledges

        @app.agent(source, concurrency=1)
        async def agent(stream: Any) -> None:  # noqa: ANN401  Faust's stream has no one type
            taken_events = stream.take_events(BATCH_RECORDS, within=WITHIN_SECONDS)
            batches.append(taken_events)
            async for events in taken_events:
                try:
                    await pump.handle([_taken(event) for event in events], handle_batch)
                except Exception as error:  # noqa: BLE001  Faust would acknowledge the batch
                    die(error)

        app.finalize()
        await app.start()
        health.set("start", None)
        await stop.wait()
        await app.stop()


def _taken(event: Any) -> Taken:  # noqa: ANN401  Faust's event
    message = event.message
    headers = message.headers or ()
    return Taken(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=message.key,
        value=message.value,
        headers=tuple(headers.items() if isinstance(headers, dict) else headers),
        timestamp_ms=int(message.timestamp * 1000),
    )
