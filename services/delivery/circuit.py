"""When a target is left alone: a circuit that opens after failures in a row, one a target.

While it is open nothing is sent there and no message loses a try; then one goes out to ask how
things are, and the rest follows once that one is taken (Nygard, "Release It!", "Circuit Breaker").
"""

from dataclasses import dataclass
from typing import Final

FAILURES: Final = 5
"""In a row; fewer are a receiver that restarts."""
OPEN_SECONDS: Final = (10.0, 30.0, 60.0, 120.0, 300.0)
"""For each time that the asking message fails too; the last is repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What an attempt told of its target; one that asked to be left alone says for how long."""

    failed: bool = False
    slow: bool = False
    hold_seconds: float = 0.0

    @property
    def well(self) -> bool:
        """Whether the target took the message in good time."""
        return not (self.failed or self.slow)


WELL: Final = News()


@dataclass(slots=True)
class Circuit:
    """`scale` stretches or shrinks how long it stays open; times are seconds of one clock."""

    scale: float = 1.0
    failures: int = 0
    open_until: float = 0.0

    def hear(self, news: News, now: float) -> None:
        """Take in what an attempt told."""
        self.failures = self.failures + 1 if news.failed else 0
        wait = news.hold_seconds
        if self.failures >= FAILURES:
            step = min((self.failures - FAILURES), len(OPEN_SECONDS) - 1)
            wait = max(wait, OPEN_SECONDS[step] * self.scale)
        self.open_until = now + wait if wait else 0.0

    def is_open(self, now: float) -> bool:
        """Return whether nothing may be sent."""
        return now < self.open_until

    @property
    def asking(self) -> bool:
        """Whether only one message at a time may ask how the target is."""
        return self.failures >= FAILURES
