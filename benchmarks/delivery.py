"""Measures the delivery service alone: how many webhooks a second, and who waits for whom.

    delivery.py [--store URL] [--webhooks 200] [--matches 20000] [--rate 100] [--seconds 30]
                [--json] [--record FILE]

Starts a real Kafka and the delivery service as a process of its own, on SQLite or an empty store
named, and receives the webhooks in another process. First it pours in all matches at once and
counts what arrives; then, with one target that never answers and one that refuses connections
among the others, it sends at an even rate and measures from matched to arrived.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from aiohttp import web

from benchmarks.harness.kafka import kafka
from benchmarks.harness.system import ROOT, free_ports
from schemas.articles import StoryRef
from schemas.codec import encode
from schemas.matches import Clause, Highlight, Match, ThinArticle
from schemas.topics import MATCHES
from services.runtime.bus import Bus, Message, create_topics
from services.runtime.settings import Common
from services.store import ledger, subscriptions
from services.store.engine import Store
from services.store.migrate import migrate

WARM_UP: Final = 400
PATIENCE_SECONDS: Final = 300
TITLE: Final = "صادرات گاز از مسیر تازه به سه کشور همسایه آغاز شد"
SNIPPET: Final = (
    "The flow through the new line began on Monday, the operator said; three neighbours take part, "
    "and the amount grows by half until the spring."
)


@dataclass(frozen=True, slots=True)
class Hooks:
    """Where the targets are: those that answer, one that never does, one that nobody serves."""

    port: int
    dead_port: int
    webhooks: int

    @property
    def allowed(self) -> str:
        """Host and port of all, as the allow-list wants them."""
        return f"127.0.0.1:{self.port},127.0.0.1:{self.dead_port}"

    def urls(self) -> Iterator[str]:
        """Give the address of each target that answers."""
        return (f"http://127.0.0.1:{self.port}/{number}" for number in range(self.webhooks))


class Arrivals:
    """When each webhook-id first came, read all the time so that no receiver has to wait."""

    def __init__(self, told: Connection) -> None:
        self._told = told
        self._came: dict[str, float] = {}
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                for webhook_id, moment in self._told.recv():
                    self._came.setdefault(webhook_id, moment)

    async def of(self, wanted: Iterable[str]) -> dict[str, float]:
        """Return when each of the wanted came, once all have, or as many as ever come."""
        left = set(wanted)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not left <= self._came.keys() and time.monotonic() < deadline:  # noqa: ASYNC110  a thread
            await asyncio.sleep(0.1)
        return {each: self._came[each] for each in left & self._came.keys()}


def main() -> int:
    """Measure, print, and return 0; 1 when something never arrived or the identity breaks."""
    chosen = _chosen()
    figures = asyncio.run(_measured(chosen))
    print(json.dumps(figures) if chosen.json else json.dumps(figures, indent=2))
    if chosen.record:
        chosen.record.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0 if figures["lost"] == 0 and figures["identity_holds"] else 1


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", default="", help="an empty store; SQLite in a scratch folder")
    parser.add_argument("--webhooks", type=int, default=200)
    parser.add_argument("--matches", type=int, default=20_000)
    parser.add_argument("--rate", type=float, default=100.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--json", action="store_true", help="print one line")
    parser.add_argument("--record", type=Path)
    return parser.parse_args()


async def _measured(chosen: argparse.Namespace) -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory(prefix="dideban-delivery-") as folder,
        _receiving(chosen.webhooks) as (hooks, arrivals),
    ):
        async with kafka(Path(folder)) as node:
            home = Path(folder) / "home"
            home.mkdir()
            settings = Common(home=str(home), broker=node.address, store=chosen.store, partitions=4)
            async with Store.of(settings) as store, Bus("benchmark", settings) as bus:
                await migrate(store)
                await create_topics(settings, (MATCHES,))
                async with _service(settings, hooks, home):
                    flood = await _flood(store, bus, hooks, arrivals, chosen.matches)
                    even = await _even(store, bus, hooks, arrivals, chosen)
                async with store.begin(reading=True) as connection:
                    identity = await ledger.identity(connection)
    return {
        **flood,
        **even,
        "store": "postgresql" if chosen.store.startswith("postgresql") else "sqlite",
        "webhooks": chosen.webhooks,
        "identity_holds": identity.holds,
        "states": dict(identity.states),
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


@asynccontextmanager
async def _service(settings: Common, hooks: Hooks, home: Path) -> AsyncIterator[None]:
    environment = {
        **os.environ,
        "DIDEBAN_HOME": settings.home,
        "DIDEBAN_BROKER": settings.broker,
        "DIDEBAN_STORE": settings.store,
        "DIDEBAN_PARTITIONS": str(settings.partitions),
        "DIDEBAN_HTTP_ALLOW": hooks.allowed,
        "DIDEBAN_LOG_LEVEL": "warning",
        "PYTHONPATH": str(ROOT),
    }
    with (home / "delivery.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "services.delivery"), env=environment, stderr=log
        )
        try:
            yield
        finally:
            process.terminate()
            await process.wait()


async def _flood(
    store: Store, bus: Bus, hooks: Hooks, arrivals: Arrivals, matches: int
) -> dict[str, Any]:
    """Send everything at once; return how many arrive a second once the first have."""
    ids = [await _subscribe(store, url) for url in hooks.urls()]
    for letter, many in (("w", WARM_UP), ("f", matches)):
        named = [(ids[number % len(ids)], f"{letter}{number}") for number in range(many)]
        await bus.send([_message(*each) for each in named])
        came = sorted((await arrivals.of(_match_id(*each) for each in named)).values())
    lost = matches - len(came)
    middle = came[len(came) // 10 : -len(came) // 10]
    return {
        "deliveries_per_second": round((len(middle) - 1) / (middle[-1] - middle[0]), 1),
        "matches": matches,
        "lost": lost,
    }


async def _even(
    store: Store, bus: Bus, hooks: Hooks, arrivals: Arrivals, chosen: argparse.Namespace
) -> dict[str, Any]:
    """Send at an even rate, to one slow and one dead target too; return what the others waited."""
    ids = [await _subscribe(store, url) for url in list(hooks.urls())[:-2]]
    ids.append(await _subscribe(store, f"http://127.0.0.1:{hooks.port}/slow"))
    ids.append(await _subscribe(store, f"http://127.0.0.1:{hooks.dead_port}/"))
    healthy = set(ids[:-2])
    sent: dict[str, float] = {}
    started, number = time.monotonic(), 0
    while number < chosen.rate * chosen.seconds:
        await asyncio.sleep(max(0.0, started + number / chosen.rate - time.monotonic()))
        subscription_id = ids[number % len(ids)]
        message = _message(subscription_id, f"e{number}")
        if subscription_id in healthy:
            sent[_match_id(subscription_id, f"e{number}")] = time.time()
        await bus.send([message])
        number += 1
    came = await arrivals.of(sent)
    waited = sorted(
        came[match_id] - moment for match_id, moment in sent.items() if match_id in came
    )
    return {
        "median_seconds": round(statistics.median(waited), 4),
        "others_p95_seconds": round(waited[int(len(waited) * 0.95)], 4),
        "others_p99_seconds": round(waited[int(len(waited) * 0.99)], 4),
        "rate": chosen.rate,
        "others": len(sent),
        "others_lost": len(sent) - len(waited),
    }


async def _subscribe(store: Store, url: str) -> str:
    async with store.begin() as connection:
        row = await subscriptions.add(
            connection,
            owner="local",
            name="انتقال گاز",
            query="گاز",
            now=datetime.now(UTC),
            address=subscriptions.Address(channel="webhook", target=url),
        )
    return str(row.subscription_id)


def _match_id(subscription_id: str, article: str) -> str:
    return f"msg_{subscription_id}_{article}"


_MATCH: Final = Match(
    match_id="",
    subscription_id="",
    subscription_version=1,
    article=ThinArticle(
        article_id="",
        revision="r1",
        source="خبرگزاری آزمون",
        url="https://news.example/1",
        title=TITLE,
        snippet=SNIPPET,
        language="fa",
    ),
    highlights=(Highlight(field="title", start=7, end=10, text="گاز"),),
    clauses=(Clause(text="گاز", pack="gas-transfer"),),
    story=StoryRef(story_id="", role="first"),
    seen_at=datetime(2025, 12, 17, tzinfo=UTC),
    matched_at=datetime(2025, 12, 17, tzinfo=UTC),
)


def _message(subscription_id: str, article: str) -> Message:
    now = datetime.now(UTC)
    match = replace(
        _MATCH,
        match_id=_match_id(subscription_id, article),
        subscription_id=subscription_id,
        article=replace(_MATCH.article, article_id=article),
        story=StoryRef(story_id=article, role="first"),
        seen_at=now,
        matched_at=now,
    )
    return Message(MATCHES.name, subscription_id.encode(), encode(match))


@contextmanager
def _receiving(webhooks: int) -> Iterator[tuple[Hooks, Arrivals]]:
    """Give the targets, served by a process of their own, and what it tells of arrivals."""
    ours, theirs = multiprocessing.Pipe()
    port = free_ports()
    hooks = Hooks(port, port + 1, webhooks)
    serving = multiprocessing.Process(target=_serve, args=(hooks, theirs), daemon=True)
    serving.start()
    ours.recv()
    try:
        yield hooks, Arrivals(ours)
    finally:
        serving.terminate()
        serving.join()


def _serve(hooks: Hooks, told: Connection) -> None:
    asyncio.run(_serving(hooks, told))


async def _serving(hooks: Hooks, told: Connection) -> None:
    waiting: list[tuple[str, float]] = []

    async def take(request: web.Request) -> web.Response:
        await request.read()
        waiting.append((request.headers["webhook-id"], time.time()))
        return web.Response(status=204)

    async def hang(request: web.Request) -> web.Response:
        await request.read()
        await asyncio.sleep(PATIENCE_SECONDS)
        return web.Response(status=204)

    application = web.Application()
    application.add_routes([web.post("/slow", hang), web.post("/{number}", take)])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", hooks.port, backlog=1_024).start()
    told.send(())
    while True:
        await asyncio.sleep(0.05)
        batch, waiting[:] = list(waiting), []
        if batch:
            told.send(batch)


if __name__ == "__main__":
    sys.exit(main())
