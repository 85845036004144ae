"""The gateway as a process of its own, and a reader of its live stream."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import httpx

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "correct horse battery"


class Process:
    """A running gateway; its log lines are read as they come."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._came = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(
        cls, home: Path, environ: Mapping[str, str], module: str = "services.gateway"
    ) -> Self:
        """Start it, or another service; port 0 takes a free one."""
        variables = {
            **os.environ,
            "DIDEBAN_GATEWAY_PORT": "0",
            **environ,
            "DIDEBAN_HOME": str(home),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, env=variables, stderr=asyncio.subprocess.PIPE
        )
        return cls(process)

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            async with self._came:
                self.lines.append(line.decode())
                self._came.notify_all()
        async with self._came:
            self._came.notify_all()

    async def event(self, name: str, *, after: int = 0) -> dict[str, Any]:
        """Return the log line with this event, waiting for it."""
        async with asyncio.timeout(60), self._came:
            while True:
                for line in self.lines[after:]:
                    if line.startswith("{") and (told := json.loads(line))["event"] == name:
                        return dict(told)
                assert self.process.returncode is None, "".join(self.lines)
                await self._came.wait()

    async def address(self) -> str:
        """Return where it listens, once it does."""
        return str((await self.event("gateway_listens"))["address"])

    async def end(self, number: int = signal.SIGTERM) -> int:
        """Send it a signal and return its exit code."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        code = await asyncio.wait_for(self.process.wait(), 15)
        await self._reading
        return code


@asynccontextmanager
async def running(home: Path, environ: Mapping[str, str]) -> AsyncIterator[Process]:
    """Give a running gateway, ended at the end."""
    process = await Process.start(home, environ)
    try:
        yield process
    finally:
        await process.end(signal.SIGKILL)


@asynccontextmanager
async def first_user(process: Process, home: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Set up the first user and give their browser."""
    address = await process.address()
    async with httpx.AsyncClient(base_url=address, headers=SAME_SITE, timeout=20) as browser:
        code = (home / "setup-link.txt").read_text().strip().partition("code=")[2]
        form = {"code": code, "name": "ada", "password": PASSWORD}
        answer = await browser.post("/setup", data=form)
        assert answer.status_code == 303, answer.text
        yield browser


async def events(
    browser: httpx.AsyncClient, path: str = "/api/v1/stream", **headers: str
) -> AsyncIterator[dict[str, Any]]:
    """Give the events of the live stream as they come."""
    async with browser.stream("GET", path, headers=headers) as answer:
        assert answer.status_code == 200, await answer.aread()
        fields: dict[str, Any] = {}
        async for line in answer.aiter_lines():
            if line.startswith(":"):
                continue
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "data" in fields:
                yield {**fields, "id": int(fields["id"]), "data": json.loads(fields["data"])}
                fields = {}
