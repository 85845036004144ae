"""Many small calls made at once become one transaction, without waiting for company."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice

type Work[I, O] = Callable[[Sequence[I]], Awaitable[Sequence[O]]]
"""Does the work for all items or fails for all; results are in the order of the items."""


class Batcher[I, O]:
    """Calls that come while a batch is at work form the next batch, of at most `most` items."""

    def __init__(self, work: Work[I, O], most: int) -> None:
        self._work = work
        self._most = most
        self._waiting: dict[asyncio.Future[O], I] = {}
        self._turn = asyncio.Lock()

    async def __call__(self, item: I) -> O:
        """Return the item's result; whoever is first does the work of all who wait.

        Where the work fails its caller gets the error, and the others try again themselves.
        """
        future: asyncio.Future[O] = asyncio.get_running_loop().create_future()
        self._waiting[future] = item
        try:
            async with self._turn:
                while not future.done():
                    await self._next_batch()
        finally:
            self._waiting.pop(future, None)
        return future.result()

    async def _next_batch(self) -> None:
        batch = dict(islice(self._waiting.items(), self._most))
        results = await self._work(list(batch.values()))
        for future, result in zip(batch, results, strict=True):
            self._waiting.pop(future, None)
            future.set_result(result)
