"""Reads many articles of the archive with every core there is."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from dideban.backtest.run import Backtest, Part
from dideban.query.tree import Query
from dideban.text import analyser
from schemas.articles import Article
from schemas.codec import decode
from services.store import search
from services.store.engine import Store

MANY: Final = 2_000
"""From here on processes of their own save more than the second they take to start."""
MOST_PROCESSES: Final = 8

type Asked = tuple[Query, Query | None, int]
"""What a `Backtest` is made of: query, edit, size of the sample."""


async def read_by_all_cores(
    store: Store, numbers: Sequence[int], asked: Asked
) -> AsyncIterator[Part]:
    """Yield what is found in the articles under these numbers, part by part."""
    if len(numbers) < MANY:
        test = _new(asked)
        async for records in search.read(store, numbers):
            yield await asyncio.to_thread(_part, test, records)
        return
    cores = min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores, fresh, _begin, (asked,)) as pool:
        waiting: set[asyncio.Future[Part]] = set()
        async for records in search.read(store, numbers):
            waiting.add(asyncio.get_running_loop().run_in_executor(pool, _read, records))
            if len(waiting) > 2 * cores:
                ended, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for part in ended:
                    yield part.result()
        for last in asyncio.as_completed(waiting):
            yield await last


def _new(asked: Asked) -> Backtest:
    query, edit, sample = asked
    return Backtest(query, edit, sample=sample)


def _part(test: Backtest, records: list[bytes]) -> Part:
    test.take([decode(Article, record) for record in records])
    return test.hand_over()


_tests: list[Backtest] = []
"""The one of this process."""


def _begin(asked: Asked) -> None:
    analyser.load(raw=False)
    _tests.append(_new(asked))


def _read(records: list[bytes]) -> Part:
    return _part(_tests[0], records)
