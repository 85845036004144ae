"""Watches for new alerts while somebody listens, and for nobody otherwise."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from services.runtime import metrics
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError
from services.store import alerts_view
from services.store.engine import Store

POLL_SECONDS: Final = 0.15


class Tail:
    """The highest alert number, polled by one task for all live streams."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._log = Log("dideban.gateway")
        self._grown = asyncio.Condition()
        self._poller: asyncio.Task[None] | None = None
        self.highest = 0
        self.listeners: Counter[str] = Counter()

    @asynccontextmanager
    async def listening(self, user_id: str) -> AsyncIterator[None]:
        """Poll at least as long as this lasts."""
        self.listeners[user_id] += 1
        metrics.live_clients.set(self.listeners.total())
        if self._poller is None:
            self._poller = asyncio.create_task(self._poll())
        try:
            yield
        finally:
            self.listeners[user_id] -= 1
            metrics.live_clients.set(self.listeners.total())
            if self.listeners[user_id] == 0:
                del self.listeners[user_id]
            if not self.listeners and self._poller is not None:
                self._poller.cancel()
                self._poller = None

    async def beyond(self, number: int) -> None:
        """Return when there is an alert with a higher number."""
        async with self._grown:
            await self._grown.wait_for(lambda: self.highest > number)

    async def _poll(self) -> None:
        while True:
            try:
                async with self._store.begin(reading=True) as connection:
                    _, highest = await alerts_view.bounds(connection)
            except AwayError as error:
                self._log.warning("store_away", error=str(error), action="waiting")
            else:
                if highest != self.highest:
                    self.highest = highest
                    async with self._grown:
                        self._grown.notify_all()
            await asyncio.sleep(POLL_SECONDS)
