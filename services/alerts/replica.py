"""Keeps the index in step with the subscriptions topic."""

import asyncio
from collections.abc import Awaitable, Callable

from dideban.query.errors import QueryError
from schemas.codec import MalformedRecordError, decode
from schemas.subscriptions import SNAPSHOT_KEY, Subscription
from services.alerts.copies import IndexCopy
from services.alerts.index import Index
from services.runtime.outcomes import Taken


class Replica:
    """Applies the topic's records; `whole` is set once everything stored is in the index.

    What cannot be used goes to `refuse` with the reason, and the last good version stays.
    `position` is the offset of the next record.
    """

    def __init__(self, index: Index, refuse: Callable[[Taken, str], Awaitable[None]]) -> None:
        self._index = index
        self._refuse = refuse
        self._marked = False
        self.position = 0
        self.whole = asyncio.Event()

    async def take(self, taken: Taken) -> None:
        """Apply one record."""
        self.position = taken.offset + 1
        if taken.key == SNAPSHOT_KEY:
            self._marked = True
            return
        try:
            self._apply(taken)
        except (MalformedRecordError, QueryError, UnicodeDecodeError) as error:
            await self._refuse(taken, str(error))

    def restore(self, copy: IndexCopy) -> None:
        """Go on from a copy of the index; what came later is still to be taken."""
        self._index.restore(copy)
        self.position = copy.position
        self._marked = True

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
