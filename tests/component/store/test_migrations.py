"""The migrations make the tables that the code names, once, whoever comes first."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from services.store.engine import Store
from services.store.migrate import migrate
from services.store.tables import METADATA, WORDS_TABLE


def described(name: str | None, kind: str, _: object) -> bool:
    """Tell whether a table is one that the code can describe."""
    return not (kind == "table" and str(name).startswith(WORDS_TABLE))


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"include_name": described})
    return list(compare_metadata(context, METADATA))


async def test_the_migrations_make_the_tables_of_the_code(store: Store) -> None:
    async with store.begin() as connection:
        assert await connection.run_sync(differences) == []


async def test_services_that_start_together_migrate_once(store: Store) -> None:
    await asyncio.gather(*(migrate(store) for _ in range(4)))
    async with store.begin() as connection:
        assert await connection.run_sync(differences) == []
