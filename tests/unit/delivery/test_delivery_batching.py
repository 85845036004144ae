import asyncio
from collections.abc import Sequence

import pytest

from services.delivery.batching import Batcher


class Work:
    """Work that notes its batches and waits to be let through."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.failures = 0

    async def work(self, items: Sequence[int]) -> Sequence[int]:
        self.batches.append(list(items))
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        return [item * 10 for item in items]


async def test_calls_made_during_a_batch_form_the_next_one() -> None:
    work = Work()
    batcher = Batcher(work.work, 3)
    calls = [asyncio.create_task(batcher(number)) for number in range(6)]
    await asyncio.sleep(0)
    work.gate.set()
    assert await asyncio.gather(*calls) == [0, 10, 20, 30, 40, 50]
    assert work.batches == [[0], [1, 2, 3], [4, 5]]


async def test_a_failure_is_the_callers_own_and_the_others_try_again() -> None:
    work = Work()
    work.failures = 1
    work.gate.set()
    batcher = Batcher(work.work, 10)
    first, second = await asyncio.gather(batcher(1), batcher(2), return_exceptions=True)
    assert isinstance(first, OSError)
    assert second == 20


async def test_a_call_that_is_cancelled_takes_nothing_of_the_others_along() -> None:
    work = Work()
    batcher = Batcher(work.work, 10)
    first, second = (asyncio.create_task(batcher(number)) for number in (1, 2))
    await asyncio.sleep(0)
    first.cancel()
    work.gate.set()
    assert await second == 20
    with pytest.raises(asyncio.CancelledError):
        await first
