"""The figures of this project's engine on the workload of matching."""

import gc
import random
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import batched
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.matching_own import LANGUAGE, NOW, document, query
from benchmarks.matching_workload import SAMPLE, Mix, Tree, document_frequencies, queries
from benchmarks.matching_workload import Document as Row
from dideban.query.document import Document
from dideban.query.engine import Engine
from dideban.query.oracle import holds
from dideban.query.tree import Query
from services.runtime.lifecycle import settle

UPDATES: Final = 12_000
"""Subscriptions added and removed one by one, enough for two compactions."""
_LOADED_AT_ONCE: Final = 10_000
"""Queries of the load that are held in memory at a time, besides what the engine keeps."""
_PASSES: Final = 3
_ALONE: Final = 500
"""Documents that are matched one by one for the slowest percent."""
_BETWEEN: Final = 20
"""Updates between two documents while what is kept is compacted."""
_SAMPLED_QUERIES: Final = 500
_SAMPLED_DOCUMENTS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured: seconds by the clock, memory as resident bytes.

    `add_all_seconds` is how long a worker takes that adds query by query, and `memory_bytes` what
    it has then; `load_seconds` how long it takes from the copy of its index that it wrote before
    it ended. What follows is measured on that. `checksum` is the SHA-256 of one line a document:
    its index, a colon, the sorted ids of its matches with commas. `longest_pause_seconds` is the
    longest time one document took while subscriptions came and went.
    """

    docs_per_second: float
    documents_per_processor_second: float
    matches_per_document: float
    p99_document_seconds: float
    load_seconds: float
    add_all_seconds: float
    copy_bytes: int
    memory_bytes: int
    add_seconds: float
    remove_seconds: float
    longest_pause_seconds: float
    oracle_pairs: int
    oracle_differences: int
    checksum: str


class _Built(NamedTuple):
    """An engine to which every query was added, as its copy, and what that took."""

    written: bytes
    sampled: list[tuple[int, Query]]
    seconds: float
    memory_bytes: int


def measured(count: int, mix: Mix, seed: int, rows: Iterable[Row]) -> Measured:
    """Return the figures of `count` queries; a subscription's id is the place of its tree.

    Queries of the next seed are added and removed one by one. The engine is filled in a process
    that ends, as a worker does before the next one reads its copy.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        built = pool.submit(_built, count, mix, seed).result()
    documents = [document(number, row) for number, row in enumerate(rows)]
    more = queries(UPDATES, mix, seed + 1)
    _frequency("")
    engine, load_seconds = _restored(built.written)
    settle()
    found = [sorted(map(int, names)) for names in engine.matching(documents, NOW)]
    rates = [_timed(lambda: list(engine.matching(documents, NOW))) for _ in range(_PASSES)]
    alone = sorted(_alone(engine, each) for each in documents[:_ALONE])
    adding, removing, pause = _updated(engine, [query(tree) for tree in more], documents)
    read = range(len(documents))[:_SAMPLED_DOCUMENTS]
    pairs = [(d, n, asked.tree) for d in read for n, asked in built.sampled]
    return Measured(
        docs_per_second=len(documents) / min(seconds for seconds, _ in rates),
        documents_per_processor_second=len(documents) / min(seconds for _, seconds in rates),
        matches_per_document=sum(map(len, found)) / len(found),
        p99_document_seconds=alone[int(0.99 * len(alone))],
        load_seconds=load_seconds,
        add_all_seconds=built.seconds,
        copy_bytes=len(built.written),
        memory_bytes=built.memory_bytes,
        add_seconds=adding,
        remove_seconds=removing,
        longest_pause_seconds=pause,
        oracle_pairs=len(pairs),
        oracle_differences=sum(
            holds(tree, documents[d], NOW) != (n in found[d]) for d, n, tree in pairs
        ),
        checksum=_checksum(found),
    )


def _load(engine: Engine, trees: Iterable[Tree]) -> tuple[list[tuple[int, Query]], float]:
    """Return some of the queries with their ids, and the seconds of the load of all."""
    draw = random.Random(1)  # noqa: S311 - the same sample each time
    sampled: list[tuple[int, Query]] = []
    spent = 0.0
    for part in batched(enumerate(trees), _LOADED_AT_ONCE):
        made = [(number, query(tree)) for number, tree in part]
        spent += _timed(partial(_add, engine, made))[0]
        sampled += draw.sample(made, min(len(made), 100))
    spent += _timed(lambda: engine.prepare(LANGUAGE))[0]
    return draw.sample(sampled, min(len(sampled), _SAMPLED_QUERIES)), spent


def _built(count: int, mix: Mix, seed: int) -> _Built:
    engine = Engine(_frequency)
    _frequency("")
    settle()
    before = _resident()
    sampled, seconds = _load(engine, queries(count, mix, seed))
    memory_bytes = _resident() - before
    return _Built(engine.copy().written(), sampled, seconds, memory_bytes)


def _frequency(word: str) -> float:
    """Return in which share of other documents a word is."""
    return (document_frequencies().get(word, 0) + 0.5) / SAMPLE


def _restored(written: bytes) -> tuple[Engine, float]:
    """Return the engine, ready for a document, and the seconds until it was."""
    start = time.perf_counter()
    engine = Engine.restored(written, _frequency)
    engine.prepare(LANGUAGE)
    return engine, time.perf_counter() - start


def _add(engine: Engine, made: Iterable[tuple[int, Query]]) -> None:
    for number, asked in made:
        engine.add(str(number), asked)


def _updated(
    engine: Engine, more: list[Query], documents: list[Document]
) -> tuple[float, float, float]:
    """Return the seconds of adding one and of removing one, and of the slowest document between."""

    def add(number: int) -> None:
        engine.add(f"x{number}", more[number])

    def remove(number: int) -> None:
        engine.remove(f"x{number}")

    adding, pauses = _between(add, len(more), engine, documents)
    removing, others = _between(remove, len(more), engine, documents)
    return adding, removing, max(pauses + others)


def _between(
    change: Callable[[int], None], changes: int, engine: Engine, documents: list[Document]
) -> tuple[float, list[float]]:
    """Return the seconds of one change, and of the documents that are matched between changes."""
    spent, pauses = 0.0, []
    for part in batched(range(changes), _BETWEEN):
        spent += _timed(partial(_each, change, part))[0]
        among = documents[part[0] // _BETWEEN % len(documents)]
        pauses.append(_alone(engine, among))
    return spent / changes, pauses


def _each(change: Callable[[int], None], numbers: Iterable[int]) -> None:
    for number in numbers:
        change(number)


def _alone(engine: Engine, single: Document) -> float:
    return _timed(lambda: list(engine.matching((single,), NOW)))[0]


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds by the clock and of the processor."""
    start, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - processor


def _checksum(found: list[list[int]]) -> str:
    lines: Iterator[str] = (f"{i}:{','.join(map(str, ids))}\n" for i, ids in enumerate(found))
    return sha256("".join(lines).encode("ascii")).hexdigest()


def _resident() -> int:
    gc.collect()
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * 4096
