"""Sending the test messages that owners ask for, and keeping the answer for them to see."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row

from dideban.alerting.policy import PolicyError
from services.delivery.channel import Answer
from services.delivery.dispatch import Dispatch
from services.delivery.doors import Doors
from services.delivery.outbound import test_of
from services.runtime.outcomes import AwayError
from services.store import trials
from services.store.engine import Store

LOOK_SECONDS: Final = 0.5
AT_ONCE: Final = 16
CLAIM: Final = timedelta(minutes=2)


class Trials:
    """Looks twice a second for tests; one that is under way when the service dies is sent again."""

    def __init__(
        self,
        store: Store,
        dispatch: Dispatch,
        clock: Callable[[], datetime],
        public_url: str = "",
    ) -> None:
        self._store = store
        self._doors = Doors(store, public_url)
        self._dispatch = dispatch
        self._clock = clock

    async def run(self, stop: asyncio.Event) -> None:
        """Send tests until `stop` is set."""
        while not stop.is_set():
            with suppress(AwayError):  # the sender, which asks more often, says so
                await self.send_waiting()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await stop.wait()

    async def send_waiting(self) -> None:
        """Send the tests that wait, all at once.

        Raises:
            AwayError: the store is away.
        """
        now = self._clock()
        async with self._store.begin(reading=True) as connection:
            if not await trials.waiting(connection, now):
                return
        async with self._store.begin() as connection:
            rows = await trials.claim(connection, now, now + CLAIM, AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for row in rows:
                group.create_task(self._send(row))

    async def _send(self, row: Row[Any]) -> None:
        started = time.perf_counter()
        answer = await self._answer(row)
        milliseconds = round((time.perf_counter() - started) * 1000)
        async with self._store.begin() as connection:
            await trials.answered(
                connection,
                row.trial_id,
                self._clock(),
                outcome=answer.outcome,
                answer=answer.words,
                milliseconds=milliseconds,
            )

    async def _answer(self, row: Row[Any]) -> Answer:
        if not row.target:
            return Answer(outcome="live", words="its alerts are shown on the page only")
        try:
            links = await self._doors.links(row)
            return await self._dispatch(row.channel, test_of(row, self._clock(), links))
        except PolicyError as error:
            return Answer(outcome="policy", words=str(error))
