"""A real Kafka of our own on loopback, which can be killed and started again."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from benchmarks.harness.system import ROOT, free_ports

SCRIPT: Final = ROOT / "deploy" / "kafka" / "kafka.py"


class Kafka:
    """One node; what it was told is on its disk, and there again after a kill."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port

    @property
    def address(self) -> str:
        """Host and port for clients."""
        return f"127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Return when the node answers."""
        await self._tell("start")

    async def stop(self) -> None:
        """Return when the node has ended."""
        await self._tell("stop")

    def kill(self) -> None:
        """Kill the node with -9."""
        pid = int((self._folder / "kafka" / "kafka.pid").read_text(encoding="ascii"))
        os.kill(pid, signal.SIGKILL)

    async def _tell(self, word: str) -> None:
        environment = {"DIDEBAN_KAFKA_PORT": str(self._port), "DIDEBAN_VAR": str(self._folder)}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(SCRIPT), word), env={**os.environ, **environment}
        )
        if await process.wait():
            raise RuntimeError(f"kafka.py {word} ended with code {process.returncode}")


@asynccontextmanager
async def kafka(folder: Path) -> AsyncIterator[Kafka]:
    """Give a node that answers, its files in `folder`."""
    node = Kafka(folder, free_ports() + 25)
    await node.start()
    try:
        yield node
    finally:
        await node.stop()
