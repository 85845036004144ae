"""How the handling of one record ends: emitted, dropped or dead, and nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas.topics import Topic


@dataclass(frozen=True, slots=True)
class Out:
    """A record for a topic."""

    topic: Topic
    key: str
    record: Any


@dataclass(frozen=True, slots=True)
class Emit:
    """The record was handled; these are its results (none where the effect was a stored one)."""

    outs: tuple[Out, ...] = ()


@dataclass(frozen=True, slots=True)
class Drop:
    """The record was set aside on purpose, for a reason from the service's closed set."""

    reason: str


@dataclass(frozen=True, slots=True)
class Dead:
    """The record could not be handled; `error` says why in words."""

    error: str


type Result = Emit | Drop | Dead


class AwayError(Exception):
    """Something outside (the store, say) is away: wait, then try the same record again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A record as it was taken from the broker."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]] = field(default_factory=tuple)
    timestamp_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A service's contract: what it reads, what it may drop, and under which name it is known."""

    service: str
    reads: tuple[Topic, ...]
    writes: tuple[Topic, ...] = ()
    drop_reasons: frozenset[str] = frozenset()


type Rule = Callable[[Any], Result]
"""Handles one decoded record; pure, may raise (the record is then a dead letter)."""
