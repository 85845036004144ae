"""One queue a target and bounded sending, so that no target waits for another."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from services.delivery.circuit import Circuit, News
from services.delivery.effect import Job

QUEUE_MOST: Final = 100
"""Rows of one target held in memory; the rest waits in the store."""
DRAIN_SECONDS: Final = 5.0
"""For what is on its way when the service stops; what does not end is sent again later."""


@dataclass(slots=True)
class Lane:
    """The messages waiting for one target; `troubled` when it failed or was slow the last time.

    `more` tells that the store has others.
    """

    target: str
    host: str
    circuit: Circuit
    queue: deque[str] = field(default_factory=deque)
    workers: int = 0
    troubled: bool = False
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The most requests that are open at a time; `at_once` to healthy targets, and to others.

    `of_channel` is for a channel whose targets all share one machine, as mail does.
    `scale` stretches or shrinks how long a target that fails is left alone.
    """

    per_target: int
    per_host: int
    at_once: int
    of_channel: Mapping[str, int] = field(default_factory=dict)
    scale: float = 1.0


type Deliver = Callable[[str], Awaitable[News | None]]
"""Brings one message to its end or next wait; returns what that told of its target, if anything."""


class Lanes:
    """Runs `deliver` for offered jobs; troubled targets share slots that healthy ones never need.

    A target that only fails is left alone for a while; what waits for it stays in the store.
    Use it as a context: at its end nothing new starts, and what is on its way gets five seconds.
    """

    def __init__(
        self,
        deliver: Deliver,
        bounds: Bounds,
        refill: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._deliver = deliver
        self._bounds = bounds
        self._refill = refill
        self._clock = clock
        self._lanes: dict[str, Lane] = {}
        self._held: set[str] = set()
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._healthy = asyncio.Semaphore(bounds.at_once)
        self._troubled = asyncio.Semaphore(bounds.at_once)
        self._group: asyncio.TaskGroup | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Take offers until the end of the block; an error in `deliver` ends the block."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                yield
            finally:
                self._group = None
            if self._tasks:
                _, late = await asyncio.wait(self._tasks, timeout=DRAIN_SECONDS)
                for task in late:
                    task.cancel()

    @property
    def full(self) -> list[str]:
        """The targets that have as much in memory as they may, or are left alone."""
        return [lane.target for lane in self._lanes.values() if self._is_full(lane)]

    @property
    def left_alone(self) -> int:
        """How many targets are left alone because they fail, or asked for it."""
        return sum(lane.circuit.is_open(self._clock()) for lane in self._lanes.values())

    def _is_full(self, lane: Lane) -> bool:
        most = 1 if lane.circuit.asking else QUEUE_MOST
        return len(lane.queue) >= most or lane.circuit.is_open(self._clock())

    def offer(self, jobs: Iterable[Job]) -> None:
        """Queue what is not held yet; what finds its lane full stays in the store for later."""
        for job in jobs:
            if self._group is None or job.message_id in self._held:
                continue
            lane = self._lanes.get(job.target)
            if lane is None:
                circuit = Circuit(self._bounds.scale)
                lane = self._lanes[job.target] = Lane(job.target, _host(job), circuit)
            if self._is_full(lane):
                lane.more = True
                continue
            self._held.add(job.message_id)
            lane.queue.append(job.message_id)
            if lane.workers < (1 if lane.circuit.asking else self._bounds.per_target):
                lane.workers += 1
                task = self._group.create_task(self._work(lane))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _work(self, lane: Lane) -> None:
        most = self._bounds.of_channel.get(lane.host, self._bounds.per_host)
        host = self._hosts.setdefault(lane.host, asyncio.Semaphore(most))
        while lane.queue and self._group is not None:
            slots = self._troubled if lane.troubled else self._healthy
            async with host, slots:
                if lane.queue:
                    await self._one(lane, lane.queue.popleft())
        lane.workers -= 1

    async def _one(self, lane: Lane, message_id: str) -> None:
        try:
            news = await self._deliver(message_id)
        finally:
            self._held.discard(message_id)
        if news is not None:
            lane.troubled = not news.well
            lane.circuit.hear(news, self._clock())
        if lane.circuit.is_open(self._clock()):
            self._held.difference_update(lane.queue)
            lane.queue.clear()
        elif lane.more and len(lane.queue) <= QUEUE_MOST // 2:
            lane.more = False
            self._refill()


def _host(job: Job) -> str:
    """Return whom the job's target shares a machine with: the host of a URL, else the channel."""
    return urlsplit(job.target).netloc.rpartition("@")[2].lower() or job.channel
