"""What the delivery service tells of its work, to whoever counts it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from schemas.matches import Match
from services.store.ledger import Entry, State


class Observer(Protocol):
    """Is told each fact once, after it is durable."""

    def entered(self, entries: Sequence[Entry], now: datetime, /) -> None:
        """Note that these matches were written into the ledger."""

    def attempted(self, match: Match, state: State, now: datetime, /) -> None:
        """Note that a webhook attempt left its row in this state; pending means a retry."""

    def ended_unsent(self, state: State) -> None:
        """Note that a pending webhook row ended without an attempt."""

    def store_away(self, reason: str | None) -> None:
        """Note that the store is away, or with None that it is there."""
