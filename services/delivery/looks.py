"""Looking into the store for what is due: retries, what was held, what another process left."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from services.delivery.effect import Job
from services.delivery.lanes import Lanes
from services.delivery.observer import Observer
from services.runtime.failpoints import reach
from services.runtime.outcomes import AwayError
from services.store import deliveries, held
from services.store.engine import Store

LOOK_SECONDS: Final = 1.0
LOOK_SHARE: Final = 9
"""A look sees all the messages that wait in memory too: it gets a tenth of the time at most."""
PAGE_ROWS: Final = 500


class Looks:
    """Offers to the lanes what is due, every `seconds` or as soon as it is woken."""

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        observer: Observer,
        clock: Callable[[], datetime],
        seconds: float,
        failpoint: str = "",
    ) -> None:
        self._store = store
        self._lanes = lanes
        self._observer = observer
        self._clock = clock
        self._seconds = seconds
        self._failpoint = failpoint

    async def run(self, stop: asyncio.Event, wake: asyncio.Event) -> None:
        """Look until `stop` is set; `wake` is set with it, and when a lane has room again."""
        while not stop.is_set():
            wake.clear()
            started = time.perf_counter()
            await self._look()
            await self._rest(time.perf_counter() - started, wake)

    async def _rest(self, looked_seconds: float, wake: asyncio.Event) -> None:
        await asyncio.sleep(min(looked_seconds, self._seconds))
        with suppress(TimeoutError):
            async with asyncio.timeout(max(self._seconds, LOOK_SHARE * looked_seconds)):
                await wake.wait()

    async def _look(self) -> None:
        place: tuple[datetime, str] | None = None
        now = self._clock()
        try:
            await self._release(now)
            while True:
                full = self._lanes.full
                async with self._store.begin(reading=True) as connection:
                    rows = await deliveries.due(
                        connection, now, PAGE_ROWS, after=place, without=full
                    )
                self._lanes.offer(
                    Job(message_id=row.message_id, channel=row.channel, target=row.target)
                    for row in rows
                )
                if len(rows) < PAGE_ROWS:
                    break
                place = rows[-1].next_attempt_at, rows[-1].message_id
        except AwayError as away:
            self._observer.store_away(str(away))
        else:
            self._observer.store_away(None)

    async def _release(self, now: datetime) -> None:
        async with self._store.begin(reading=True) as connection:
            waiting = await held.held_until(connection, now)
        while waiting:
            reach("before_release", self._failpoint)
            async with self._store.begin() as connection:
                waiting = await held.release(connection, now, PAGE_ROWS) == PAGE_ROWS
            reach("after_release", self._failpoint)
