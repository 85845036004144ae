"""Sending to the broker until it has acknowledged, and making our topics there."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Self

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from schemas.topics import Topic
from services.runtime import metrics
from services.runtime.logs import Log
from services.runtime.settings import Common

MAX_MESSAGE_BYTES: Final = 16_000_000
"""The largest value a producer may slip in, past what the codec takes."""
MAX_HEADERS_BYTES: Final = 100_000
"""Room that a dead letter needs for its reasons, beside such a value."""
FIRST_BACKOFF_SECONDS: Final = 0.05
LAST_BACKOFF_SECONDS: Final = 5.0
SLOW_SECONDS: Final = 5.0
"""After this it is said that a broker does not answer; an idempotent producer never says so."""
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


async def _once_there[T](settings: Common, attempt: Callable[[], Awaitable[T]]) -> T:
    """Return what `attempt` returns as soon as the broker answers it."""
    log, backoff = Log("dideban.bus"), Backoff()
    while True:
        try:
            return await attempt()
        except _AWAY as error:
            log.warning("broker_away", broker=settings.broker, error=str(error), action="waiting")
            await backoff.wait()


class Bus:
    """A producer that gives up on nothing: a message is acknowledged, or still being sent."""

    def __init__(self, service: str, settings: Common) -> None:
        self._service = service
        self._settings = settings
        self._log = Log("dideban.bus")
        self._producer: AIOKafkaProducer | None = None

    async def __aenter__(self) -> Self:
        self._producer = await _once_there(self._settings, self._start)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._producer is not None:
            with suppress(*_AWAY):
                await self._producer.stop()

    async def _start(self) -> AIOKafkaProducer:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._settings.broker,
            client_id=f"dideban-{self._service}",
            acks="all",
            enable_idempotence=not self._settings.embedded,
            max_request_size=MAX_MESSAGE_BYTES + MAX_HEADERS_BYTES,
            request_timeout_ms=10_000,
            retry_backoff_ms=100,
        )
        try:
            await producer.start()
        except _AWAY:
            await producer.stop()
            raise
        return producer

    async def send(self, messages: Sequence[Message]) -> None:
        """Return when the broker has acknowledged every message; only cancelling ends it before."""
        waiting, backoff = list(messages), Backoff()
        while waiting := await self._try(waiting):
            metrics.send_retries.labels(self._service).inc(len(waiting))
            self._log.warning("send_failed", messages=len(waiting), action="trying again")
            await backoff.wait()

    async def _try(self, messages: Sequence[Message]) -> list[Message]:
        """Return the messages that the broker has not acknowledged."""
        if self._producer is None:
            raise RuntimeError("the bus is used outside its `async with`")
        futures = []
        try:
            for m in messages:
                sending = self._producer.send(m.topic, m.value, key=m.key, headers=list(m.headers))
                futures.append(await sending)
        except _AWAY as error:
            self._log.warning("send_refused", error=str(error))
        while futures and (await asyncio.wait(futures, timeout=SLOW_SECONDS))[1]:
            self._log.warning("send_waiting", messages=len(messages), action="still trying")
        ends = await asyncio.gather(*futures, return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException) and not isinstance(end, _AWAY):
                raise end
        failed = [m for m, end in zip(messages, ends, strict=False) if isinstance(end, _AWAY)]
        return [*failed, *messages[len(ends) :]]


async def create_topics(settings: Common, topics: Sequence[Topic]) -> list[str]:
    """Create the topics that are missing and return their names; waits for the broker.

    Raises:
        RuntimeError: the broker refuses a topic, with its reason.
    """

    async def attempt() -> list[str]:
        admin = AIOKafkaAdminClient(bootstrap_servers=settings.broker)
        try:
            await admin.start()
            return await _create_missing(admin, settings, topics)
        finally:
            await admin.close()

    return await _once_there(settings, attempt)


async def _create_missing(
    admin: AIOKafkaAdminClient, settings: Common, topics: Sequence[Topic]
) -> list[str]:
    present = set(await admin.list_topics())
    missing = [topic for topic in topics if topic.name not in present]
    if missing:
        answer = await admin.create_topics([_new_topic(topic, settings) for topic in missing])
        for name, code, *reason in answer.topic_errors:
            if code not in {0, TOPIC_EXISTS}:
                raise RuntimeError(f"the broker refuses topic {name}: code {code} {reason}")
    return [topic.name for topic in missing]


def _new_topic(topic: Topic, settings: Common) -> NewTopic:
    most_bytes = MAX_MESSAGE_BYTES + (MAX_HEADERS_BYTES if topic.record is None else 0)
    config = {"max.message.bytes": str(most_bytes)}
    if topic.retention_seconds is None:
        config["cleanup.policy"] = "compact"
    else:
        config["retention.ms"] = str(topic.retention_seconds * 1000)
    partitions = min(topic.partitions, settings.partitions)
    config = {} if settings.embedded else config
    return NewTopic(topic.name, partitions, settings.replication, topic_configs=config)
