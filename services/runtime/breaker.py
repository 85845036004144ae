"""A breaker: stops a stage that can handle next to nothing, before its topic is used up."""

from collections import deque
from collections.abc import Iterable
from typing import Final

WINDOW_RECORDS: Final = 200
MAX_DEAD_SHARE: Final = 0.5


class Breaker:
    """Opens, for good, once dead letters fill over half of the window."""

    def __init__(self, *, enabled: bool = True) -> None:
        self._last: deque[bool] = deque(maxlen=WINDOW_RECORDS)
        self._enabled = enabled
        self.open = False

    def note(self, dead: Iterable[bool]) -> bool:
        """Take in how records ended, and return whether the breaker is open."""
        for each in dead:
            self._last.append(each)
            if self._enabled and sum(self._last) > WINDOW_RECORDS * MAX_DEAD_SHARE:
                self.open = True
        return self.open
