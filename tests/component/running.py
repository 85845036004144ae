"""A whole running system as a child process, for tests that look at it as its users do."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.ports import free_port


def settings(**given: str) -> dict[str, str]:
    """Return the environment without any setting of Dideban but the given ones."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIDEBAN")}
    return {**kept, **given}


class Running:
    """`dideban run …` in a home of its own; its lines are read as they come."""

    def __init__(self, home: Path, *arguments: str, **environment: str) -> None:
        self.home = home
        self.port = free_port()
        self.lines: list[tuple[float, str]] = []
        self._grown = threading.Condition()
        self.environment = settings(DIDEBAN_HOME=str(home), **environment)
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "services.cli", "run", "--port", str(self.port), *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        if self.process.stdout is None:
            return
        for line in self.process.stdout:
            with self._grown:
                self.lines.append((time.monotonic() - self.started, line.rstrip("\n")))
                self._grown.notify_all()
        with self._grown:
            self._grown.notify_all()

    def wait_for(self, pattern: str, seconds: float = 60) -> tuple[float, str]:
        """Return the first line that matches, with its time since the start in seconds."""
        deadline = time.monotonic() + seconds
        with self._grown:
            while True:
                for moment, line in self.lines:
                    if re.search(pattern, line):
                        return moment, line
                left = deadline - time.monotonic()
                if left <= 0 or (self.process.poll() is not None and not self._reader.is_alive()):
                    told = "\n".join(line for _, line in self.lines)
                    raise AssertionError(f"no line matches {pattern!r} in:\n{told}")
                self._grown.wait(min(left, 1))

    def command(self, *arguments: str, **options: str) -> subprocess.CompletedProcess[str]:
        """Run another `dideban` command beside the system."""
        return subprocess.run(
            [sys.executable, "-m", "services.cli", *arguments],
            env=self.environment | options,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def end(self) -> tuple[int, float]:
        """Press Ctrl-C; return the exit code and how many seconds the end took."""
        asked = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        self._reader.join(5)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code, time.monotonic() - asked
