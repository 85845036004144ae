"""A broker or a store that is away at the start is waited for, in words."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.component.running import Running
from tests.ports import free_port

SCRIPT = str(Path(__file__).parents[3] / "deploy" / "kafka" / "kafka.py")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@contextlib.contextmanager
def ended(running: Running) -> Iterator[Running]:
    try:
        yield running
    finally:
        running.end()


@pytest.mark.slow
def test_a_broker_that_comes_late_is_waited_for(home: Path, tmp_path: Path) -> None:
    if shutil.which("java") is None and "CI" not in os.environ:
        pytest.skip("a real Kafka needs Java 17 and Maven")
    port = free_port()
    kafka = {"DIDEBAN_KAFKA_PORT": str(port), "DIDEBAN_VAR": str(tmp_path)}
    with ended(Running(home, "--broker", f"127.0.0.1:{port}")) as running:
        _, line = running.wait_for("the broker is away")
        assert "waiting" in line
        try:
            subprocess.run([sys.executable, SCRIPT, "start"], env=os.environ | kafka, check=True)
            running.wait_for("^All services are ready", 120)
        finally:
            subprocess.run([sys.executable, SCRIPT, "stop"], env=os.environ | kafka, check=True)


def test_a_store_that_is_away_is_said_and_waited_for(home: Path) -> None:
    port = free_port()
    store = f"postgresql+asyncpg://dideban@127.0.0.1:{port}/dideban"
    with ended(Running(home, "--store", store)) as running:
        _, line = running.wait_for("the store is away")
        assert "waiting" in line
        assert running.process.poll() is None
    told = "\n".join(line for _, line in running.lines)
    assert "Traceback" not in told
    assert running.process.returncode == 0
