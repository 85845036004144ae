"""A storm: every service killed at random moments while news pours in; what then came of it."""

import asyncio
import math
import os
import random
import re
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import func, select

from benchmarks.harness import news
from benchmarks.harness.receiver import Receiver
from benchmarks.harness.system import STAGES, System
from services.cli.supervisor import SERVICES
from services.store import ledger, outbox, tables

PORTIONS: Final = 10
PAUSE_SECONDS: Final = (2.0, 4.0)
"""Between two faults; drawn anew each time."""
KILLS_OF_EACH: Final = 2
LOOK_SECONDS: Final = 0.25
RECOVERED_SECONDS: Final = 120.0
QUIET_SECONDS: Final = 1200.0

_LABEL: Final = re.compile(r'(\w+)="([^"]*)"')

type BrokerFault = Callable[[], Awaitable[None]]
"""Kills the broker, and starts it again where nobody else does."""


@dataclass(slots=True)
class Storm:
    """What is to happen, and what did: seconds to recover by the fault's name."""

    seed: int
    articles: int
    recovered: dict[str, list[float]] = field(default_factory=dict)
    seconds_of_faults: float = 0.0
    seconds_until_quiet: float = 0.0
    unrest: dict[str, float] = field(default_factory=dict)

    def lines(self) -> list[dict[str, str]]:
        """Return the articles; every second one is wanted, all are stories of their own."""
        return [
            news.article(self.seed, number, wanted=self.wanted(number), paragraphs=2)
            for number in range(self.articles)
        ]

    def wanted(self, number: int) -> bool:
        """Return whether the subscription wants the article; so in every language."""
        return number // len(news.VOICES) % 2 == 0

    @property
    def wanted_ids(self) -> set[str]:
        """The ids of those articles that must arrive."""
        numbers = range(self.articles)
        return {f"made-up-{self.seed}-{number}" for number in numbers if self.wanted(number)}

    async def rage(self, system: System, broker: BrokerFault | None, folder: Path) -> None:
        """Pour in the articles while faults strike; return when the last fault has struck."""
        started = time.monotonic()
        recoveries: list[asyncio.Task[None]] = []
        pouring = asyncio.create_task(self._pour(system, folder))
        draw = random.Random(self.seed)  # noqa: S311  the printed seed must bring it again
        faults = [*SERVICES, "broker"] * KILLS_OF_EACH
        draw.shuffle(faults)
        for name in faults:
            await asyncio.sleep(draw.uniform(*PAUSE_SECONDS))
            recoveries.append(asyncio.create_task(self._strike(system, name, broker)))
        self.seconds_of_faults = time.monotonic() - started
        await asyncio.gather(pouring, *recoveries)

    async def _pour(self, system: System, folder: Path) -> None:
        draw = random.Random(self.seed)  # noqa: S311  the printed seed must bring it again
        lines = self.lines()
        for portion in range(PORTIONS):
            path = folder / f"portion-{portion}.jsonl"
            rows = lines[portion::PORTIONS]
            path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
            said = await system.command("ingest", str(path), "--alert")
            assert f"{len(rows)} articles taken in, 0 were" in said
            await asyncio.sleep(draw.uniform(*PAUSE_SECONDS))

    async def _strike(self, system: System, name: str, broker: BrokerFault | None) -> None:
        """Kill one thing, and note how long it took until everything it hurt was ready again."""
        async with asyncio.timeout(RECOVERED_SECONDS):
            before = await _with(system, name)
            started = time.monotonic()
            if name != "broker":
                hurt = [name]
                system.kill(name)
            elif broker is None:
                hurt = list(SERVICES)  # its supervisor starts them anew, with the broker
                system.kill(name)
            else:
                hurt = []
                await broker()
            for service in hurt:
                await _replaced(system, service, before[service])
            await system.until_ready(hurt or SERVICES)
        self.recovered.setdefault(name, []).append(round(time.monotonic() - started, 2))

    async def until_quiet(self, system: System) -> None:
        """Return when every article is done, every alert has ended and nobody lags behind."""
        started = time.monotonic()
        async with asyncio.timeout(QUIET_SECONDS):
            while unrest := await unrest_of(system):
                self.unrest = unrest
                await asyncio.sleep(LOOK_SECONDS * 4)
        self.seconds_until_quiet = time.monotonic() - started


async def _with(system: System, name: str) -> dict[str, int]:
    """Return the processes, as soon as `name` is among them (an earlier fault may have hurt it)."""
    wanted = {name, *SERVICES} if name == "broker" else {name}
    wanted.discard("broker" if system.broker else "")
    while True:
        services = system.services
        if wanted <= services.keys():
            return services
        await asyncio.sleep(LOOK_SECONDS)


async def _replaced(system: System, name: str, process_id: int) -> None:
    """Return when the process has ended and another has taken its place."""
    while True:
        if system.services.get(name, process_id) != process_id:
            return
        await asyncio.sleep(LOOK_SECONDS)


async def unrest_of(system: System) -> dict[str, float]:
    """Return what is still going on, by name; empty when all is quiet."""
    async with system.store() as store, store.begin(reading=True) as connection:
        found: dict[str, float] = {"articles not done": await outbox.waiting(connection)}
        states = await ledger.states(connection)
    found |= {state: states.get(state, 0) for state in ("pending", "deferred")}
    monitor = await system.metrics("monitor")
    lag = [value for (name, _), value in monitor.items() if name == "dideban_consumer_lag_records"]
    found["lag"] = sum(lag) if lag else 1.0
    for stage in STAGES:
        read, ended = await read_and_ended(system, stage)
        found[f"{stage} in hand"] = read - sum(ended.values())
    return {name: value for name, value in found.items() if value}


async def read_and_ended(system: System, stage: str) -> tuple[float, dict[str, float]]:
    """Return how many records the stage's process read, and how many ended, by outcome."""
    samples = await system.metrics(stage)
    ended = dict.fromkeys(("emitted", "dropped", "dead"), 0.0)
    for (name, labels), value in samples.items():
        if name == "dideban_records_total":
            ended[dict(_LABEL.findall(labels))["outcome"]] += value
    read = samples.get(("dideban_records_read_total", f'service="{stage}"'), math.nan)
    return read, ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the storm left behind, to be judged."""

    lost: set[str]
    unwanted: set[str]
    changed_ids: set[str]
    archived: int
    ledger_states: dict[str, int]
    ledger_holds: bool
    stages: dict[str, tuple[float, dict[str, float]]]
    dead_letters: float


async def outcome_of(storm: Storm, system: System, receiver: Receiver) -> Outcome:
    """Return what the storm left behind."""
    async with system.store() as store, store.begin(reading=True) as connection:
        identity = await ledger.identity(connection)
        kept = await connection.execute(select(func.count()).select_from(tables.articles))
        archived = int(kept.scalar_one())
    monitor = await system.metrics("monitor")
    return Outcome(
        lost=storm.wanted_ids - receiver.first.keys(),
        unwanted=set(receiver.first) - storm.wanted_ids,
        changed_ids={key for key, ids in receiver.webhook_ids.items() if len(ids) > 1},
        archived=archived,
        ledger_states=dict(identity.states),
        ledger_holds=identity.holds,
        stages={stage: await read_and_ended(system, stage) for stage in STAGES},
        dead_letters=sum(v for (n, _), v in monitor.items() if n == "dideban_dead_letters"),
    )


def report(storm: Storm, outcome: Outcome, receiver: Receiver, broker: str) -> dict[str, Any]:
    """Return the measured table with its conditions, to be printed and kept."""
    return {
        "broker": broker,
        "seed": storm.seed,
        "articles": storm.articles,
        "wanted": len(storm.wanted_ids),
        "lost": len(outcome.lost),
        "repeated": receiver.repeated,
        "faults": [
            {
                "fault": f"kill -9 of {'the broker' if name == 'broker' else name}",
                "times": len(seconds),
                "median_recovery_seconds": round(statistics.median(seconds), 1),
                "longest_recovery_seconds": round(max(seconds), 1),
            }
            for name, seconds in sorted(storm.recovered.items())
        ],
        "seconds_of_faults": round(storm.seconds_of_faults),
        "seconds_until_quiet": round(storm.seconds_until_quiet),
        "cores": os.cpu_count(),
        "measured_on": datetime.now(UTC).date().isoformat(),
    }


def table(figures: dict[str, Any]) -> str:
    """Return the figures for people."""
    head = (
        f"{figures['broker']} broker, seed {figures['seed']}: {figures['articles']} articles, "
        f"{figures['wanted']} wanted, {figures['lost']} lost, {figures['repeated']} repeated; "
        f"{figures['seconds_of_faults']} s of faults, "
        f"quiet {figures['seconds_until_quiet']} s later"
    )
    rows = [
        f"{row['fault']:28}{row['times']:3} times  recovered in {row['median_recovery_seconds']} s "
        f"(longest {row['longest_recovery_seconds']} s)"
        for row in figures["faults"]
    ]
    return "\n".join([head, *rows])
