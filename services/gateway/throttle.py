"""How often a password may be tried, by account and by address."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=15)
TRIES_AN_ACCOUNT: Final = 10
TRIES_AN_ADDRESS: Final = 30
"""More than an account's, for an office may share one address."""
MOST_KEYS: Final = 20_000


class Throttle:
    """Counts tries in a sliding window; a try counts before its password is checked."""

    def __init__(self) -> None:
        self._tries: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()

    def wait_seconds(self, account: str, address: str, now: datetime) -> int:
        """Note a try and return 0, or return after how many seconds one is allowed again."""
        queues = self._queues(account, address)
        for tries, _ in queues:
            while tries and tries[0] <= now - WINDOW:
                tries.popleft()
        waits = [tries[0] + WINDOW - now for tries, most in queues if len(tries) >= most]
        if waits:
            return max(1, round(max(waits).total_seconds()))
        for tries, _ in queues:
            tries.append(now)
        return 0

    def forget(self, account: str, address: str) -> None:
        """Forget the tries of an account that has signed in, and its last one of the address."""
        self._tries.pop(("account", account), None)
        if tries := self._tries.get(("address", address)):
            tries.pop()

    def _queues(self, account: str, address: str) -> Sequence[tuple[deque[datetime], int]]:
        return [
            (self._queue(("account", account)), TRIES_AN_ACCOUNT),
            (self._queue(("address", address)), TRIES_AN_ADDRESS),
        ]

    def _queue(self, key: tuple[str, str]) -> deque[datetime]:
        tries = self._tries.setdefault(key, deque())
        self._tries.move_to_end(key)
        while len(self._tries) > MOST_KEYS:
            self._tries.popitem(last=False)
        return tries
