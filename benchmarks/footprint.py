"""Measures memory and idle CPU of the whole system without sources, by process.

    footprint.py [--quick] [--json] [--record FILE]

Starts `dideban run` in a fresh home, sends a few articles in each language so that everything
that loads late is loaded, waits until they are delivered, and watches for a minute.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.harness import news
from benchmarks.harness.processes import Use, use_of
from benchmarks.harness.receiver import receiving
from benchmarks.harness.system import System, running

FULL_SECONDS: Final = 60
QUICK_SECONDS: Final = 15
SETTLED_SECONDS: Final = 10
"""For what follows the last delivery: the archive, commits, the outbox."""
ARTICLES: Final = 60
SEED: Final = 11
MEGABYTE: Final = 1_000_000


def main() -> int:
    """Measure, print, and return 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"watch for {QUICK_SECONDS} s")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument("--record", type=Path, metavar="FILE", help="keep the figures there too")
    chosen = parser.parse_args()
    figures = asyncio.run(_measured(QUICK_SECONDS if chosen.quick else FULL_SECONDS))
    _print_table(figures)
    if chosen.record:
        chosen.record.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if chosen.json:
        print(json.dumps(figures))
    return 0


async def _measured(seconds: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="dideban-footprint-") as folder:
        async with (
            receiving() as receiver,
            running(Path(folder) / "home", allow=[receiver.address]) as system,
        ):
            await system.subscribed(news.QUERY, f"http://{receiver.address}/hook")
            await system.command("ingest", _articles(Path(folder)), "--alert")
            await receiver.has(ARTICLES)
            await asyncio.sleep(SETTLED_SECONDS)
            before = _uses(system)
            await asyncio.sleep(seconds)
            return _figures(before, _uses(system), seconds)


def _articles(folder: Path) -> str:
    rows = [news.article(SEED, number, wanted=True, paragraphs=5) for number in range(ARTICLES)]
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def _uses(system: System) -> dict[str, Use]:
    uses = {name: use_of(process_id) for name, process_id in system.services.items()}
    return {name: use for name, use in uses.items() if use}


def _figures(before: Mapping[str, Use], after: Mapping[str, Use], seconds: float) -> dict[str, Any]:
    processes = {
        name: {
            "pss_megabytes": round(use.pss_bytes / MEGABYTE),
            "rss_megabytes": round(use.rss_bytes / MEGABYTE),
            "cpu_percent": round(100 * (use.cpu_seconds - before[name].cpu_seconds) / seconds, 2),
        }
        for name, use in after.items()
        if name in before
    }
    return {
        **{
            key: round(sum(row[key] for row in processes.values()), 1)
            for key in ("pss_megabytes", "rss_megabytes", "cpu_percent")
        },
        "processes": processes,
        "seconds": seconds,
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _print_table(figures: dict[str, Any]) -> None:
    print(f"idle for {figures['seconds']} s; CPU in percent of one core, memory in MB")
    print(f"{'process':14}{'CPU':>8}{'PSS':>8}{'RSS':>8}")
    for name, row in {**figures["processes"], "all": figures}.items():
        print(
            f"{name:14}{row['cpu_percent']:8.1f}{row['pss_megabytes']:8.0f}"
            f"{row['rss_megabytes']:8.0f}"
        )


if __name__ == "__main__":
    sys.exit(main())
