"""The backtests under way and the last that ended, each in a process of its own.

Reading a large archive takes a core for many seconds, which no request may wait for.
"""

import asyncio
import os
import sys
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex
from typing import Final, Literal

import msgspec

from dideban.backtest.report import Report
from services.gateway.settings import Settings
from services.runtime import metrics

KEPT: Final = 100
"""Reports of backtests that ended; the oldest goes first. Each has at most 200 samples."""
LONGEST_ERROR: Final = 500

type State = Literal["running", "done", "failed"]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How many articles are done of those that a part of the work has to read."""

    part: Literal["indexing", "reading"]
    done: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One backtest of a user; times are aware UTC."""

    backtest_id: str
    owner: str
    started_at: datetime
    wanted: "Wanted"
    state: State = "running"
    progress: Progress | None = None
    report: Report | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be tried; both queries can be parsed, saved ones are written out.

    `typed` are the queries as they were given, `subscription` is the one they were given for.
    """

    query: str
    days: float
    edit: str | None
    sample: int
    typed: tuple[str, str] = ("", "")
    subscription: str = ""

    def arguments(self) -> list[str]:
        """Return those of `dideban backtest`."""
        options = ["--json", "--progress", f"--days={self.days!r}", f"--sample={self.sample}"]
        return [*options, *([f"--edit={self.edit}"] if self.edit else []), "--", self.query]


class BacktestRuns:
    """All runs by id, the newest last."""

    def __init__(self) -> None:
        for outcome in metrics.BACKTEST_OUTCOMES:
            metrics.backtests.labels(outcome)
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def running(self, owner: str | None = None) -> int:
        """Return how many are under way, of one owner if given."""
        runs = [run for run in self._runs.values() if run.state == "running"]
        return len([run for run in runs if owner in (None, run.owner)])

    def one(self, backtest_id: str, owner: str) -> Run | None:
        """Return the owner's run with this id, while it is remembered."""
        run = self._runs.get(backtest_id)
        return run if run is not None and run.owner == owner else None

    def start(
        self, wanted: Wanted, *, owner: str, settings: Settings, now: datetime, stop: asyncio.Event
    ) -> Run:
        """Start one; it ends by itself, or is ended with the gateway."""
        run = Run(backtest_id="bt_" + token_hex(8), owner=owner, started_at=now, wanted=wanted)
        self._keep(run)
        task = asyncio.create_task(self._follow(run, settings, stop))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return run

    async def all_ended(self) -> None:
        """Wait until none is under way; with `stop` set that is at once."""
        await asyncio.gather(*self._tasks)

    def _keep(self, run: Run) -> None:
        self._runs[run.backtest_id] = run
        ended = [name for name, each in self._runs.items() if each.state != "running"]
        for name in ended[: max(len(ended) - KEPT, 0)]:
            del self._runs[name]

    async def _follow(self, run: Run, settings: Settings, stop: asyncio.Event) -> None:
        def told(progress: Progress) -> None:
            nonlocal run
            run = replace(run, progress=progress)
            self._keep(run)

        try:
            report = await _report(run.wanted, settings, stop, told)
        except _RunError as error:
            metrics.backtests.labels("failed").inc()
            self._keep(replace(run, state="failed", error=str(error)))
        else:
            metrics.backtests.labels("done").inc()
            metrics.backtest_seconds.observe(report.seconds)
            self._keep(replace(run, state="done", report=report))


class _RunError(Exception):
    """A run that gave no report; the message says why."""


async def _report(
    wanted: Wanted, settings: Settings, stop: asyncio.Event, told: Callable[[Progress], None]
) -> Report:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "services.cli", "backtest", *wanted.arguments()),
        env=_environment(settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    ending = asyncio.create_task(_listen(process, told))
    stopping = asyncio.create_task(stop.wait())
    seconds = settings.gateway_backtest_seconds
    await asyncio.wait({ending, stopping}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not ending.done():
        with suppress(ProcessLookupError):
            process.kill()
        await ending
        why = "the gateway stopped" if stop.is_set() else f"it took longer than {seconds:g} s"
        raise _RunError(f"{why}; ask for fewer days")
    answer, complaint = await ending
    if process.returncode:
        raise _RunError(complaint.strip()[-LONGEST_ERROR:])
    return msgspec.json.decode(answer, type=Report)


async def _listen(
    process: asyncio.subprocess.Process, told: Callable[[Progress], None]
) -> tuple[bytes, str]:
    """Return what the process wrote, and of what it complained; `told` gets how far it is."""
    assert process.stdout is not None  # noqa: S101  both are pipes
    assert process.stderr is not None  # noqa: S101
    answering = asyncio.create_task(process.stdout.read())
    complaint = ""
    async for line in process.stderr:
        try:
            told(msgspec.json.decode(line, type=Progress))
        except msgspec.DecodeError:
            complaint += line.decode(errors="replace")
    answer = await answering
    await process.wait()
    return answer, complaint


def _environment(settings: Settings) -> Mapping[str, str]:
    named = {
        "DIDEBAN_HOME": str(settings.home_path),
        "DIDEBAN_STORE": settings.store_url,
        "DIDEBAN_STORE_PASSWORD": settings.store_password,
    }
    return {**os.environ, **named}
