#!/usr/bin/env python3
"""Starts and stops one Apache Kafka node on loopback, for development and for the tests.

    kafka.py start | stop | status

Needs Java 17 and Maven (for the first start). Settings come from the environment:

    DIDEBAN_KAFKA_PORT             9092; clients connect to 127.0.0.1 on it
    DIDEBAN_KAFKA_CONTROLLER_PORT  the port after that one
    DIDEBAN_KAFKA_ADVERTISED       the address told to clients, if a proxy stands before the broker
    DIDEBAN_KAFKA_HEAP             384m
    DIDEBAN_VAR                    ./var; data, log and pid file are kept in its folder `kafka`
"""

import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Final

from node_settings import HOST, SettingError, Settings, read_settings

HERE: Final = Path(__file__).resolve().parent
POM: Final = HERE / "pom.xml"
JARS: Final = HERE / "target" / "lib"
RESOLVED: Final = HERE / "target" / "resolved"  # written last: a broken download is not reused
CLUSTER_ID: Final = "ZGlkZWJhbi1rYWZrYS0wMQ"  # any 16 bytes in base64; one node needs no other
READY_SECONDS: Final = 60.0  # measured: about 3 s on two idle cores
STOP_SECONDS: Final = 30.0
POLL_SECONDS: Final = 0.1
LET_GO_SECONDS: Final = 15.0
METADATA_API: Final = 3
METADATA_VERSION: Final = 1
NOT_RUNNING: Final = 3  # the exit code that init scripts use for it
BAD_SETTING: Final = 2


class KafkaError(Exception):
    """Kafka could not be started or stopped; the message says what to do about it."""


def start(settings: Settings) -> None:
    """Start the node unless it runs, and return when it answers a metadata request.

    Raises:
        KafkaError: a tool is missing, a port is taken, or the node ended or never got ready.
    """
    if running_pid(settings) is not None:
        _await_ready(settings, lambda: running_pid(settings) is not None)
        print(f"Kafka already runs on {HOST}:{settings.port}.")
        return
    # A node that was killed a moment ago may not have let go of its ports yet.
    patience = LET_GO_SECONDS if settings.pid_file.exists() else 0.0
    _require_free(settings.port, "DIDEBAN_KAFKA_PORT", patience)
    _require_free(settings.controller_port, "DIDEBAN_KAFKA_CONTROLLER_PORT", patience)
    _resolve_jars()
    settings.home.mkdir(parents=True, exist_ok=True)
    settings.properties.write_text(_properties(settings), encoding="utf-8")
    storage = ["format", "--ignore-formatted", "-t", CLUSTER_ID, "-c", str(settings.properties)]
    _run([*_java(settings), "kafka.tools.StorageTool", *storage], "format its storage")
    node = _spawn(settings)
    try:
        _await_ready(settings, lambda: node.poll() is None)
    except KafkaError:
        node.kill()
        node.wait()
        settings.pid_file.unlink()
        raise
    print(f"Kafka runs on {HOST}:{settings.port}; log: {settings.log_file}")


def stop(settings: Settings) -> None:
    """End the node that `start` began, and no other process; return when it is gone."""
    pid = running_pid(settings)
    if pid is None:
        print("Kafka does not run.")
    else:
        os.kill(pid, signal.SIGTERM)
        if not _wait(lambda: running_pid(settings) is None, STOP_SECONDS):
            print(f"Kafka did not end within {STOP_SECONDS:.0f} s; it is killed.", file=sys.stderr)
            os.kill(pid, signal.SIGKILL)
            _wait(lambda: running_pid(settings) is None, STOP_SECONDS)
        print("Kafka stopped.")
    settings.pid_file.unlink(missing_ok=True)


def running_pid(settings: Settings) -> int | None:
    """Return the id of the node's process, or null if the pid file is absent or of the past."""
    try:
        pid = int(settings.pid_file.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None
    # A process id is given again after a while: only one that carries our file name is ours.
    return pid if str(settings.properties) in _command_line(pid) else None


def answers(port: int, timeout_seconds: float = 2.0) -> bool:
    """Return whether the broker on `port` answers a metadata request with itself as a member."""
    client = b"kafka.py"
    request = struct.pack(">hhih", METADATA_API, METADATA_VERSION, 1, len(client)) + client
    request += struct.pack(">i", 0)  # no topics: brokers only
    try:
        with socket.create_connection((HOST, port), timeout_seconds) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            stream = connection.makefile("rb")
            (length,) = struct.unpack(">i", stream.read(4))
            _correlation, brokers = struct.unpack(">ii", stream.read(length)[:8])
    except (OSError, struct.error):
        return False
    return bool(brokers > 0)


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return ""
    command = ["/bin/ps", "-p", str(pid), "-o", "args="]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603


def _require_free(port: int, variable: str, patience_seconds: float) -> None:
    if not _wait(lambda: _is_free(port), patience_seconds):
        raise KafkaError(
            f"Port {port} on {HOST} is taken. "
            f"Choose another with {variable}=PORT, or stop what listens there."
        )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _resolve_jars() -> None:
    wanted = POM.read_text(encoding="utf-8")
    if RESOLVED.is_file() and RESOLVED.read_text(encoding="utf-8") == wanted:
        return
    shutil.rmtree(JARS, ignore_errors=True)  # jars of an older version must not stay beside new
    maven = shutil.which("mvn")
    if maven is None:
        raise KafkaError("Maven is missing (Debian: apt install maven); it fetches Kafka's jars.")
    command = [maven, "--batch-mode", "--quiet", "--strict-checksums", "-f", str(POM), "package"]
    _run(command, "fetch its jars")
    RESOLVED.write_text(wanted, encoding="utf-8")


def _properties(settings: Settings) -> str:
    template = Template((HERE / "server.properties").read_text(encoding="utf-8"))
    return template.substitute(
        port=settings.port,
        controller_port=settings.controller_port,
        advertised=settings.advertised,
        data_dir=settings.data_dir,
    )


def _java(settings: Settings) -> list[str]:
    java = shutil.which("java")
    if java is None:
        raise KafkaError("Java is missing (Debian: apt install openjdk-17-jre-headless).")
    return [
        java,
        f"-Xms{settings.heap}",
        f"-Xmx{settings.heap}",
        "-XX:+ExitOnOutOfMemoryError",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
        "-cp",
        f"{JARS}/*",
    ]


def _run(command: list[str], purpose: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise KafkaError(f"Kafka could not {purpose}:\n{done.stdout}{done.stderr}".rstrip())


def _spawn(settings: Settings) -> subprocess.Popen[bytes]:
    with settings.log_file.open("ab") as log:
        node = subprocess.Popen(  # noqa: S603
            [*_java(settings), "kafka.Kafka", str(settings.properties)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C in the terminal that started it must not end it
        )
    settings.pid_file.write_text(str(node.pid), encoding="ascii")
    return node


def _await_ready(settings: Settings, alive: Callable[[], bool]) -> None:
    if not _wait(lambda: answers(settings.port) or not alive(), READY_SECONDS):
        raise KafkaError(f"Kafka is not ready after {READY_SECONDS:.0f} s; {_last(settings)}")
    if not alive():
        raise KafkaError(f"Kafka ended while it started; {_last(settings)}")


def _last(settings: Settings) -> str:
    lines = settings.log_file.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
    return "\n".join([f"the end of {settings.log_file}:", *lines])


def _wait(condition: Callable[[], bool], limit_seconds: float) -> bool:
    deadline = time.monotonic() + limit_seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def main(arguments: list[str]) -> int:
    """Do what the one argument says and return the exit code."""
    try:
        settings = read_settings(os.environ)
        match arguments:
            case ["start"]:
                start(settings)
            case ["stop"]:
                stop(settings)
            case ["status"]:
                pid = running_pid(settings)
                if pid is None or not answers(settings.port):
                    print("Kafka does not run." if pid is None else "Kafka is not ready.")
                    return NOT_RUNNING
                print(f"Kafka runs on {HOST}:{settings.port}, process {pid}.")
            case _:
                print(__doc__, file=sys.stderr)
                return BAD_SETTING
    except SettingError as error:
        print(error, file=sys.stderr)
        return BAD_SETTING
    except KafkaError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
