"""What placing an article in its story costs, on SQLite that holds many others.

    python benchmarks/stories.py [--held 50000] [--articles 600] [--json FILE]

Fills a store with made-up articles and their keys (5,184,000 are 72 hours at 20 a second, and take
half an hour), then reads and places articles of our labelled set, ten a transaction as the stage
does: each once, then again from other sources with another figure. At the end it forgets as many
as the stage does at a time. Prints milliseconds an article and keeps them in
benchmarks/results/stories.json. Nothing is extrapolated: it says how many articles were held.
"""

import argparse
import asyncio
import json
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import batched, count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.stories_quality import PARTS, labelled
from dideban.stories.fingerprint import Fingerprint
from dideban.stories.reading import fingerprint_read
from services.store import stories
from services.store.engine import Store
from services.store.placing import placed
from services.store.tables import METADATA
from services.stories.app import FORGET_AT_ONCE

RESULTS: Final = Path(__file__).parent / "results/stories.json"
NOW: Final = datetime(2026, 3, 8, tzinfo=UTC)
AT_ONCE: Final = 10
KEYS_AN_ARTICLE: Final = 50
FILLED_AT_ONCE: Final = 50_000
"""Keys come in the order of articles, so at random: pages of the table are as full as they get."""
MEMBER: Final = (
    "INSERT INTO story_members VALUES"
    " (?, printf('a%031x', ?), '1', printf('%032x', ?), 'made-up.example', 'first', ?, ?, '{}')"
)
KEY: Final = "INSERT OR IGNORE INTO story_keys VALUES (?, ?)"


def articles() -> Iterator[tuple[datetime, Fingerprint, float]]:
    """Yield articles with the seconds (of the processor) that reading each took, for ever."""
    news = sorted(
        (each for part in PARTS for each in labelled(part)), key=lambda each: each.raw.fetched_at
    )
    for again in count():
        for each in news:
            raw = replace(
                each.raw,
                article_id=f"{each.raw.article_id}-{again}",
                source=f"{again}.{each.raw.source}",
                body=f"{each.raw.body} {again}." if again else each.raw.body,
            )
            began = time.process_time()
            fingerprint = fingerprint_read(raw, each.language)
            yield raw.fetched_at, fingerprint, time.process_time() - began


async def measured(held: int, most: int) -> dict[str, float]:
    """Return the figures: counts, sizes, and milliseconds an article to read, place and forget."""
    reading, placing, working = [], [], []
    with TemporaryDirectory() as folder:
        file = Path(folder) / "stories.sqlite"
        async with Store.at(f"sqlite+aiosqlite:///{file}") as store:
            async with store.begin() as connection:
                await connection.run_sync(METADATA.create_all)
            sizes = fill(file, held)
            for some in batched(islice(articles(), most), AT_ONCE):
                began, worked = time.perf_counter(), time.process_time()
                async with store.begin() as connection:
                    for at, fingerprint, _ in some:
                        await placed(connection, fingerprint, at)
                placing.append((time.perf_counter() - began) * 1000 / len(some))
                working.append((time.process_time() - worked) * 1000 / len(some))
                reading += [seconds * 1000 for _, _, seconds in some]
            began = time.perf_counter()
            async with store.begin() as connection:
                forgotten = await stories.forget_keys(connection, NOW, FORGET_AT_ONCE)
            forgetting = (time.perf_counter() - began) * 1000 / forgotten
    return {
        "held": held,
        **sizes,
        "articles": most,
        "read_ms": round(statistics.fmean(reading[AT_ONCE:]), 2),
        "place_cpu_ms": round(statistics.fmean(working[1:]), 2),
        "place_ms": round(statistics.fmean(placing[1:]), 2),
        "place_p50_ms": round(statistics.median(placing[1:]), 2),
        "forget_ms": round(forgetting, 2),
    }


def fill(file: Path, held: int) -> dict[str, int]:
    """Make so many articles of the last day, with their keys; return what the tables take."""
    at = f"{(NOW - timedelta(days=1)).replace(tzinfo=None)}.000000"
    texts = [fingerprint.to_bytes() for _, fingerprint, _ in islice(articles(), 100)]
    draw = np.random.default_rng(7)
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA synchronous = OFF")
        for some in batched(range(1, held + 1), FILLED_AT_ONCE):
            members = ((n, n, n, at, texts[n % len(texts)]) for n in some)
            database.executemany(MEMBER, members)
            keys = draw.integers(-(2**63), 2**63, len(some) * KEYS_AN_ARTICLE)
            owners = np.repeat(np.array(some), KEYS_AN_ARTICLE)
            order = np.argsort(keys)
            pairs = zip(keys[order].tolist(), owners[order].tolist(), strict=True)
            database.executemany(KEY, pairs)
            database.commit()
        pages = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE ?"
        taken = {
            name: database.execute(pages, (f"%{name}%",)).fetchone()[0]
            for name in ("story_keys", "story_members")
        }
    return {
        "keys_bytes_an_article": round(taken["story_keys"] / held),
        "members_bytes_an_article": round(taken["story_members"] / held),
        "megabytes": round(sum(taken.values()) / 1_000_000),
    }


def main() -> None:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", type=int, default=50_000)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--json", type=Path, default=RESULTS)
    asked = parser.parse_args()
    figures = asyncio.run(measured(asked.held, asked.articles))
    for name, value in figures.items():
        print(f"{name:26} {value:>12,}")
    asked.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
