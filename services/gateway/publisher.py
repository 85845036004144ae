"""Sends subscriptions to the topic that the matching workers read: first all, then each change."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row

from schemas.codec import encode
from schemas.subscriptions import SNAPSHOT_KEY, SnapshotMarker
from schemas.topics import SUBSCRIPTIONS
from services.runtime.bus import Backoff, Message
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError
from services.store import saved_queries, subscriptions
from services.store.engine import Store

POLL_SECONDS: Final = 0.25
"""How long a change waits that another process wrote, at most."""
LOOK_SECONDS: Final = 3.0
BATCH: Final = 500

type Send = Callable[[list[Message]], Awaitable[None]]
type IsWhole = Callable[[], Awaitable[bool]]


class Publisher:
    """Publishes until told to stop; setting `changed` wakes it at once.

    `is_whole` tells whether the topic still holds a snapshot: a broker that keeps its topics in
    memory loses them when it is started again, and then everything is sent once more.
    """

    def __init__(
        self,
        store: Store,
        send: Send,
        changed: asyncio.Event,
        now: Callable[[], datetime],
        is_whole: IsWhole | None = None,
    ) -> None:
        self._store = store
        self._send = send
        self._changed = changed
        self._now = now
        self._is_whole = is_whole
        self._log = Log("dideban.gateway")

    async def run(self, stop: asyncio.Event, started: Callable[[], None]) -> None:
        """Publish everything, call `started`, then publish each change until `stop` is set."""
        backoff = Backoff()
        while not stop.is_set():
            try:
                await self.publish_all()
                started()
                await self._follow(stop)
            except AwayError as error:
                self._log.warning("store_away", error=str(error), action="waiting")
                await backoff.wait()

    async def publish_all(self) -> None:
        """Send every subscription that stands in the store, then the snapshot marker."""
        async with self._store.begin(reading=True) as connection:
            rows = await subscriptions.every(connection)
            saved = await saved_queries.every(connection)
        messages = await asyncio.to_thread(_messages, rows, saved)
        for first in range(0, len(messages), BATCH):
            await self._send(messages[first : first + BATCH])
        marker = SnapshotMarker(taken_at=self._now(), subscriptions=len(messages))
        await self._send([_message(SNAPSHOT_KEY, encode(marker))])
        self._log.info("snapshot_published", subscriptions=len(messages))

    async def publish_changes(self) -> int:
        """Send what waits in the outbox, in order, and forget it; return how many that were."""
        async with self._store.begin(reading=True) as connection:
            rows = await subscriptions.unpublished(connection, BATCH)
        if not rows:
            return 0
        # One key's records must arrive in their order; another attempt at a failed one could
        # overtake a later one, so a batch holds each subscription once.
        batch, keys = [], set()
        for row in rows:
            if row.subscription_id in keys:
                break
            keys.add(row.subscription_id)
            batch.append(row)
        await self._send([_message(row.subscription_id.encode(), row.record) for row in batch])
        async with self._store.begin() as connection:
            await subscriptions.mark_published(connection, [row.number for row in batch])
        self._log.info("subscriptions_published", changes=len(batch))
        return len(batch)

    async def _follow(self, stop: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        look_at = loop.time() + LOOK_SECONDS
        while not stop.is_set():
            self._changed.clear()
            if await self.publish_changes():
                continue
            if self._is_whole is not None and loop.time() >= look_at:
                if not await self._is_whole():
                    return
                look_at = loop.time() + LOOK_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), POLL_SECONDS)


def _messages(rows: Sequence[Row[Any]], saved: Mapping[str, Mapping[str, str]]) -> list[Message]:
    """Return all subscriptions; what a saved query names has to be parsed for that."""
    return [
        _message(
            row.subscription_id.encode(), subscriptions.record_of(row, saved.get(row.owner, {}))
        )
        for row in rows
    ]


def _message(key: bytes, value: bytes | None) -> Message:
    return Message(topic=SUBSCRIPTIONS.name, key=key, value=value)
