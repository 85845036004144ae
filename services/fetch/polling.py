"""Which sources are polled when: all that are due, at once, none disturbing another."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from sqlalchemy import Row

from services.fetch.poll import Tools, poll
from services.runtime.bus import Backoff
from services.runtime.lifecycle import Health
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError
from services.store import sources

LOOK_SECONDS: Final = 0.5
MORE_THAN_RUNNING: Final = 256


class Poller:
    """Polls sources as they fall due."""

    def __init__(self, tools: Tools, health: Health, draw: Callable[[], float]) -> None:
        self._tools = tools
        self._health = health
        self._draw = draw
        self._running: dict[str, asyncio.Task[None]] = {}
        self._log = Log("dideban.fetch")

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until told to stop; what is running then is left and comes again."""
        backoff = Backoff()
        async with asyncio.TaskGroup() as group:
            while not stop.is_set():
                try:
                    await self._start_due(group)
                except AwayError as error:
                    self._health.set("sources", str(error))
                    self._log.warning("store_away", error=str(error), action="waiting")
                    await backoff.wait()
                    continue
                self._health.set("sources", None)
                backoff = Backoff()
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
            for task in self._running.values():
                task.cancel()

    async def _start_due(self, group: asyncio.TaskGroup) -> None:
        most = len(self._running) + MORE_THAN_RUNNING
        async with self._tools.store.begin(reading=True) as connection:
            due = await sources.due(connection, self._tools.clock(), most)
        for source in due:
            if source.source_id not in self._running:
                task = group.create_task(self._poll(source))
                self._running[source.source_id] = task

    async def _poll(self, source: Row[Any]) -> None:
        try:
            await poll(source, self._tools, draw=self._draw())
        except AwayError as error:
            self._log.warning("poll_not_kept", source=source.source_id, error=str(error))
        finally:
            del self._running[source.source_id]
