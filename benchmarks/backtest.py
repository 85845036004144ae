"""Measures `dideban backtest` over an archive of made-up news in six languages.

    benchmarks/backtest.py [--articles N] [--store URL] [--json] [--record FILE]

Fills an empty store (SQLite in a scratch folder unless told otherwise; the store named must be
empty) with finished articles of five paragraphs, half of them about one subject, then runs the
command as a user does, in a process of its own, on a query of three clauses of common words and on
a selective one. Both are also tried by reading every article, and must find the same.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import batched
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.harness import news
from dideban.entities.knowledge import names_of
from dideban.packs.loader import pack_names
from dideban.query.document import Document
from dideban.query.engine import Engine
from dideban.query.parser import parse
from dideban.query.tree import Meta, Not
from dideban.text.normalizer import normalize
from schemas.articles import Article, Language, RawArticle, StoryRef
from schemas.codec import decode, encode
from services.cli.ingest import article_of
from services.runtime.settings import Common
from services.store import articles, search
from services.store.engine import Store
from services.store.migrate import migrate

DAYS: Final = 30
SEED: Final = 11
CHUNK: Final = 500
EVERYTHING: Final = Not(Meta("lang", "none"))
QUERIES: Final = {
    "common": (
        '("gas transit" OR «انتقال گاز» OR "транзит газа" OR "gaz taşıma") '
        "(million OR میلیون OR миллион OR milyon) NOT (museum OR موزه)"
    ),
    "selective": '"gas transit" 417 million',
    "pack": "topic:gas-transfer 417",
}


def main() -> int:
    """Print the figures; the exit code is 1 where the index loses or adds an article."""
    chosen = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        settings = Common(home=folder, store=chosen.store)
        filled = 0.0 if chosen.filled else asyncio.run(_fill(settings, chosen.articles))
        figures = {
            "articles": chosen.articles,
            "store": "sqlite" if settings.store_url.startswith("sqlite") else "postgresql",
            "fill_seconds": round(filled, 1) or None,
            "queries": {name: _tried(settings, query) for name, query in QUERIES.items()},
            "cores": os.cpu_count(),
            "load_average": round(os.getloadavg()[0], 1),
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        found = asyncio.run(_by_reading_everything(settings))
    for name, row in figures["queries"].items():
        row["equal_to_reading_everything"] = row["matches"] == found[name]
    if chosen.record:
        Path(chosen.record).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures) if chosen.json else "\n".join(_lines(figures)))
    return (
        0 if all(row["equal_to_reading_everything"] for row in figures["queries"].values()) else 1
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--store", default="", metavar="URL", help="an empty store")
    parser.add_argument("--filled", action="store_true", help="the store has the articles already")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--record", metavar="FILE", help="write the JSON object there")
    return parser.parse_args()


async def _fill(settings: Common, count: int) -> float:
    """Archive and index made-up articles; return the seconds it took."""
    started = time.monotonic()
    numbers = list(batched(range(count), CHUNK))
    async with Store.of(settings) as store:
        await migrate(store)
        with ProcessPoolExecutor() as pool:
            for kept in pool.map(_made, numbers):
                async with store.begin() as connection:
                    read = [decode(Article, record) for record, _ in kept]
                    for each in read:
                        await articles.keep(connection, each, [], each.raw.fetched_at)
                    await search.keep(connection, [entry for _, entry in kept])
    return time.monotonic() - started


def _made(numbers: tuple[int, ...]) -> list[tuple[bytes, search.Entry]]:
    return [(encode(made), search.entry_of(made)) for made in _articles(numbers)]


def _articles(numbers: tuple[int, ...]) -> Iterator[Article]:
    now = datetime.now(UTC)
    for number in numbers:
        row = news.article(SEED, number, wanted=number % 2 == 0, paragraphs=5)
        age = timedelta(days=DAYS * 0.99) * ((number * 7_919 % 10_007) / 10_007)
        row["published_at"] = (now - age).isoformat()
        raw: RawArticle = article_of(json.dumps(row).encode(), "made", alert=False)
        tag = row["language"]
        yield Article(
            raw=raw,
            language=Language(tag=tag, confidence=1.0),
            text=normalize(raw.title, "", raw.body, tag),
            story=StoryRef(story_id=f"story-{number // 3}", role="first"),
        )


def _tried(settings: Common, query: str) -> dict[str, Any]:
    """Run the command twice: cold as far as the process is, and again."""
    runs = [_run(settings, query) for _ in range(2)]
    (cold, report), (warm, _) = runs
    return {
        "query": query,
        "cold_seconds": round(cold, 2),
        "warm_seconds": round(warm, 2),
        "searched": report["searched"],
        "read": report["read"],
        "matches": report["matches"],
    }


def _run(settings: Common, query: str) -> tuple[float, dict[str, Any]]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DIDEBAN")},
        "DIDEBAN_HOME": settings.home,
        "DIDEBAN_STORE": settings.store_url,
    }
    started = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "services.cli", "backtest", query, f"--days={DAYS}", "--json"],
        env=environment,
        capture_output=True,
        check=True,
    )
    return time.monotonic() - started, json.loads(ended.stdout)


async def _by_reading_everything(settings: Common) -> dict[str, int]:
    """Return how many articles each query finds when all are read."""
    found: Counter[str] = Counter()
    with ProcessPoolExecutor() as pool:
        async with Store.of(settings) as store:
            async with store.begin(reading=True) as connection:
                always = datetime.min.replace(tzinfo=UTC)
                numbers = await search.candidates(connection, EVERYTHING, always)
            waiting = [
                pool.submit(_found, records) async for records in search.read(store, numbers)
            ]
        for part in waiting:
            found += part.result()
    return {name: found[name] for name in QUERIES}


@cache
def _engine() -> Engine:
    engine = Engine()
    for name, query in QUERIES.items():
        engine.add(name, parse(query, names=pack_names()))
    return engine


def _found(records: list[bytes]) -> Counter[str]:
    """Return how many of the articles each query finds."""
    documents = [Document.of(decode(Article, record), names_of) for record in records]
    now = datetime.now(UTC)
    return Counter(name for names in _engine().matching(documents, now) for name in names)


def _lines(figures: dict[str, Any]) -> Iterator[str]:
    yield f"{figures['articles']:,} articles, {figures['store']}"
    yield f"{'query':12}{'cold':>8}{'again':>8}{'read':>9}{'matches':>9}  equal"
    for name, row in figures["queries"].items():
        yield (
            f"{name:12}{row['cold_seconds']:8.2f}{row['warm_seconds']:8.2f}{row['read']:9,}"
            f"{row['matches']:9,}  {row['equal_to_reading_everything']}"
        )


if __name__ == "__main__":
    sys.exit(main())
