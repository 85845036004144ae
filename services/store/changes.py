"""Noticing at little cost that some process has written to the store."""

from pathlib import Path
from typing import Final

from services.store.engine import Store

WAL_SUFFIX: Final = "-wal"
"""SQLite writes each transaction to this file first (sqlite.org/wal.html)."""


class Changes:
    """Tells whether the store may have changed; a look at SQLite costs microseconds.

    Two writes within one tick of the file system's clock can look like one, so a caller looks
    into the store itself now and then as well. PostgreSQL does not tell: it may always have.
    """

    def __init__(self, store: Store) -> None:
        self._log = Path(f"{store.file}{WAL_SUFFIX}") if store.file else None
        self._last = (0, 0)

    def any(self) -> bool:
        """Return whether there may be something new since the last call."""
        if self._log is None:
            return True
        try:
            state = self._log.stat()
        except FileNotFoundError:
            return False
        now = (state.st_mtime_ns, state.st_size)
        changed, self._last = now != self._last, now
        return changed
