"""The whole system as a child process: started fresh, asked, killed in parts, ended."""

import asyncio
import os
import re
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp

from benchmarks.harness.processes import family, name_of
from services.cli.supervisor import METRICS_PORT_OFFSET, SERVICES
from services.store.engine import Store

ROOT: Final = Path(__file__).resolve().parents[2]
PORTS: Final = range(8900, 9800, 30)
READY_SECONDS: Final = 120.0
LOOK_SECONDS: Final = 0.1
STAGES: Final = ("langid", "normalize", "entities", "stories", "alerts", "delivery", "archive")
"""The services that read records, in the order of the flow."""

_SAMPLE: Final = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")


class System:
    """A running `dideban run`; `broker` is the address of its Kafka, None for the embedded one."""

    def __init__(
        self, process: asyncio.subprocess.Process, port: int, home: Path, broker: str | None
    ) -> None:
        self._process = process
        self.broker = broker
        self._web: aiohttp.ClientSession | None = None
        self.port = port
        self.home = home

    @property
    def process_id(self) -> int:
        """The id of `dideban run` itself."""
        return self._process.pid

    @property
    def services(self) -> dict[str, int]:
        """The ids of the processes that run now, by name (`broker` for the embedded one)."""
        return {name_of(process_id): process_id for process_id in family(self.process_id)}

    def kill(self, name: str) -> int:
        """Kill a service with -9 and return the id it had; raises KeyError if it does not run."""
        process_id = self.services[name]
        os.kill(process_id, signal.SIGKILL)
        return process_id

    async def ready(self, name: str) -> bool:
        """Return whether the service says that it is ready."""
        return await self._get(name, "/readyz") is not None

    async def until_ready(self, names: Iterable[str] = SERVICES) -> float:
        """Return the seconds it took until all were ready.

        Raises:
            TimeoutError: one was not; the message names it.
        """
        started = time.monotonic()
        for name in names:
            while not await self.ready(name):
                if self._process.returncode is not None:
                    raise RuntimeError(f"dideban run ended: {self.log()}")
                if time.monotonic() - started > READY_SECONDS:
                    raise TimeoutError(f"{name} is not ready: {self.log()}")
                await asyncio.sleep(LOOK_SECONDS)
        return time.monotonic() - started

    async def metrics(self, name: str) -> dict[tuple[str, str], float]:
        """Return a service's samples by (name, labels); empty while it does not answer."""
        text = await self._get(name, "/metrics") or ""
        matches = (_SAMPLE.match(line) for line in text.splitlines() if line[:1] != "#")
        return {(m[1], m[2] or ""): float(m[3]) for m in matches if m}

    async def _get(self, name: str, path: str) -> str | None:
        if self._web is None:
            self._web = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))
        port = self.port + METRICS_PORT_OFFSET + SERVICES.index(name)
        try:
            async with self._web.get(f"http://127.0.0.1:{port}{path}") as answer:
                return await answer.text() if answer.ok else None
        except (aiohttp.ClientError, OSError, TimeoutError):
            return None

    async def command(self, *words: str) -> str:
        """Run a `dideban` command beside the system and return what it printed.

        Raises:
            RuntimeError: it failed; the message has what it said.
        """
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "services.cli", *words),
            cwd=ROOT,
            env={**os.environ, "DIDEBAN_HOME": str(self.home)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, errors = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"dideban {' '.join(words)}: {errors.decode()}")
        return out.decode()

    async def subscribed(self, query: str, webhook: str) -> None:
        """Subscribe the query, and return when the alerts service knows it."""
        await self.command("subscribe", query, "--name", "Measured", "--webhook", webhook)
        while True:
            known = (await self.metrics("alerts")).get(("dideban_subscriptions", ""), 0)
            if known >= 1:
                return
            await asyncio.sleep(LOOK_SECONDS)

    def store(self) -> Store:
        """Return the system's store, to look into."""
        return Store.at(f"sqlite+aiosqlite:///{self.home / 'dideban.sqlite'}")

    def log(self) -> str:
        """Return the end of what `dideban run` printed."""
        text = (self.home / "run.txt").read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-20:])

    async def end(self) -> float:
        """End the system and return the seconds that took."""
        if self._web is not None:
            await self._web.close()
        started = time.monotonic()
        if self._process.returncode is None:
            self._process.terminate()
        await self._process.wait()
        return time.monotonic() - started


@asynccontextmanager
async def running(
    home: Path, *, broker: str | None = None, allow: Iterable[str] = ()
) -> AsyncIterator[System]:
    """Give a system that is ready, without sources, that may post to the addresses of `allow`."""
    home.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240  before anything runs
    port = free_ports()
    words = ["run", "--port", str(port), *(["--broker", broker] if broker else [])]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIDEBAN_")}
    environment = {"DIDEBAN_HOME": str(home), "DIDEBAN_HTTP_ALLOW": ",".join(allow)}
    if broker:
        environment["DIDEBAN_PARTITIONS"] = "4"
    with (home / "run.txt").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "services.cli", *words),
            cwd=ROOT,
            env={**kept, **environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    system = System(process, port, home, broker)
    try:
        await system.until_ready()
        yield system
    finally:
        await system.end()


def free_ports() -> int:
    """Return a port such that it and those that `dideban run` takes behind it are free."""
    for first in PORTS:
        if all(_free(port) for port in range(first, first + METRICS_PORT_OFFSET + len(SERVICES))):
            return first
    raise RuntimeError(f"no free ports from {PORTS.start} to {PORTS.stop}")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
