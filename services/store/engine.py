"""Opening the store; saying that it is away in one way for both databases."""

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import (
    DBAPIError,
    DisconnectionError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from services.runtime.outcomes import AwayError
from services.runtime.settings import Common
from services.store.sqlite_writing import (
    BUSY_SECONDS,
    begin_writing,
    never_block,
    writing_engine,
)

IDLE_SECONDS: Final = 1.0
"""A connection that rested longer may have been closed by the server; a busy one shows it."""


class Store:
    """A pool of connections; `begin` is the only way to one."""

    def __init__(self, engine: AsyncEngine, reading: AsyncEngine | None = None) -> None:
        self._engine = engine
        self._reading = reading or engine

    @classmethod
    def of(cls, settings: Common) -> Self:
        """Return the store that the settings name; nothing is opened yet."""
        return cls.at(settings.store_url, settings.store_password)

    @classmethod
    def at(cls, url: str, password: str = "") -> Self:
        """Return the store at a SQLAlchemy URL."""
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            Path(parsed.database or ".").parent.mkdir(parents=True, exist_ok=True)
            return cls(*_sqlite_engines(parsed))
        if password:
            parsed = parsed.set(password=password)
        return cls(_server_engine(parsed))

    @property
    def sqlite(self) -> bool:
        """Whether the store is SQLite."""
        return self._engine.dialect.name == "sqlite"

    @property
    def file(self) -> str | None:
        """The file of a SQLite store."""
        return self._engine.url.database if self.sqlite else None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._engine.dispose()
        await self._reading.dispose()

    @asynccontextmanager
    async def begin(self, *, reading: bool = False) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction, committed at the end and rolled back on error.

        A `reading` one takes no write lock on SQLite, so it never waits for a writer.

        Raises:
            AwayError: the database cannot be reached, is locked, or has no tables yet.
        """
        try:
            async with (self._reading if reading else self._engine).begin() as connection:
                yield connection
        except (OperationalError, InterfaceError, sqlite3.OperationalError, OSError) as error:
            raise AwayError(f"the store is away: {_sentence(error)}") from error
        except ProgrammingError as error:
            if "does not exist" in str(error) or "UndefinedTable" in str(error):
                raise AwayError("the store has no tables yet") from error
            raise
        except DBAPIError as error:
            if error.connection_invalidated:
                raise AwayError(f"the store is away: {_sentence(error)}") from error
            raise


def _sentence(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _server_engine(url: URL) -> AsyncEngine:
    """Return the engine of a database server, whose idle connections are tried before use.

    SQLAlchemy's own `pool_pre_ping` tries each: three round trips before every transaction.
    """
    engine = create_async_engine(url, pool_size=4)

    def returned(_: object, record: ConnectionPoolEntry) -> None:
        record.info["returned"] = time.monotonic()

    def wanted(connection: Any, record: ConnectionPoolEntry, _: object) -> None:  # noqa: ANN401  the driver's own
        idle = time.monotonic() - record.info.get("returned", time.monotonic())
        if idle < IDLE_SECONDS:
            return
        dialect = engine.sync_engine.dialect
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool connects anew

    event.listen(engine.sync_engine, "checkin", returned)
    event.listen(engine.sync_engine, "checkout", wanted)
    return engine


def _sqlite_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """Return the engines to write and to read with."""
    writing = writing_engine(url)
    reading = create_async_engine(
        url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None}
    )
    for engine, begin in ((writing, begin_writing), (reading, _begin_reading)):
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", begin)
    event.listen(writing.sync_engine, "connect", never_block)
    return writing, reading


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401  the driver's own
    cursor: sqlite3.Cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={round(BUSY_SECONDS * 1000)}",  # the first to set the mode has others wait
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
