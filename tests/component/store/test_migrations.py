"""The migrations make the tables that the code names, once, whoever comes first."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from services.store.engine import Store
from services.store.migrate import migrate
from services.store.tables import METADATA


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), METADATA))


async def test_the_migrations_make_the_tables_of_the_code(store: Store) -> None:
    async with store.begin() as connection:
        assert await connection.run_sync(differences) == []


async def test_services_that_start_together_migrate_once(store: Store) -> None:
    await asyncio.gather(*(migrate(store) for _ in range(4)))
    async with store.begin() as connection:
        assert await connection.run_sync(differences) == []
