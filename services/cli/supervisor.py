"""Runs the broker and every service, and starts again what dies."""

import asyncio
import contextlib
import json
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from schemas.topics import every_topic
from services.cli import embedded_broker
from services.cli.processes import Child, Command
from services.runtime.bus import create_topics
from services.runtime.lifecycle import EXIT_PORT_TAKEN, EXIT_SETTINGS
from services.runtime.settings import Common

SERVICES: Final = (
    "entities",
    "normalize",
    "gateway",
    "alerts",
    "langid",
    "stories",
    "delivery",
    "archive",
    "fetch",
    "monitor",
)
"""In the order of their start: those that take longest first."""

METRICS_PORT_OFFSET: Final = 10
END_SECONDS: Final = 7.0
BROKER_SECONDS: Final = 20.0
PATIENCE_SECONDS: Final = 30.0
BROKER_PAUSE_SECONDS: Final = 0.05
MEMORY_CHECK_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is run: common settings, the environment of the children, extra commands."""

    settings: Common
    environment: Mapping[str, str]
    port: int
    extra: tuple[Command, ...] = ()
    services: tuple[str, ...] = field(default=SERVICES)

    def metrics_port(self, service: str) -> int:
        """Return the port of a service's health and metrics."""
        return self.port + METRICS_PORT_OFFSET + self.services.index(service)


class StopRunning(Exception):  # noqa: N818  not a fault of ours: a sentence for the user
    """The system cannot run; the message says why, `code` is the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class Supervisor:
    """Starts everything of a plan and keeps it running until told to stop."""

    def __init__(self, plan: Plan, say: Callable[[str], None]) -> None:
        self._plan = plan
        self._say = say
        self._stopping = False
        self._failure: StopRunning | None = None
        self._broker_up = asyncio.Event()
        self._broker: Child | None = None
        if plan.settings.embedded:
            port = int(plan.settings.broker.rpartition(":")[2])
            home = plan.settings.home_path
            self._broker = Child(embedded_broker.command(home, port))
        self.services = {name: Child(self._service_command(name)) for name in plan.services}
        self._extra = [Child(command) for command in plan.extra]

    async def start(self) -> None:
        """Start the broker, make the topics, start the services."""
        if self._broker:
            await self._broker.start()
            await _until_answering(self._plan.settings.broker)
        await create_topics(self._plan.settings, every_topic())
        self._broker_up.set()
        for child in (*self._extra, *self.services.values()):
            await child.start()

    async def watch(self, stop: asyncio.Event) -> None:
        """Start again what ends, until `stop` is set.

        Raises:
            StopRunning: a service says that its settings or its port are of no use.
        """
        watched = [
            asyncio.create_task(self._keep(child, stop))
            for child in (*self._extra, *self.services.values())
        ]
        if self._broker:
            watched.append(asyncio.create_task(self._keep_broker(self._broker, stop)))
            watched.append(asyncio.create_task(self._bound_memory(self._broker, stop)))
        await stop.wait()
        for task in watched:
            task.cancel()
        await asyncio.gather(*watched, return_exceptions=True)
        if self._failure:
            raise self._failure

    async def end(self) -> None:
        """End every service, then the broker."""
        self._stopping = True
        children = [*self.services.values(), *self._extra]
        await asyncio.gather(*(_end(child) for child in children))
        if self._broker:
            await _end(self._broker)

    async def waiting_for(self) -> dict[str, str]:
        """Return what is not ready yet, by service, in words."""
        states = await asyncio.gather(
            *(
                asyncio.to_thread(_readiness, self._plan.metrics_port(name))
                for name in self.services
            )
        )
        return {name: state for name, state in zip(self.services, states, strict=True) if state}

    async def _keep(self, child: Child, stop: asyncio.Event) -> None:
        while True:
            code = await child.wait()
            if stop.is_set() or self._stopping:
                return
            if code in {EXIT_SETTINGS, EXIT_PORT_TAKEN}:
                self._failure = StopRunning(_plain(child.last_line()), code)
                stop.set()
                return
            if self._broker_up.is_set():
                self._say(f"{child.command.name} ended ({_code(code)}); starting it again")
            await self._broker_up.wait()
            await child.restart()

    async def _keep_broker(self, broker: Child, stop: asyncio.Event) -> None:
        while True:
            code = await broker.wait()
            if stop.is_set() or self._stopping:
                return
            self._say(
                f"the embedded broker ended ({_code(code)}); starting it again, "
                "and sending again what was not done"
            )
            self._broker_up.clear()
            await self._kill_services()
            await broker.restart()
            await _until_answering(self._plan.settings.broker)
            await create_topics(self._plan.settings, every_topic())
            self._broker_up.set()

    async def _kill_services(self) -> None:
        # Offsets of the lost broker must not be used, and a new one acknowledges, and forgets,
        # what it is sent before its topics are made.
        for child in self.services.values():
            child.signal(signal.SIGKILL)
        await asyncio.gather(*(child.wait() for child in self.services.values()))

    async def _bound_memory(self, broker: Child, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await asyncio.sleep(MEMORY_CHECK_SECONDS)
            held = embedded_broker.resident_bytes(broker.process_id or 0)
            if held > embedded_broker.MEMORY_LIMIT_BYTES:
                self._say(f"the embedded broker holds {held // 1_000_000} MB")
                broker.signal(signal.SIGTERM)

    def _service_command(self, name: str) -> Command:
        environment = {
            **self._plan.environment,
            "DIDEBAN_METRICS_PORT": str(self._plan.metrics_port(name)),
            "DIDEBAN_SUPERVISED": "true",
        }
        return Command(
            name=name,
            arguments=[sys.executable, "-m", f"services.{name}"],
            environment=environment,
            log_file=_log_file(self._plan.settings, name),
        )


def _log_file(settings: Common, name: str) -> Path:
    return settings.home_path / "logs" / f"{name}.log"


async def _end(child: Child) -> None:
    if child.process_id is not None:
        await child.end(END_SECONDS)


async def _until_answering(broker: str) -> None:
    host, _, port = broker.rpartition(":")
    for _ in range(int(BROKER_SECONDS / BROKER_PAUSE_SECONDS)):
        try:
            _, writer = await asyncio.open_connection(host, int(port))
        except OSError:
            await asyncio.sleep(BROKER_PAUSE_SECONDS)
        else:
            writer.close()
            return
    raise StopRunning(f"the embedded broker does not answer at {broker}; see logs/broker.log", 1)


def _readiness(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            answer.read()
    except urllib.error.HTTPError as error:
        with contextlib.suppress(ValueError):
            return "; ".join(json.loads(error.read())["waiting_for"].values())
        return f"answers {error.code}"
    except OSError:
        return "starting"
    return ""


def _code(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _plain(line: str) -> str:
    try:
        fact = json.loads(line)
    except ValueError:
        return line
    return "; ".join(str(fact[key]) for key in ("event", "error", "mend") if key in fact)


async def until_ready(
    supervisor: Supervisor, stop: asyncio.Event, say: Callable[[str], None]
) -> float:
    """Return the seconds until every service was ready; says now and then what is missing."""
    started = time.monotonic()
    told = started
    while not stop.is_set():
        missing = await supervisor.waiting_for()
        if not missing:
            break
        if time.monotonic() - told > PATIENCE_SECONDS:
            told = time.monotonic()
            say("still waiting for " + "; ".join(f"{n}: {why}" for n, why in missing.items()))
        await asyncio.sleep(0.25)
    return time.monotonic() - started
