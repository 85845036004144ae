"""The migrations make the tables that the code names, once, whoever comes first."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, insert, table

from schemas.articles import StoryRef
from services.store.engine import Store
from services.store.migrate import migrate, newest, revision
from services.store.placing import placed
from services.store.tables import METADATA, WORDS_TABLE, Moment
from tests.component.store.test_story_placing import RUSSIAN, START, TURKISH
from tests.conftest import fresh_schema, stores_to_test


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


@pytest.fixture(params=stores_to_test())
async def older(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """A store as it was before its keys were integers."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'old.sqlite'}"
    if request.param == "postgresql":
        url = await fresh_schema(os.environ["DIDEBAN_TEST_POSTGRES"])
    config = Config()
    config.set_main_option("script_location", "services/store/migrations")
    async with Store.at(url) as store:
        async with store.begin() as connection:
            config.attributes["connection"] = connection.sync_connection
            await connection.run_sync(lambda _: command.upgrade(config, "0006"))
        yield store


async def test_a_store_of_an_older_version_gets_what_it_lacks(older: Store) -> None:
    await migrate(older)
    async with older.begin() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(revision) == newest()


async def test_articles_meet_those_that_were_placed_before_the_keys_were_integers(
    older: Store,
) -> None:
    hexadecimal = [f"{key % 2**64:016x}" for key in RUSSIAN.keys]
    place = {"story_id": "s", "article_id": "ru", "revision": "1", "seen_at": START}
    async with older.begin() as connection:
        for name, rows in (
            ("stories", [{"story_id": "s", "opened_at": START, "language": "ru"}]),
            ("story_articles", [place | _member_of_old()]),
            ("story_bands", [place | {"band": each} for each in hexadecimal]),
        ):
            columns = (column(each, Moment if each.endswith("_at") else None) for each in rows[0])
            await connection.execute(insert(table(name, *columns)), rows)
    await migrate(older)
    async with older.begin() as connection:
        given = await placed(connection, TURKISH, START)
    assert (given.story_id, given.role) == ("s", "translation")


def _member_of_old() -> dict[str, object]:
    fingerprint = msgspec.to_builtins(RUSSIAN, builtin_types=(bytes,)) | {
        "version": 2,
        "bands": ["8f" * 8],
        "keys": [],
    }
    return {
        "source": "ru.example",
        "role": "first",
        "exact": RUSSIAN.exact,
        "fingerprint": msgspec.msgpack.encode(fingerprint),
        "reference": msgspec.json.encode(StoryRef(story_id="s", role="first")),
    }
