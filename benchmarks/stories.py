"""What placing an article in its story costs, on SQLite with many bands in it.

    python benchmarks/stories.py [--bands 2000000] [--articles 600] [--json FILE]

Fills a store with made-up bands and articles, then reads and places articles of our labelled set,
ten a transaction as the stage does: each once, then again from other sources with another figure.
Prints milliseconds an article and keeps them in benchmarks/results/stories.json. Nothing is
extrapolated: the table says how many bands there were.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import batched, count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.stories_quality import PARTS, labelled
from dideban.stories.fingerprint import Fingerprint
from dideban.stories.reading import fingerprint_read
from services.store.engine import Store
from services.store.placing import placed
from services.store.tables import METADATA

RESULTS: Final = Path(__file__).parent / "results/stories.json"
NOW: Final = datetime(2026, 3, 8, tzinfo=UTC)
AT_ONCE: Final = 10
BANDS_AN_ARTICLE: Final = 42
FILL: Final = (
    """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :articles)
    INSERT INTO stories SELECT printf('%032x', i), :at, 'xx' FROM n
    """,
    """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :articles)
    INSERT INTO story_articles SELECT printf('a%031x', i), '1', printf('%032x', i),
        'made-up.example', 'first', :at, hex(randomblob(16)), randomblob(2000), '{}' FROM n
    """,
    """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :bands)
    INSERT OR IGNORE INTO story_bands SELECT lower(hex(randomblob(8))),
        printf('%032x', 1 + i % :articles), printf('a%031x', 1 + i % :articles), '1', :at FROM n
    """,
)


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


async def measured(bands: int, most: int) -> dict[str, float]:
    """Return the figures: counts, and milliseconds an article to read and to place."""
    reading, placing, working = [], [], []
    with TemporaryDirectory() as folder:
        file = Path(folder) / "stories.sqlite"
        async with Store.at(f"sqlite+aiosqlite:///{file}") as store:
            await fill(store, bands)
            for some in batched(islice(articles(), most), AT_ONCE):
                began, worked = time.perf_counter(), time.process_time()
                async with store.begin() as connection:
                    for at, fingerprint, _ in some:
                        await placed(connection, fingerprint, at)
                placing.append((time.perf_counter() - began) * 1000 / len(some))
                working.append((time.process_time() - worked) * 1000 / len(some))
                reading += [seconds * 1000 for _, _, seconds in some]
        size = file.stat().st_size
    return {
        "bands": bands,
        "articles": most,
        "read_ms": round(statistics.fmean(reading[AT_ONCE:]), 2),
        "place_cpu_ms": round(statistics.fmean(working[1:]), 2),
        "place_ms": round(statistics.fmean(placing[1:]), 2),
        "place_p50_ms": round(statistics.median(placing[1:]), 2),
        "bytes_a_band": round(size / bands),
    }


async def fill(store: Store, bands: int) -> None:
    """Make tables with so many bands, and articles to which they lead, of the last day."""
    values = {"bands": bands, "articles": max(1, bands // BANDS_AN_ARTICLE)}
    at = (NOW - timedelta(days=1)).replace(tzinfo=None)
    async with store.begin() as connection:
        await connection.run_sync(METADATA.create_all)
        for statement in FILL:
            named = {name: each for name, each in values.items() if f":{name}" in statement}
            await connection.execute(text(statement), {**named, "at": f"{at}.000000"})


def main() -> None:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bands", type=int, default=2_000_000)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--json", type=Path, default=RESULTS)
    asked = parser.parse_args()
    figures = asyncio.run(measured(asked.bands, asked.articles))
    for name, value in figures.items():
        print(f"{name:14} {value:>12,}")
    asked.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
