"""One child process: started, watched, started again, ended."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

FIRST_RESTART_SECONDS: Final = 0.5
LAST_RESTART_SECONDS: Final = 30.0
STEADY_SECONDS: Final = 60.0
KEPT_LOG_BYTES: Final = 20_000_000
PR_SET_PDEATHSIG: Final = 1
"""Linux prctl(2): the signal a process gets when its parent dies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What to run, with which environment, and where its output goes."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log_file: Path
    dies_with_parent: bool = False


class Child:
    """A running command; `restarts` counts how often it had to be started again."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.restarts = 0
        self._process: asyncio.subprocess.Process | None = None
        self._pause_seconds = FIRST_RESTART_SECONDS
        self._started = 0.0

    @property
    def process_id(self) -> int | None:
        """The id of the running process, or None."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Start the process; its input stays open as long as we live."""
        self._started = time.monotonic()
        with _opened(self.command.log_file) as log:
            self._process = await asyncio.create_subprocess_exec(
                *self.command.arguments,
                env=dict(self.command.environment),
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent if self.command.dies_with_parent else None,
            )

    async def wait(self) -> int:
        """Return the exit code when the process has ended."""
        if self._process is None:
            raise RuntimeError(f"{self.command.name} was not started")
        return await self._process.wait()

    async def restart(self) -> None:
        """Start it again after a pause, longer each time it fails soon."""
        if time.monotonic() - self._started > STEADY_SECONDS:
            self._pause_seconds = FIRST_RESTART_SECONDS
        await asyncio.sleep(self._pause_seconds)
        self._pause_seconds = min(self._pause_seconds * 2, LAST_RESTART_SECONDS)
        self.restarts += 1
        await self.start()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, if the process is still there."""
        if self._process and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def end(self, within_seconds: float) -> None:
        """Ask the process to end, and kill it if it does not in time."""
        self.signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.wait(), within_seconds)
        except TimeoutError:
            self.signal(signal.SIGKILL)
            await self.wait()

    def last_line(self) -> str:
        """Return the last line the process wrote."""
        try:
            lines = self.command.log_file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError as error:
            return f"(its log cannot be read: {error})"
        return lines[-1] if lines else "(it wrote nothing)"


def _opened(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > KEPT_LOG_BYTES:
        path.replace(path.with_suffix(".1.log"))
    return path.open("ab")


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:
            os._exit(1)
