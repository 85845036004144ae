"""A plain consumer for effects kept in a store: committed only after the effect is durable."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from schemas.codec import MalformedRecordError
from schemas.topics import dead_letters, group
from services.runtime.bus import Backoff, Bus, create_topics
from services.runtime.failpoints import reach
from services.runtime.handling import Ended, decode_taken, end
from services.runtime.lifecycle import Health, settle
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError, Card, Dead, Result, Taken
from services.runtime.pump import Pump
from services.runtime.reader import new_consumer, taken_of
from services.runtime.settings import Common

BATCH_RECORDS: Final = 100
POLL_MS: Final = 500


@dataclass(frozen=True, slots=True)
class Received[R]:
    """A decoded record beside the bytes and headers it came with."""

    record: R
    taken: Taken


type Effect[R] = Callable[[Sequence[Received[R]]], Awaitable[Sequence[Result]]]
"""Makes the effects of records durable, all or none, and returns each one's end.

Raises AwayError where the store is away, so that the same batch comes again.
"""


async def run_consumer[R](
    card: Card, effect: Effect[R], settings: Common, health: Health, stop: asyncio.Event
) -> None:
    """Read the card's topics and apply the effect to each batch, until `stop` is set."""
    await create_topics(settings, (*card.reads, *card.writes, dead_letters(card.service)))
    async with Bus(card.service, settings) as bus:
        pump = Pump(card, settings, bus, health)

        async def handle_batch(batch: Sequence[Taken]) -> list[Ended]:
            return await _apply(card, effect, batch, settings)

        while not stop.is_set():
            await _consume(card, settings, health, stop, pump, handle_batch)


async def _consume(
    card: Card,
    settings: Common,
    health: Health,
    stop: asyncio.Event,
    pump: Pump,
    handle_batch: Callable[[Sequence[Taken]], Awaitable[list[Ended]]],
) -> None:
    log, backoff = Log(f"dideban.{card.service}"), Backoff()
    consumer = new_consumer(settings, group(card.service))
    consumer.subscribe([topic.name for topic in card.reads])
    try:
        await consumer.start()
        settle()
        health.set("start", None)
        while not stop.is_set():
            polled = await consumer.getmany(timeout_ms=POLL_MS, max_records=BATCH_RECORDS)
            batch = [taken_of(record) for records in polled.values() for record in records]
            if batch:
                await pump.handle(batch, handle_batch)
                with suppress(CommitFailedError, IllegalStateError):  # rebalanced: comes again
                    await consumer.commit()
                reach("after_commit", settings.failpoint)
    except (KafkaError, OSError) as error:
        health.set("start", f"the broker is away: {error}")
        log.warning("broker_away", broker=settings.broker, error=str(error), action="waiting")
        await backoff.wait()
    finally:
        await consumer.stop()


async def _apply[R](
    card: Card, effect: Effect[R], batch: Sequence[Taken], settings: Common
) -> list[Ended]:
    results: dict[int, Result] = {}
    received: dict[int, Received[R]] = {}
    for position, taken in enumerate(batch):
        try:
            received[position] = Received(decode_taken(card, taken), taken)
        except MalformedRecordError as error:
            results[position] = Dead(str(error))
    reach("before_effect", settings.failpoint)
    ends = await _effects(effect, list(received.values()))
    reach("after_effect", settings.failpoint)
    results.update(zip(received, ends, strict=True))
    return [end(card, taken, results[position]) for position, taken in enumerate(batch)]


async def _effects[R](effect: Effect[R], received: Sequence[Received[R]]) -> Sequence[Result]:
    if not received:
        return []
    try:
        return await effect(received)
    except AwayError:
        raise
    except Exception as error:  # noqa: BLE001  one bad record must not take its neighbours with it
        if len(received) == 1:
            return [Dead(f"{type(error).__name__}: {error}")]
    return [result for each in received for result in await _effects(effect, [each])]
