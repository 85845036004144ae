"""Turns at a service that limits how often it may be asked, in all and for each receiver."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

REMEMBERED_MOST: Final = 10_000
"""Receivers whose next turn is kept; those whose turn has passed are forgotten first."""


class Turns:
    """Gives turns `each_seconds` apart to one receiver, `all_seconds` apart to all of them."""

    def __init__(
        self,
        *,
        each_seconds: float,
        all_seconds: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._each_seconds = each_seconds
        self._all_seconds = all_seconds
        self._clock = clock
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._next_of_all = 0.0

    async def wait(self, receiver: str) -> None:
        """Return when this receiver may be written to; each call is one turn, used or not."""
        now = self._clock()
        start = max(now, self._next.get(receiver, now))
        self._next[receiver] = start + self._each_seconds
        if len(self._next) > REMEMBERED_MOST:
            self._next = {name: at for name, at in self._next.items() if at > now}
        await self._until(start)
        now = self._clock()
        start = max(now, self._next_of_all)
        self._next_of_all = start + self._all_seconds
        await self._until(start)

    async def _until(self, moment: float) -> None:
        if (seconds := moment - self._clock()) > 0:
            await self._sleep(seconds)
