"""Keeps the index in step with the subscriptions topic."""

import asyncio
from collections.abc import Awaitable, Callable

from dideban.query.errors import QueryError
from schemas.codec import MalformedRecordError, decode
from schemas.subscriptions import SNAPSHOT_KEY, Subscription
from services.alerts.index import Index
from services.runtime.outcomes import Taken


class Replica:
    """Applies the topic's records; `whole` is set once everything stored is in the index.

    What cannot be used goes to `refuse` with the reason, and the last good version stays.
    """

    def __init__(self, index: Index, refuse: Callable[[Taken, str], Awaitable[None]]) -> None:
        self._index = index
        self._refuse = refuse
        self._marked = False
        self.whole = asyncio.Event()

    async def take(self, taken: Taken) -> None:
        """Apply one record."""
        if taken.key == SNAPSHOT_KEY:
            self._marked = True
            return
        try:
            self._apply(taken)
        except (MalformedRecordError, QueryError, UnicodeDecodeError) as error:
            await self._refuse(taken, str(error))

    def at_end(self) -> None:
        """Note that the topic has no more for now."""
        if self._marked:
            self.whole.set()

    def _apply(self, taken: Taken) -> None:
        if taken.key is None:
            raise MalformedRecordError("the record has no key")
        if taken.value is None:
            self._index.remove(taken.key.decode())
        else:
            self._index.apply(decode(Subscription, taken.value))
