"""The whole pipe in a storm of kills: nothing is lost, and repeats keep their id."""

import asyncio
import json
import os
import random
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from storm import Storm, outcome_of, report, table

from benchmarks.harness import news
from benchmarks.harness.kafka import Kafka, kafka
from benchmarks.harness.receiver import receiving
from benchmarks.harness.system import running

pytestmark = pytest.mark.faults

ARTICLES = int(os.environ.get("DIDEBAN_STORM_ARTICLES", "10000"))


@pytest.fixture
def storm() -> Storm:
    seed = int(os.environ.get("DIDEBAN_STORM_SEED") or random.randrange(10**6))  # noqa: S311
    sys.stdout.write(f"DIDEBAN_STORM_SEED={seed}\n")
    return Storm(seed=seed, articles=ARTICLES)


async def test_the_embedded_broker_and_every_service_are_killed_and_nothing_is_lost(
    storm: Storm, tmp_path: Path
) -> None:
    await _weathered(storm, tmp_path, None)


async def test_kafka_and_every_service_are_killed_and_nothing_is_lost(
    storm: Storm, tmp_path: Path
) -> None:
    if shutil.which("java") is None and "CI" not in os.environ:
        pytest.skip("a real Kafka needs Java 17 and Maven")
    async with kafka(tmp_path / "kafka") as node:
        await _weathered(storm, tmp_path, node)


async def _weathered(storm: Storm, folder: Path, node: Kafka | None) -> None:
    address = None if node is None else node.address
    async with (
        receiving() as receiver,
        running(folder / "home", broker=address, allow=[receiver.address]) as system,
    ):
        await system.subscribed(news.QUERY, f"http://{receiver.address}/hook")
        await storm.rage(system, None if node is None else _killed_and_started(node), folder)
        try:
            await storm.until_quiet(system)
        except TimeoutError:
            pytest.fail(f"still not quiet: {storm.unrest}\n{system.log()}")
        outcome = await outcome_of(storm, system, receiver)
        figures = report(storm, outcome, receiver, "embedded" if node is None else "kafka")
    sys.stdout.write(f"{table(figures)}\n")
    assert outcome.lost == set()
    assert outcome.unwanted == set()
    assert outcome.changed_ids == set()
    assert outcome.archived == storm.articles
    assert outcome.ledger_holds
    assert outcome.ledger_states == {"delivered": len(storm.wanted_ids)}
    assert outcome.dead_letters == 0
    for stage, (read, ended) in outcome.stages.items():
        assert read == sum(ended.values()), stage
        assert ended["dead"] == 0, stage
    if kept := os.environ.get("DIDEBAN_STORM_RECORD"):
        _keep(Path(kept), figures)


def _killed_and_started(node: Kafka) -> Callable[[], Awaitable[None]]:
    one_at_a_time = asyncio.Lock()

    async def fault() -> None:
        async with one_at_a_time:
            node.kill()
            await node.start()

    return fault


def _keep(path: Path, figures: dict[str, Any]) -> None:
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept[figures["broker"]] = figures
    path.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")
