"""The outbox's other end: what was written is sent, and sent again until it is done."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from schemas.topics import RAW
from services.fetch import CARD
from services.fetch.settings import Settings
from services.runtime.bus import Backoff, Bus, Message, create_topics
from services.runtime.failpoints import reach
from services.runtime.lifecycle import Health
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError
from services.store import outbox
from services.store.changes import Changes
from services.store.engine import Store

BATCH: Final = 200
LOOK_SECONDS: Final = 1.0
KAFKA_PATIENCE: Final = timedelta(minutes=15)
"""Kafka keeps what it acknowledged; only what has not come out by then may have been lost with a
disk. Sent again at each start, 10,000 articles on their way became 27,000 (three starts)."""
GLANCE_SECONDS: Final = 0.025
ASK_SECONDS: Final = 0.1
"""Other processes write to the outbox too (`dideban ingest`), and cannot wake this one: it glances
at the file of SQLite, asks PostgreSQL, and looks for itself every second whatever they say."""


class Sender:
    """Sends the outbox to the broker; `wake` tells it that there is something new."""

    def __init__(
        self, store: Store, settings: Settings, health: Health, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._changes = Changes(store)
        self._pause_seconds = GLANCE_SECONDS if store.sqlite else ASK_SECONDS
        self._settings = settings
        self._health = health
        self._clock = clock
        self._woken = asyncio.Event()
        self._log = Log("dideban.fetch")

    def wake(self) -> None:
        """Look into the outbox now."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; first what was sent before but is not done.

        While the broker is away this waits, and articles gather in the outbox.
        """
        self._health.set("broker", f"the broker {self._settings.broker} does not answer")
        await create_topics(self._settings, CARD.writes)
        async with Bus(CARD.service, self._settings) as bus:
            self._health.set("broker", None)
            await self._repeat(self._send_again, stop)
            self._health.set("start", None)
            while not stop.is_set():
                self._woken.clear()
                sent = await self._repeat(partial(self._send_some, bus), stop)
                if sent < BATCH and not stop.is_set():
                    await self._until_more()

    async def _until_more(self) -> None:
        deadline = asyncio.get_running_loop().time() + LOOK_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._pause_seconds)
                return
            if self._changes.any():
                return

    async def _repeat(self, step: Callable[[], Awaitable[int]], stop: asyncio.Event) -> int:
        """Return what `step` returns, once the store lets it."""
        backoff = Backoff()
        while not stop.is_set():
            try:
                result = await step()
            except AwayError as error:
                self._health.set("outbox", str(error))
                await backoff.wait()
            else:
                self._health.set("outbox", None)
                return result
        return 0

    async def _send_again(self) -> int:
        patience = timedelta() if self._settings.embedded else KAFKA_PATIENCE
        async with self._store.begin() as connection:
            count = await outbox.send_again(connection, self._clock() - patience)
        if count:
            self._log.info("outbox_replayed", articles=count)
        return count

    async def _send_some(self, bus: Bus) -> int:
        async with self._store.begin(reading=True) as connection:
            rows = await outbox.unsent(connection, BATCH)
        if not rows:
            return 0
        reach("before_send", self._settings.failpoint)
        messages = [Message(RAW.name, row.article_id.encode(), row.record) for row in rows]
        await bus.send(messages)
        reach("after_send", self._settings.failpoint)
        pairs = [(row.article_id, row.revision) for row in rows]
        async with self._store.begin() as connection:
            await outbox.mark_sent(connection, pairs, self._clock())
        return len(rows)
