"""The copy of the index that a worker writes now and then, and reads when it starts.

With it a worker of 100,000 subscriptions is ready in seconds; without one it parses every query
again. A copy is only ever a shortcut: where it cannot be used the topic is read from its beginning.
"""

import hashlib
import os
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Literal

import msgspec

from schemas.articles import UtcTime

FILE: Final = "alerts-index.copy"
OLDEST: Final = timedelta(hours=12)
"""Kafka forgets after a day that a key was removed (delete.retention.ms); a copy is younger."""
_DIGEST_BYTES: Final = 32


class IndexCopy(msgspec.Struct, frozen=True, kw_only=True):
    """An index as it was when the records of its topic before `position` had been taken.

    `rules` is the fingerprint of the code that made it, which alone can read `engine`.
    """

    version: Literal[1] = 1
    rules: str
    taken_at: UtcTime
    position: int
    revisions: dict[str, int]
    engine: bytes


def write(copy: IndexCopy, home: Path) -> int:
    """Put the copy in the place of the last one; return its size in bytes."""
    body = msgspec.msgpack.encode(copy)
    path, unfinished = home / FILE, home / f"{FILE}.{os.getpid()}"
    with unfinished.open("wb") as file:
        file.write(hashlib.blake2b(body, digest_size=_DIGEST_BYTES).digest())
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    unfinished.chmod(0o600)
    unfinished.replace(path)
    return _DIGEST_BYTES + len(body)


class UnusableError(Exception):
    """There is no copy that can be used; the message says why."""


def read(home: Path, now: datetime) -> IndexCopy:
    """Return the copy.

    Raises:
        UnusableError: there is none, or it is damaged, too old, or made by other code.
    """
    try:
        whole = (home / FILE).read_bytes()
    except OSError as error:
        raise UnusableError(f"it cannot be read: {error.strerror}") from error
    digest, body = whole[:_DIGEST_BYTES], whole[_DIGEST_BYTES:]
    if hashlib.blake2b(body, digest_size=_DIGEST_BYTES).digest() != digest:
        raise UnusableError("it is damaged")
    try:
        copy = msgspec.msgpack.decode(body, type=IndexCopy)
    except msgspec.DecodeError as error:
        raise UnusableError(f"it is of another release: {error}") from error
    if copy.rules != rules():
        raise UnusableError("it was made by other rules than these")
    if now - copy.taken_at > OLDEST:
        raise UnusableError(f"it is older than {OLDEST}")
    return copy


@cache
def rules() -> str:
    """Return the fingerprint of everything that decides what a query finds: code, lists, packs."""
    found = hashlib.blake2b(digest_size=16)
    for entry in _within(files("dideban")):
        found.update(entry.name.encode())
        found.update(entry.read_bytes())
    return found.hexdigest()


def _within(folder: Traversable) -> list[Traversable]:
    kept: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir() and entry.name != "__pycache__":
            kept += _within(entry)
        elif entry.is_file():
            kept.append(entry)
    return kept
