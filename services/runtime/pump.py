"""One batch from taken to acknowledged, the same for every kind of consumer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from services.runtime import metrics
from services.runtime.breaker import Breaker
from services.runtime.bus import Backoff, Bus
from services.runtime.failpoints import reach
from services.runtime.handling import Ended, count
from services.runtime.lifecycle import Health
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError, Card, Dead, Taken
from services.runtime.settings import Common

type HandleBatch = Callable[[Sequence[Taken]], Awaitable[list[Ended]]]


class Pump:
    """Handles batches: a batch returns only when its outputs are acknowledged by the broker."""

    def __init__(self, card: Card, settings: Common, bus: Bus, health: Health) -> None:
        self._card = card
        self._settings = settings
        self._bus = bus
        self._health = health
        self._log = Log(f"dideban.{card.service}")
        self._breaker = Breaker(enabled=settings.breaker == "on")

    async def handle(self, batch: Sequence[Taken], handle_batch: HandleBatch) -> None:
        """Return when every record of the batch has ended for good, so that it may be committed."""
        metrics.records_read.labels(self._card.service).inc(len(batch))
        ends = await self._retry_while_away(batch, handle_batch)
        if self._breaker.note(isinstance(ended.result, Dead) for ended in ends):
            await self._halt()
        reach("before_send", self._settings.failpoint)
        await self._bus.send([message for ended in ends for message in ended.messages])
        count(self._card, ends, self._log)
        reach("after_send", self._settings.failpoint)

    async def _retry_while_away(
        self, batch: Sequence[Taken], handle_batch: HandleBatch
    ) -> list[Ended]:
        backoff = Backoff()
        while True:
            try:
                ends = await handle_batch(batch)
            except AwayError as away:
                self._health.set("store", str(away))
                self._log.warning("store_away", error=str(away), action="waiting")
                await backoff.wait()
            else:
                self._health.set("store", None)
                return ends

    async def _halt(self) -> None:
        metrics.breaker_open.labels(self._card.service).set(1)
        self._health.set("breaker", "over half of the latest 200 records became dead letters")
        self._log.error(
            "breaker_open", action="nothing more is committed; mend the cause and restart"
        )
        await asyncio.Event().wait()
