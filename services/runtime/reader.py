"""Reading topics without a group: whole, as they grow, or just for their offsets and times."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from schemas.topics import Topic
from services.runtime.bus import Backoff
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError, Taken
from services.runtime.settings import Common


def new_consumer(settings: Common, group: str | None, *topics: str) -> AIOKafkaConsumer:
    """Return a consumer with our time-outs that commits nothing by itself.

    Without a group it reads every partition of its topics from the beginning.
    """
    return AIOKafkaConsumer(
        *topics,
        bootstrap_servers=settings.broker,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=settings.session_seconds * 1000,
        heartbeat_interval_ms=settings.session_seconds * 1000 // 6,
        fetch_max_wait_ms=settings.fetch_wait_ms,
    )


@asynccontextmanager
async def started(consumer: AIOKafkaConsumer) -> AsyncIterator[AIOKafkaConsumer]:
    """Give the consumer started, and stop it at the end.

    Raises:
        AwayError: the broker does not answer.
    """
    try:
        await consumer.start()
        yield consumer
    except (KafkaError, OSError) as error:
        raise AwayError(f"the broker is away: {error}") from error
    finally:
        await consumer.stop()


def taken_of(record: ConsumerRecord) -> Taken:
    """Return aiokafka's record as ours."""
    return Taken(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers=tuple(record.headers),
        timestamp_ms=record.timestamp,
    )


def _partitions(consumer: AIOKafkaConsumer) -> list[TopicPartition]:
    return sorted(consumer.assignment())


async def follow(
    settings: Common,
    topic: Topic,
    take: Callable[[Taken], Awaitable[None]],
    at_end: Callable[[], None],
    stop: asyncio.Event,
    position: int = 0,
) -> None:
    """Read a whole topic, then what comes; starts over from its beginning when the broker was away.

    `at_end` is called whenever everything the topic holds has been taken. A topic of one partition
    may be read from a `position` on, which must be one that it has (`has_position`).
    """
    log, backoff = Log("dideban.reader"), Backoff()
    while not stop.is_set():
        try:
            async with started(new_consumer(settings, None, topic.name)) as consumer:
                partitions = _partitions(consumer)
                if position:
                    consumer.seek(partitions[0], position)
                    position = 0
                while not stop.is_set():
                    polled = await consumer.getmany(timeout_ms=100, max_records=1000)
                    for records in polled.values():
                        for record in records:
                            await take(taken_of(record))
                    if await _caught_up(consumer, partitions):
                        at_end()
        except AwayError as error:
            log.warning("broker_away", topic=topic.name, error=str(error), action="waiting")
            await backoff.wait()


async def has_position(settings: Common, topic: Topic, position: int) -> bool:
    """Tell whether the topic's only partition goes on from this offset.

    It does not where the topic was made anew since, or its beginning was cut off. Not for the
    embedded broker, whose topics are gone when it ends.

    Raises:
        AwayError: the broker is away.
    """
    if not await _present(settings, (topic,)):
        return False
    async with started(new_consumer(settings, None, topic.name)) as consumer:
        partitions = _partitions(consumer)
        first = await consumer.beginning_offsets(partitions)
        after = await consumer.end_offsets(partitions)
        return all(first[each] <= position <= after[each] for each in partitions)


async def _caught_up(consumer: AIOKafkaConsumer, partitions: Sequence[TopicPartition]) -> bool:
    for partition in partitions:
        end = consumer.highwater(partition)
        if end is None or await consumer.position(partition) < end:
            return False
    return True


async def read_all(settings: Common, topics: Sequence[Topic]) -> list[Taken]:
    """Return every record that the topics hold now, by partition and offset.

    Raises:
        AwayError: the broker is away.
    """
    found: list[Taken] = []
    names = await _present(settings, topics)
    if not names:
        return found
    async with started(new_consumer(settings, None, *names)) as consumer:
        partitions = _partitions(consumer)
        while True:
            polled = await consumer.getmany(timeout_ms=300, max_records=1000)
            found += [taken_of(record) for records in polled.values() for record in records]
            if not polled and await _caught_up(consumer, partitions):
                return found


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a group is behind on one partition; `seconds` is the age of its next record."""

    group: str
    topic: str
    partition: int
    records: int
    seconds: float


async def lags(
    settings: Common, group: str, topics: Sequence[Topic], now_seconds: float
) -> list[Lag]:
    """Return the group's lag on each partition of its topics, measured without joining it.

    Raises:
        AwayError: the broker is away.
    """
    names = await _present(settings, topics)
    if not names:
        return []
    async with started(new_consumer(settings, None, *names)) as consumer:
        partitions = _partitions(consumer)
        ends = await _ends(consumer, partitions)
        committed = await _committed(settings, group, partitions)
        return [
            Lag(
                group,
                partition.topic,
                partition.partition,
                max(ends[partition] - committed[partition], 0),
                await _age(consumer, partition, committed[partition], ends[partition], now_seconds),
            )
            for partition in partitions
        ]


async def _committed(
    settings: Common, group: str, partitions: Sequence[TopicPartition]
) -> dict[TopicPartition, int]:
    async with started(new_consumer(settings, group)) as member:
        member.assign(partitions)
        return {each: await member.committed(each) or 0 for each in partitions}


async def _age(
    consumer: AIOKafkaConsumer, partition: TopicPartition, offset: int, end: int, now: float
) -> float:
    if offset >= end:
        return 0.0
    consumer.seek(partition, offset)
    polled = await consumer.getmany(partition, timeout_ms=1000, max_records=1)
    written = [record.timestamp / 1000 for record in polled.get(partition, ())]
    return max(now - written[0], 0.0) if written else 0.0


async def _ends(
    consumer: AIOKafkaConsumer, partitions: Sequence[TopicPartition]
) -> dict[TopicPartition, int]:
    # The embedded broker answers ListOffsets(LATEST) wrongly, so the end is taken from fetches.
    ends: dict[TopicPartition, int] = {}
    while len(ends) < len(partitions):
        await consumer.getmany(timeout_ms=100, max_records=1)
        for partition in partitions:
            if (end := consumer.highwater(partition)) is not None:
                ends[partition] = end
    return ends


async def sizes(settings: Common, topics: Sequence[Topic]) -> dict[str, int]:
    """Return how many records each topic holds, by name.

    Raises:
        AwayError: the broker is away.
    """
    found = {topic.name: 0 for topic in topics}
    names = await _present(settings, topics)
    if not names:
        return found
    async with started(new_consumer(settings, None, *names)) as consumer:
        partitions = _partitions(consumer)
        ends = await _ends(consumer, partitions)
        first = await consumer.beginning_offsets(partitions)
        for partition in partitions:
            found[partition.topic] += max(ends[partition] - first[partition], 0)
    return found


async def _present(settings: Common, topics: Sequence[Topic]) -> list[str]:
    # Kafka refuses a subscription of which one topic is missing, and with it all the others.
    there = await topic_names(settings)
    return [topic.name for topic in topics if topic.name in there]


async def topic_names(settings: Common) -> set[str]:
    """Return the names of the topics on the broker.

    Raises:
        AwayError: the broker is away.
    """
    async with started(new_consumer(settings, None)) as consumer:
        return await consumer.topics()
