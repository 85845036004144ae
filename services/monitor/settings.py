"""What the monitor can be told."""

from dataclasses import dataclass

from services.runtime.settings import Common, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Common):
    """`monitor_seconds` is the time between two measurements."""

    monitor_seconds: Seconds = 10.0
