"""`deploy/kafka/kafka.py` is run as a person runs it, on ports and a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from deploy_tools import DEPLOY, require

from tests.ports import free_port

pytestmark = pytest.mark.slow

SCRIPT = DEPLOY / "kafka" / "kafka.py"


@dataclass(frozen=True)
class Node:
    port: int
    environment: dict[str, str]

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def pid_file(self) -> Path:
        return Path(self.environment["DIDEBAN_VAR"]) / "kafka" / "kafka.pid"

    def run(self, command: str, **overrides: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(SCRIPT), command],
            env=self.environment | overrides,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    require("java", "openjdk-17-jre-headless")
    if not (DEPLOY / "kafka" / "target" / "resolved").is_file():
        require("mvn", "maven")
    port = free_port()
    node = Node(
        port,
        {
            **os.environ,
            "DIDEBAN_VAR": str(tmp_path_factory.mktemp("var")),
            "DIDEBAN_KAFKA_PORT": str(port),
            "DIDEBAN_KAFKA_CONTROLLER_PORT": str(free_port()),
        },
    )
    yield node
    node.run("stop")


@pytest.fixture
def running(node: Node) -> Node:
    started = node.run("start")
    assert started.returncode == 0, started.stderr
    return node


async def create_topic(address: str, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    finally:
        await admin.close()


async def send(address: str, topic: str, *values: str) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=address, acks="all", enable_idempotence=True)
    async with producer:
        for value in values:
            await producer.send_and_wait(topic, value.encode())


async def read(address: str, topic: str, count: int) -> list[str]:
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=address, group_id=f"readers-of-{topic}",
        auto_offset_reset="earliest", enable_auto_commit=False,
    )  # fmt: skip
    async with consumer:
        return [(await consumer.getone()).value.decode() for _ in range(count)]


async def test_what_is_produced_is_consumed_and_outlives_a_restart(running: Node) -> None:
    lines = [
        "صادرات گاز از مرز آستارا آغاز شد.",
        "Qaz nəqli bərpa olundu.",
        "Поезд дошёл до Решта.",
    ]
    await create_topic(running.address, "lines")
    await send(running.address, "lines", *lines)
    assert await read(running.address, "lines", 3) == lines
    assert running.run("stop").returncode == 0
    assert running.run("start").returncode == 0
    assert await read(running.address, "lines", 3) == lines


async def test_what_is_acknowledged_outlives_kill_9(running: Node) -> None:
    await create_topic(running.address, "killed")
    await send(running.address, "killed", "Boru hattı yeniden açıldı.")
    pid = int(running.pid_file.read_text())
    os.kill(pid, signal.SIGKILL)
    assert running.run("stop").returncode == 0
    assert running.run("start").returncode == 0
    assert int(running.pid_file.read_text()) != pid
    assert await read(running.address, "killed", 1) == ["Boru hattı yeniden açıldı."]


def test_status_tells_whether_the_node_runs(running: Node) -> None:
    assert running.run("status").returncode == 0
    assert running.run("stop").returncode == 0
    status = running.run("status")
    assert (status.returncode, status.stdout) == (3, "Kafka does not run.\n")


def test_a_second_start_leaves_the_running_node_alone(running: Node) -> None:
    pid = running.pid_file.read_text()
    again = running.run("start")
    assert "already runs" in again.stdout
    assert running.pid_file.read_text() == pid


def test_stop_returns_when_the_process_is_gone_and_its_port_free(running: Node) -> None:
    assert running.run("stop").stdout == "Kafka stopped.\n"
    assert not running.pid_file.exists()
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", running.port))


def test_stop_ends_no_process_that_is_not_its_own(node: Node) -> None:
    node.run("stop")
    node.pid_file.parent.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as bystander:
        node.pid_file.write_text(str(bystander.pid))
        assert node.run("stop").stdout == "Kafka does not run.\n"
        assert bystander.poll() is None
        bystander.communicate(b"\n")


def test_a_taken_port_is_named_with_how_to_choose_another(node: Node) -> None:
    node.run("stop")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = node.run("start", DIDEBAN_KAFKA_PORT=str(port))
    assert refused.returncode == 1
    assert f"Port {port} on 127.0.0.1 is taken" in refused.stderr
    assert "DIDEBAN_KAFKA_PORT=PORT" in refused.stderr


def test_a_taken_controller_port_names_its_own_variable(node: Node) -> None:
    node.run("stop")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = node.run("start", DIDEBAN_KAFKA_CONTROLLER_PORT=str(port))
    assert f"Port {port}" in refused.stderr
    assert "DIDEBAN_KAFKA_CONTROLLER_PORT=PORT" in refused.stderr


@pytest.mark.parametrize("port", ["0", "65536", "kafka", "-1", "۹۰۹۲x"])
def test_a_bad_port_names_variable_and_value_and_exits_2(node: Node, port: str) -> None:
    refused = node.run("start", DIDEBAN_KAFKA_PORT=port)
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"DIDEBAN_KAFKA_PORT={port}: a port is a number from 1")


def test_a_node_that_cannot_start_is_said_to_have_failed_and_leaves_nothing(node: Node) -> None:
    node.run("stop")
    refused = node.run("start", DIDEBAN_KAFKA_ADVERTISED="no-address")
    assert refused.returncode == 1
    assert "Kafka could not format its storage" in refused.stderr
    assert not node.pid_file.exists()
