"""Bringing the store's tables to the newest revision."""

from importlib import resources
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from services.store.engine import Store

LOCK_NUMBER: Final = 7_106_281
"""Any number of our own: two processes that migrate one PostgreSQL take turns on it."""


async def migrate(store: Store) -> None:
    """Create or update every table; raises AwayError where the store cannot be reached."""
    async with store.begin() as connection:
        if not store.sqlite:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK_NUMBER})"))
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    folder = resources.files("services.store") / "migrations"
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
