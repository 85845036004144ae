"""Sending to the broker until it has acknowledged, and making our topics there."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from schemas.topics import Topic
from services.runtime import metrics
from services.runtime.logs import Log
from services.runtime.settings import Common

MAX_MESSAGE_BYTES: Final = 16_000_000
"""Room for a dead letter of the largest value a producer may have slipped in."""
FIRST_BACKOFF_SECONDS: Final = 0.05
LAST_BACKOFF_SECONDS: Final = 5.0
TOPIC_EXISTS: Final = 36
"""TOPIC_ALREADY_EXISTS in Kafka's protocol."""

_AWAY: Final = (KafkaError, OSError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Message:
    """Bytes for a topic."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]] = field(default_factory=tuple)


class Backoff:
    """Waits longer each time, with jitter, up to five seconds."""

    def __init__(self) -> None:
        self._seconds = FIRST_BACKOFF_SECONDS

    async def wait(self) -> None:
        """Wait for the next try."""
        await asyncio.sleep(self._seconds * (0.5 + random.random() / 2))  # noqa: S311  jitter
        self._seconds = min(self._seconds * 2, LAST_BACKOFF_SECONDS)


class Bus:
    """A producer that gives up on nothing: a message is acknowledged, or still being sent."""

    def __init__(self, service: str, settings: Common) -> None:
        self._service = service
        self._settings = settings
        self._log = Log("dideban.bus")
        self._producer: AIOKafkaProducer | None = None

    async def __aenter__(self) -> Self:
        backoff = Backoff()
        while self._producer is None:
            producer = self._new_producer()
            try:
                await producer.start()
                self._producer = producer
            except _AWAY as error:
                await producer.stop()
                self._log.warning(
                    "broker_away", broker=self._settings.broker, error=str(error), action="waiting"
                )
                await backoff.wait()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._producer is not None:
            with suppress(*_AWAY):
                await self._producer.stop()

    def _new_producer(self) -> AIOKafkaProducer:
        return AIOKafkaProducer(
            bootstrap_servers=self._settings.broker,
            client_id=f"dideban-{self._service}",
            acks="all",
            enable_idempotence=not self._settings.embedded,
            max_request_size=MAX_MESSAGE_BYTES,
            request_timeout_ms=10_000,
            retry_backoff_ms=100,
        )

    async def send(self, messages: Sequence[Message]) -> None:
        """Return when the broker has acknowledged every message; only cancelling ends it before."""
        waiting = list(messages)
        backoff = Backoff()
        while waiting:
            failed = await self._try(waiting)
            if failed:
                metrics.send_retries.labels(self._service).inc(len(failed))
                self._log.warning("send_failed", messages=len(failed), action="trying again")
                await backoff.wait()
            waiting = failed

    async def _try(self, messages: list[Message]) -> list[Message]:
        if self._producer is None:
            raise RuntimeError("the bus is used outside its `async with`")
        futures = []
        try:
            for m in messages:
                sending = self._producer.send(m.topic, m.value, key=m.key, headers=list(m.headers))
                futures.append(await sending)
        except _AWAY as error:
            self._log.warning("send_refused", error=str(error))
        ends = await asyncio.gather(*futures, return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException) and not isinstance(end, _AWAY):
                raise end
        failed = [m for m, end in zip(messages, ends, strict=False) if isinstance(end, _AWAY)]
        return failed + messages[len(ends) :]


async def create_topics(settings: Common, topics: Sequence[Topic]) -> list[str]:
    """Create the topics that are missing and return their names; waits for the broker.

    Raises:
        RuntimeError: the broker refuses a topic, with its reason.
    """
    log, backoff = Log("dideban.bus"), Backoff()
    while True:
        admin = AIOKafkaAdminClient(bootstrap_servers=settings.broker)
        try:
            await admin.start()
            return await _create_missing(admin, settings, topics)
        except _AWAY as error:
            log.warning("broker_away", broker=settings.broker, error=str(error), action="waiting")
            await backoff.wait()
        finally:
            await admin.close()


async def _create_missing(
    admin: AIOKafkaAdminClient, settings: Common, topics: Sequence[Topic]
) -> list[str]:
    present = set(await admin.list_topics())
    missing = [topic for topic in topics if topic.name not in present]
    if not missing:
        return []
    answer = await admin.create_topics([_new_topic(topic, settings) for topic in missing])
    for name, code, *reason in answer.topic_errors:
        if code not in {0, TOPIC_EXISTS}:
            raise RuntimeError(f"the broker refuses topic {name}: code {code} {reason}")
    return [topic.name for topic in missing]


def _new_topic(topic: Topic, settings: Common) -> NewTopic:
    config = {"max.message.bytes": str(MAX_MESSAGE_BYTES)}
    if topic.retention_seconds is None:
        config["cleanup.policy"] = "compact"
    else:
        config["retention.ms"] = str(topic.retention_seconds * 1000)
    return NewTopic(
        topic.name,
        min(topic.partitions, settings.partitions),
        settings.replication,
        topic_configs={} if settings.embedded else config,
    )
