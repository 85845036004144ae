"""Measures subscriptions at scale on the running pipe, with a real Kafka.

    subscriptions.py [--subscriptions N] [--rate 50] [--seconds 60] [--json] [--record FILE]
                     [--broker HOST:PORT]

Starts the whole system, imports N made-up subscriptions, and pours in made-up news. Meanwhile it
subscribes over the API, and sends an article for each new subscription one second after the API
answered: each must be matched. Then it kills the alerts service with -9 and says how long it takes
until it is ready again, and whether any article was missed.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import aiohttp
from sqlalchemy import select

from benchmarks.harness import news
from benchmarks.harness.kafka import kafka
from benchmarks.harness.system import System, running
from schemas.articles import RawArticle
from schemas.codec import decode
from schemas.matches import Match
from services.cli.ingest import article_of
from services.store import outbox, tables
from services.store.engine import Store

PARAGRAPHS: Final = 2
WORDS: Final = 50_000
SEED: Final = 5
AFTER_ANSWER_SECONDS: Final = 1.0
EVERY_SECONDS: Final = 0.5
LATE_SECONDS: Final = 90.0
WARM_UP: Final = 12
"""Articles, two of each language, that are matched before anything is measured."""
PASSWORD: Final = "made up for one measurement"  # noqa: S105  nobody else's


@dataclass(slots=True)
class Sent:
    """What was sent: when each article was seen, and which ones somebody waits for."""

    seen: dict[str, float] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)
    asked: dict[str, str] = field(default_factory=dict)
    """By new subscription, the article that is for it alone."""


def main() -> int:
    """Measure, print, and return 0; 1 when something that was asked for was not matched."""
    chosen = _chosen()
    figures = asyncio.run(_measured(chosen))
    if chosen.record:
        chosen.record.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=None if chosen.json else 2))
    return 1 if figures["new_ones_missed"] or figures["articles_missed"] else 0


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--subscriptions", type=int, default=100_000, metavar="N")
    parser.add_argument("--rate", type=float, default=50.0, help="articles a second")
    parser.add_argument("--seconds", type=float, default=60.0, help="of articles, before the kill")
    parser.add_argument("--broker", metavar="HOST:PORT", help="use this Kafka")
    parser.add_argument("--json", action="store_true", help="print one line")
    parser.add_argument("--record", type=Path, metavar="FILE", help="keep the figures there too")
    return parser.parse_args()


async def _measured(chosen: argparse.Namespace) -> dict[str, Any]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dideban-subs-")))
        broker = chosen.broker
        if broker is None:
            broker = (await stack.enter_async_context(kafka(folder))).address
        home = folder / "home"
        system = await stack.enter_async_context(running(home, broker=broker))
        store = await stack.enter_async_context(system.store())
        imported = await _import(system, folder, chosen.subscriptions)
        browser = await stack.enter_async_context(_signed_in(system))
        sent, pouring = Sent(), asyncio.Event()
        pour = asyncio.create_task(_pour(store, sent, chosen.rate, pouring))
        await _warm(store, sent)
        for _ in range(round(chosen.seconds / EVERY_SECONDS)):
            await asyncio.gather(_ask(browser, store, sent), asyncio.sleep(EVERY_SECONDS))
        await asyncio.sleep(AFTER_ANSWER_SECONDS)
        system.kill("alerts")
        ready = await _ready_again(system)
        await asyncio.sleep(5)
        pouring.set()
        await pour
        matched = await _all_matched(store, sent)
        restarted = await system.metrics("alerts")
    waits = [matched[pair] - sent.seen[pair[1]] for pair in sent.asked.items() if pair in matched]
    everybody = {article for subscription, article in matched if subscription not in sent.asked}
    origin = [labels for (name, labels) in restarted if name == "dideban_index_ready_seconds"]
    return {
        "subscriptions": chosen.subscriptions,
        "import_seconds": imported[0],
        "import_to_known_seconds": imported[1],
        "rate": chosen.rate,
        "articles": len(sent.seen),
        "articles_missed": len(sent.wanted - everybody),
        "new_subscriptions": len(sent.asked),
        "seconds_after_the_answer": AFTER_ANSWER_SECONDS,
        "new_ones_missed": len(sent.asked) - len(waits),
        "seen_to_matched_seconds": _percentiles(waits),
        "restart_ready_seconds": ready,
        "restart_origin": origin,
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


async def _import(system: System, folder: Path, count: int) -> tuple[float, float]:
    """Import the subscriptions; return the seconds until they stood and until they were known."""
    draw = random.Random(SEED)  # noqa: S311  made-up queries
    rows = [{"name": "everybody's", "query": news.QUERY}]
    rows += [{"name": f"made up {number}", "query": _query(draw)} for number in range(count - 1)]
    path = folder / "subscriptions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    started = time.monotonic()
    await system.command("subscriptions", "import", str(path))
    stood = time.monotonic() - started
    while (await system.metrics("alerts")).get(("dideban_subscriptions", ""), 0) < count:  # noqa: ASYNC110  another process
        await asyncio.sleep(0.2)
    return round(stood, 1), round(time.monotonic() - started, 1)


def _query(draw: random.Random) -> str:
    one, two, three = (f"w{draw.randrange(WORDS)}" for _ in range(3))
    shapes = (
        f"{one} {two}",
        f'"{one} {two}" OR {three}',
        f"{one} NEAR/8 ({two} OR {three})",
        f"title:{one} AND NOT {two}",
        f"topic:gas-transfer {one}",
    )
    return draw.choice(shapes)


@asynccontextmanager
async def _signed_in(system: System) -> AsyncIterator[aiohttp.ClientSession]:
    """Set up the first user, and give their browser."""
    link = (system.home / "setup-link.txt").read_text(encoding="utf-8").strip()
    found = re.search(r"code=(\S+)", link)
    form = {"code": found[1] if found else "", "name": "measurer", "password": PASSWORD}
    headers = {"Sec-Fetch-Site": "same-origin"}
    jar = aiohttp.CookieJar(unsafe=True)
    base = f"http://127.0.0.1:{system.port}"
    async with aiohttp.ClientSession(base, headers=headers, cookie_jar=jar) as browser:
        async with browser.post("/setup", data=form) as answer:
            answer.raise_for_status()
        yield browser


async def _warm(store: Store, sent: Sent) -> None:
    """Wait until articles of every language are matched: the first one of each learns all words."""
    async with asyncio.timeout(LATE_SECONDS):
        while True:
            await asyncio.sleep(1)
            first = set(sorted(sent.wanted)[:WARM_UP])
            matched = {article for _, article in await _matched(store)}
            if len(first) == WARM_UP and first <= matched:
                return


async def _ask(browser: aiohttp.ClientSession, store: Store, sent: Sent) -> None:
    """Subscribe a word nobody else has, and send an article with it after the answer."""
    word = f"new{random.randrange(10**12)}"  # noqa: S311  a made-up word
    async with browser.post("/api/v1/subscriptions", json={"query": word}) as answer:
        answer.raise_for_status()
        subscription_id = (await answer.json())["subscription_id"]
    await asyncio.sleep(AFTER_ANSWER_SECONDS)
    line = news.article(SEED, 10**9 + len(sent.asked), wanted=False, paragraphs=PARAGRAPHS)
    line |= {"id": word, "text": f"{line['text']} {word}."}
    sent.asked[subscription_id] = await _send(store, sent, line)


async def _pour(store: Store, sent: Sent, rate: float, enough: asyncio.Event) -> None:
    started = time.monotonic()
    number = 0
    while not enough.is_set():
        await asyncio.sleep(max(0.0, started + number / rate - time.monotonic()))
        line = news.article(SEED, number, wanted=number % 5 == 0, paragraphs=PARAGRAPHS)
        article_id = await _send(store, sent, line)
        if number % 5 == 0:
            sent.wanted.add(article_id)
        number += 1


async def _send(store: Store, sent: Sent, line: dict[str, str]) -> str:
    article: RawArticle = article_of(json.dumps(line).encode(), "made-up", alert=True)
    async with store.begin() as connection:
        await outbox.put(connection, [article], article.fetched_at)
    sent.seen[article.article_id] = article.fetched_at.timestamp()
    return article.article_id


async def _ready_again(system: System) -> float:
    """Return the seconds from the kill until the alerts service was ready for articles."""
    started = time.monotonic()
    while await system.ready("alerts"):  # noqa: ASYNC110  another process
        await asyncio.sleep(0.02)
    await system.until_ready(["alerts"])
    return round(time.monotonic() - started, 1)


async def _all_matched(store: Store, sent: Sent) -> dict[tuple[str, str], float]:
    """Return when each pair of subscription and article was matched, once all were, or late."""
    deadline = time.monotonic() + LATE_SECONDS
    while True:
        matched = await _matched(store)
        new = set(sent.asked.items()) - matched.keys()
        old = sent.wanted - {article for _, article in matched}
        if not (new or old) or time.monotonic() > deadline:
            return matched
        await asyncio.sleep(1)


async def _matched(store: Store) -> dict[tuple[str, str], float]:
    columns = tables.ledger.c.subscription_id, tables.ledger.c.match
    async with store.begin(reading=True) as connection:
        rows = (await connection.execute(select(*columns))).all()
    matches = [(row.subscription_id, decode(Match, row.match)) for row in rows]
    return {(s, m.article.article_id): m.matched_at.timestamp() for s, m in matches}


def _percentiles(values: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return {name: round(cuts[at], 3) for name, at in (("p50", 49), ("p95", 94), ("p99", 98))}


if __name__ == "__main__":
    sys.exit(main())
