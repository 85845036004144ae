"""Opening the store; saying that it is away in one way for both databases."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from sqlalchemy import event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from services.runtime.outcomes import AwayError
from services.runtime.settings import Common

BUSY_SECONDS: Final = 30.0


class Store:
    """A pool of connections; `begin` is the only way to one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

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
            engine = create_async_engine(
                parsed, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None}
            )
            event.listen(engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(engine.sync_engine, "begin", _begin)
        else:
            if password:
                parsed = parsed.set(password=password)
            engine = create_async_engine(parsed, pool_size=4, pool_pre_ping=True)
        return cls(engine)

    @property
    def sqlite(self) -> bool:
        """Whether the store is SQLite."""
        return self._engine.dialect.name == "sqlite"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def begin(self, *, reading: bool = False) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction, committed at the end and rolled back on error.

        A `reading` one takes no write lock on SQLite, so it never waits for a writer.

        Raises:
            AwayError: the database cannot be reached, is locked, or has no tables yet.
        """
        try:
            engine = self._engine.execution_options(reading=reading)
            async with engine.begin() as connection:
                yield connection
        except (OperationalError, InterfaceError, OSError) as error:
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


def _prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401  the driver's own
    cursor: sqlite3.Cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:  # noqa: ANN401  SQLAlchemy's own
    # A transaction that starts by reading and then writes would fail with "locked" at once,
    # whatever the busy time-out; so each takes the write lock when it begins.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
