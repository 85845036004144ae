"""What the delivery service tells of its work, to whoever counts it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from services.delivery.channel import Outgoing
from services.store.ledger import Entry, State


class Observer(Protocol):
    """Is told each fact once, after it is durable."""

    def entered(self, entries: Sequence[Entry], now: datetime, /) -> None:
        """Note that these matches were written into the ledger."""

    def attempted(self, channel: str, outgoing: Outgoing, state: State, now: datetime, /) -> None:
        """Note that an attempt left its message in this state; pending means a retry."""

    def ended_unsent(self, channel: str, state: State, matches: int, /) -> None:
        """Note that a pending message of so many matches ended without an attempt."""

    def store_away(self, reason: str | None) -> None:
        """Note that the store is away, or with None that it is there."""
