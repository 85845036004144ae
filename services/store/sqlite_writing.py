"""SQLite's writing transactions, run in the event loop and as short as can be.

Nobody else can write while one is open. With a thread between each statement and its result it
was open five times as long as it had to be, and SQLite's own waiting for the lock sleeps up to
100 ms at a time: at 20 articles a second the lock was taken half of the time. Reading, which can
be long and holds up nobody, stays in threads (aiosqlite).
"""

import asyncio
import random
import sqlite3
import time
from typing import Any, Final

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

BUSY_SECONDS: Final = 30.0
AGAIN_SECONDS: Final = (0.0005, 0.003)
"""Between two tries for the lock; drawn anew each time, so that waiting processes take turns."""
RESULT_CODE: Final = 0xFF
"""The part of an extended result code that holds the primary one (sqlite.org/rescode.html)."""


class InLoop(SQLiteDialect_pysqlite):
    """Python's own sqlite3 behind SQLAlchemy's asyncio."""

    driver = "inloop"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003  SQLAlchemy's signature
        """Return the pool."""
        return AsyncAdaptedQueuePool


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = None) -> Any:  # noqa: ANN401  sqlite3's own signature
        return super().cursor(factory or _Cursor)


class _Cursor(sqlite3.Cursor):
    server_side = False

    def execute(self, *arguments: Any) -> Any:  # noqa: ANN401  sqlite3's own signature
        await_only(_nothing())
        return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:  # noqa: ANN401  sqlite3's own signature
        await_only(_nothing())
        return super().executemany(*arguments)

    async def _async_soft_close(self) -> None:
        """Be asked by SQLAlchemy whether rows are still to be fetched; none ever are."""


async def _nothing() -> None:
    """Be awaited, as SQLAlchemy's asyncio wants of every statement."""


def writing_engine(url: URL) -> AsyncEngine:
    """Return the engine for transactions that write to the file of `url`."""
    registry.register("sqlite.inloop", __name__, InLoop.__name__)
    return create_async_engine(
        url.set(drivername="sqlite+inloop"),
        connect_args={"timeout": 0.0, "isolation_level": None, "factory": _Connection},
    )


def never_block(connection: Any, _: object) -> None:  # noqa: ANN401  the driver's own
    """Have SQLite say at once that the lock is taken: waiting is done by the event loop."""
    connection.execute("PRAGMA busy_timeout=0")


def begin_writing(connection: Connection) -> None:
    """Take the write lock when the transaction begins, in turn with others that want it.

    A transaction that starts by reading and then writes would fail with "locked" at once,
    whatever the busy time-out.

    Raises:
        sqlite3.OperationalError: the lock was not free within half a minute, or worse.
    """
    driver: Any = connection.connection.dbapi_connection
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & RESULT_CODE == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
        else:
            return
        await_only(asyncio.sleep(random.uniform(*AGAIN_SECONDS)))  # noqa: S311  takes turns
