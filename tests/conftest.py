"""What every test may ask for: a real broker, a fresh store, free ports."""

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from services.cli import embedded_broker
from services.runtime.settings import Common
from services.store.engine import Store
from services.store.migrate import migrate
from tests.ports import free_port


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def start_broker(home: Path, port: int) -> subprocess.Popen[bytes]:
    command = embedded_broker.command(home, port)
    process = subprocess.Popen(
        command.arguments, env=dict(command.environment), stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 20
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the embedded broker does not start on port {port}")
    return process


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The settings (as environment) of a running broker: Kafka if DIDEBAN_TEST_KAFKA names one."""
    if address := os.environ.get("DIDEBAN_TEST_KAFKA"):
        yield {"DIDEBAN_BROKER": address, "DIDEBAN_BROKER_KIND": "kafka", "DIDEBAN_PARTITIONS": "4"}
        return
    port = free_port()
    process = start_broker(tmp_path_factory.mktemp("broker"), port)
    yield {
        "DIDEBAN_BROKER": f"127.0.0.1:{port}",
        "DIDEBAN_BROKER_KIND": "embedded",
        "DIDEBAN_PARTITIONS": "4",
    }
    process.terminate()
    process.wait(10)


@pytest.fixture
def settings(broker: dict[str, str], tmp_path: Path) -> Common:
    return Common(
        home=str(tmp_path / "home"),
        broker=broker["DIDEBAN_BROKER"],
        broker_kind="kafka" if broker["DIDEBAN_BROKER_KIND"] == "kafka" else "embedded",
        partitions=int(broker["DIDEBAN_PARTITIONS"]),
    )


def stores_to_test() -> list[str]:
    """Return the kinds of store that tests run on: SQLite, and PostgreSQL where one is named."""
    return ["sqlite", *(["postgresql"] if os.environ.get("DIDEBAN_TEST_POSTGRES") else [])]


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with its tables, made once: a copy is quicker than the migrations."""
    path = tmp_path_factory.mktemp("empty") / "dideban.sqlite"

    async def make() -> None:
        async with Store.at(f"sqlite+aiosqlite:///{path}") as opened:
            await migrate(opened)

    asyncio.run(make())
    return path


@pytest.fixture(params=stores_to_test())
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, empty_store: Path
) -> AsyncIterator[Store]:
    """An empty store with its tables, on SQLite and, where one is named, on PostgreSQL."""
    if request.param == "postgresql":
        url = await fresh_schema(os.environ["DIDEBAN_TEST_POSTGRES"])
    else:
        url = f"sqlite+aiosqlite:///{shutil.copy(empty_store, tmp_path / 'store.sqlite')}"
    async with Store.at(url) as opened:
        await migrate(opened)
        yield opened


async def fresh_schema(url: str) -> str:
    """Empty the public schema of a PostgreSQL database, and return its address."""
    from sqlalchemy import text  # noqa: PLC0415  only where PostgreSQL is tested
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415

    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
    await asyncio.sleep(0)
    return url
