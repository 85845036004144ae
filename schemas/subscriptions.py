"""What people ask to be told about, as the matching workers see it."""

from dataclasses import dataclass
from typing import Final, Literal

from schemas.articles import UtcTime

SNAPSHOT_KEY: Final = b"_snapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A query and its owner; `revision` grows by one with every change and decides the order."""

    version: Literal[1] = 1
    subscription_id: str
    revision: int
    owner: str
    name: str
    query: str
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotMarker:
    """Everything that stood in the store at `taken_at` precedes this record on the topic."""

    version: Literal[1] = 1
    taken_at: UtcTime
    subscriptions: int
