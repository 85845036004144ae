"""The migrations make the tables that the code names, once, whoever comes first."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from services.store.engine import Store
from services.store.migrate import migrate, newest, revision
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


async def test_the_newest_migration_is_the_one_that_alembic_ends_with(store: Store) -> None:
    config = Config()
    config.set_main_option("script_location", "services/store/migrations")
    assert newest() == ScriptDirectory.from_config(config).get_current_head()
    async with store.begin() as connection:
        assert await connection.run_sync(revision) == newest()


async def test_a_store_of_an_older_version_gets_what_it_lacks(store: Store) -> None:
    async with store.begin() as connection:
        await connection.execute(text("DROP INDEX ix_ledger_subscription_id_ended_at"))
        await connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    await migrate(store)
    async with store.begin() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(revision) == newest()
