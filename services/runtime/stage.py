"""A Faust agent that never acknowledges a record before its results are acknowledged.

The bare idioms of Faust lose data in six ways (docs/explanation/stage.md); each rule here is
the answer to one of them, and tests/component/stage/test_bare_faust.py shows each loss.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import faust
from faust.transport.drivers import aiokafka as driver
from mode.utils.locks import Event

from schemas.topics import dead_letters, group
from services.runtime.bus import Bus, create_topics
from services.runtime.handling import Ended, handle
from services.runtime.lifecycle import Health, settle
from services.runtime.outcomes import Card, Rule, Taken
from services.runtime.pump import Pump
from services.runtime.settings import Common

BATCH_RECORDS: Final = 100
WITHIN_SECONDS: Final = 0.005
"""Waited for more once a record is there. Faust alone would wake up so often without any record."""
LONGEST_SLEEP_SECONDS: Final = 0.25
COMMIT_SECONDS: Final = 0.5
REBALANCE_SECONDS: Final = 60


class _Thread(driver.AIOKafkaConsumerThread):
    """Faust fixes the fetch wait at 1.5 s; the embedded broker answers only when it has passed."""

    def _create_worker_consumer(self, transport: Any) -> Any:  # noqa: ANN401
        consumer: Any = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = transport.fetch_wait_ms  # noqa: SLF001  no setting reaches it
        return consumer


class _Consumer(driver.Consumer):
    def _new_consumer_thread(self) -> driver.AIOKafkaConsumerThread:
        return _Thread(self, loop=self.loop, beacon=self.beacon)


class _Transport(driver.Transport):
    Consumer = _Consumer
    fetch_wait_ms = 0


class _Stream(faust.Stream[bytes]):
    """Faust's `take_events` looks for records every few milliseconds; this one is woken by them."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401  Faust's own
        super().__init__(*arguments, **named)
        self._arrived = Event()
        self.add_processor(self._arrive)

    def _arrive(self, value: bytes) -> bytes:
        self._arrived.set()
        return value

    async def wait_for_stopped(
        self,
        *coros: Any,  # noqa: ANN401  the signature is Faust's
        timeout: Any = None,  # noqa: ANN401, ASYNC109
    ) -> bool:
        if await super().wait_for_stopped(self._arrived, timeout=LONGEST_SLEEP_SECONDS):
            return True
        self._arrived.clear()
        return await super().wait_for_stopped(*coros, timeout=timeout)


class _App(faust.App):
    async def _on_agent_error(self, _agent: Any, error: BaseException) -> None:  # noqa: ANN401
        await self.crash(error)
        await asyncio.Event().wait()  # Faust would acknowledge the batch and go on


def _new_app(card: Card, settings: Common) -> faust.App:
    datadir = settings.home_path / "faust" / card.service
    datadir.mkdir(parents=True, exist_ok=True)
    app = _App(
        group(card.service),
        broker=f"kafka://{settings.broker}",
        store="memory://",
        Stream=_Stream,
        datadir=str(datadir),
        autodiscover=False,
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        stream_wait_empty=True,
        broker_session_timeout=settings.session_seconds,
        broker_heartbeat_interval=settings.session_seconds / 6,
        broker_rebalance_timeout=REBALANCE_SECONDS,
        broker_commit_interval=COMMIT_SECONDS,
        broker_max_poll_records=BATCH_RECORDS,
        consumer_auto_offset_reset="earliest",
    )
    transport = _Transport([app.conf.broker[0]], app)
    transport.fetch_wait_ms = settings.fetch_wait_ms
    app.transport = transport
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

    Raises:
        RuntimeError: Faust or the plumbing broke; nothing in hand was acknowledged.
    """
    await create_topics(settings, (*card.reads, *card.writes, dead_letters(card.service)))
    async with Bus(card.service, settings) as bus:
        pump = Pump(card, settings, bus, health)

        def handle_all(batch: Sequence[Taken]) -> list[Ended]:
            return [handle(card, rule, taken) for taken in batch]

        async def handle_batch(batch: Sequence[Taken]) -> list[Ended]:
            return await asyncio.to_thread(handle_all, batch) if heavy else handle_all(batch)

        app = _new_app(card, settings)
        batches: list[AsyncIterator[Any]] = []  # kept: a generator that is collected acknowledges

        source = app.topic(
            card.reads[0].name, value_type=bytes, value_serializer="raw", key_serializer="raw"
        )

        @app.agent(source, concurrency=1)
        async def agent(stream: Any) -> None:  # noqa: ANN401  Faust's stream has no one type
            batches.append(stream.take_events(BATCH_RECORDS, within=WITHIN_SECONDS))
            async for events in batches[-1]:
                await pump.handle([_taken(event.message) for event in events], handle_batch)

        app.finalize()
        settle()
        await app.start()
        health.set("start", None)
        if await app.wait_for_stopped(stop.wait()):
            raise RuntimeError(f"Faust stopped by itself: {app.crash_reason!r}")
        await app.stop()


def _taken(message: Any) -> Taken:  # noqa: ANN401  Faust's message
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
