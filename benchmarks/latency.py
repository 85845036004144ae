"""Measures the time from an article being seen to its webhook's arrival, through every service.

    latency.py [--quick] [--json] [--rate 20] [--kafka | --broker HOST:PORT] [--record FILE]

Starts the whole system in a fresh home, on the embedded broker unless told otherwise, writes
made-up news in six languages to the outbox as a poll does, and receives the webhooks itself.
Prints percentiles for the whole and for each part; with --json the last line is one JSON object.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import select

from benchmarks.harness import news
from benchmarks.harness.kafka import kafka
from benchmarks.harness.processes import use_of
from benchmarks.harness.receiver import Receiver, receiving
from benchmarks.harness.system import System, running
from schemas.articles import RawArticle
from services.cli.ingest import article_of
from services.store import outbox, tables
from services.store.engine import Store

FULL_SECONDS: Final = 60
QUICK_SECONDS: Final = 15
WARM_UP_SECONDS: Final = 5
"""The first articles load what services load only when they need it; they are not counted."""
PARAGRAPHS: Final = 5
LATE_SECONDS: Final = 60
SEED: Final = 7
PARTS: Final = ("sent", "langid", "normalize", "entities", "stories", "matched", "delivered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """When one article was seen, and reached each of PARTS (Unix seconds)."""

    seen: float
    reached: dict[str, float]

    @property
    def whole_seconds(self) -> float:
        """From seen to the webhook's arrival."""
        return self.reached["delivered"] - self.seen

    def part_seconds(self, part: str) -> float:
        """From the part before to this one; `sent` is noted after langid may have it already."""
        before = [self.seen, *(self.reached[name] for name in PARTS if name != "sent")]
        if part == "sent":
            return self.reached["sent"] - self.seen
        return self.reached[part] - before[PARTS.index(part) - 1]


def main() -> int:
    """Measure, print, and return 0; 1 when an article never arrived."""
    chosen = _chosen()
    figures = asyncio.run(_measured(chosen))
    _print_table(figures)
    if chosen.record:
        chosen.record.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if chosen.json:
        print(json.dumps(figures))
    return 1 if figures["lost"] else 0


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_SECONDS} s of articles")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument("--rate", type=float, default=20.0, help="articles a second")
    parser.add_argument("--kafka", action="store_true", help="start a real Kafka for this")
    parser.add_argument("--broker", metavar="HOST:PORT", help="use this Kafka")
    parser.add_argument("--record", type=Path, metavar="FILE", help="keep the figures there too")
    return parser.parse_args()


async def _measured(chosen: argparse.Namespace) -> dict[str, Any]:
    seconds = QUICK_SECONDS if chosen.quick else FULL_SECONDS
    with tempfile.TemporaryDirectory(prefix="dideban-latency-") as folder:
        async with _broker(chosen, Path(folder)) as broker, receiving() as receiver:
            home = Path(folder) / "home"
            async with running(home, broker=broker, allow=[receiver.address]) as system:
                await system.subscribed(news.QUERY, f"http://{receiver.address}/hook")
                async with system.store() as store:
                    warm_up = round(WARM_UP_SECONDS * chosen.rate)
                    wanted = warm_up + round(seconds * chosen.rate)
                    before = _cpu_seconds(system)
                    seen = await _write(store, wanted, chosen.rate)
                    arrived = await _arrived(receiver, wanted)
                    used = _cpu_seconds(system)
                    passed = await _passed(store, receiver, list(seen.items())[warm_up:])
    kind = "kafka" if broker else "embedded"
    return {
        **_figures(passed),
        "broker": kind,
        "rate": chosen.rate,
        "articles": len(passed),
        "cpu_milliseconds_an_article": {
            name: round((seconds - before.get(name, 0.0)) * 1000 / wanted, 2)
            for name, seconds in used.items()
        },
        "lost": wanted - arrived,
        "repeated": receiver.repeated,
        "cores": os.cpu_count(),
        "niceness": os.nice(0),
        "load_average": round(os.getloadavg()[0], 1),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


@asynccontextmanager
async def _broker(chosen: argparse.Namespace, folder: Path) -> AsyncIterator[str | None]:
    if not chosen.kafka:
        yield chosen.broker
        return
    async with kafka(folder) as node:
        yield node.address


async def _write(store: Store, articles: int, rate: float) -> dict[str, float]:
    """Write the articles evenly and return when each was seen, by id."""
    seen: dict[str, float] = {}
    started = time.monotonic()
    for number in range(articles):
        await asyncio.sleep(max(0.0, started + number / rate - time.monotonic()))
        article = _article(number)
        async with store.begin() as connection:
            await outbox.put(connection, [article], article.fetched_at)
        seen[article.article_id] = article.fetched_at.timestamp()
    return seen


def _article(number: int) -> RawArticle:
    line = news.article(SEED, number, wanted=True, paragraphs=PARAGRAPHS)
    return article_of(json.dumps(line).encode(), "made-up", alert=True)


async def _arrived(receiver: Receiver, wanted: int) -> int:
    with suppress(TimeoutError):
        async with asyncio.timeout(LATE_SECONDS):
            await receiver.has(wanted)
    return len(receiver.first)


async def _passed(
    store: Store, receiver: Receiver, seen: Sequence[tuple[str, float]]
) -> list[Passed]:
    """Return the way of each article that arrived, once the archive has it too."""
    wanted = {article_id for article_id, _ in seen} & receiver.first.keys()
    paths: dict[str, dict[str, float]] = {}
    deadline = time.monotonic() + LATE_SECONDS
    while len(wanted & paths.keys()) < len(wanted) and time.monotonic() < deadline:
        paths = await _paths(store)
    passed = []
    for article_id, since in seen:
        if article_id in wanted & paths.keys():
            came, alert = receiver.first[article_id]
            matched = datetime.fromisoformat(alert["data"]["matched_at"]).timestamp()
            reached = {**paths[article_id], "matched": matched, "delivered": came}
            passed.append(Passed(seen=since, reached=reached))
    return passed


async def _paths(store: Store) -> dict[str, dict[str, float]]:
    way = select(tables.articles.c.article_id, tables.articles.c.path, tables.outbox.c.sent_at)
    joined = tables.articles.c.article_id == tables.outbox.c.article_id
    async with store.begin(reading=True) as connection:
        rows = await connection.execute(way.where(joined, tables.outbox.c.sent_at.is_not(None)))
        return {row.article_id: {**dict(row.path), "sent": row.sent_at.timestamp()} for row in rows}


def _cpu_seconds(system: System) -> dict[str, float]:
    uses = {name: use_of(process_id) for name, process_id in system.services.items()}
    return {name: use.cpu_seconds for name, use in uses.items() if use}


def _figures(passed: Sequence[Passed]) -> dict[str, Any]:
    median, p95, p99 = _percentiles([each.whole_seconds for each in passed])
    parts = {
        part: dict(
            zip(
                ("median_seconds", "p95_seconds", "p99_seconds"),
                _percentiles([each.part_seconds(part) for each in passed]),
                strict=True,
            )
        )
        for part in PARTS
    }
    return {"median_seconds": median, "p95_seconds": p95, "p99_seconds": p99, "parts": parts}


def _percentiles(values: Sequence[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return round(cuts[49], 4), round(cuts[94], 4), round(cuts[98], 4)


def _print_table(figures: dict[str, Any]) -> None:
    print(
        f"{figures['articles']} articles at {figures['rate']:g}/s, {figures['broker']} broker, "
        f"{figures['cores']} cores, load {figures['load_average']}; "
        f"{figures['lost']} lost, {figures['repeated']} repeated"
    )
    print(f"{'seconds':22}{'p50':>9}{'p95':>9}{'p99':>9}")
    for name, row in {"seen to delivered": figures, **figures["parts"]}.items():
        cells = (row[key] for key in ("median_seconds", "p95_seconds", "p99_seconds"))
        print(f"{name:22}" + "".join(f"{cell:9.3f}" for cell in cells))
    costs = figures["cpu_milliseconds_an_article"]
    print(f"CPU, ms an article: {sum(costs.values()):.1f} in all")
    print(", ".join(f"{name} {cost:.1f}" for name, cost in costs.items()))


if __name__ == "__main__":
    sys.exit(main())
