"""Bringing the store's tables to the newest revision."""

from importlib import resources
from typing import Final

from sqlalchemy import Connection, inspect, text

from services.store.engine import Store

LOCK_NUMBER: Final = 7_106_281
"""Any number of our own: two processes that migrate one PostgreSQL take turns on it."""

_MIGRATIONS: Final = resources.files("services.store") / "migrations"


async def migrate(store: Store) -> None:
    """Create or update every table; raises AwayError where the store cannot be reached."""
    async with store.begin() as connection:
        if not store.sqlite:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK_NUMBER})"))
        if await connection.run_sync(revision) != newest():
            await connection.run_sync(_upgrade)


def newest() -> str:
    """Return the number of the last migration; their files are named by their numbers."""
    names = (each.name for each in (_MIGRATIONS / "versions").iterdir())
    return max(name.partition("_")[0] for name in names if name[:1].isdigit())


def revision(connection: Connection) -> str | None:
    """Return the number of the last migration that a store has had; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  a quarter second that most starts need not spend
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
