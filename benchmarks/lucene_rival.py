"""Measures Lucene Monitor, the best known engine of its kind, on queries and documents of ours.

The program that drives it is in `benchmarks/lucene`, needs Java 17 and Maven, and is built when
its sources are newer than the last build. It matches on one core, as our engine does.
"""

import dataclasses
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import orjson

from benchmarks.matching_workload import SAMPLE, Document, Tree

PROGRAM: Final = Path(__file__).parent / "lucene"
TARGET: Final = PROGRAM / "target"
BUILT: Final = TARGET / "rival.jar"
MAIN: Final = "org.dideban.rival.Main"
ONE_CORE: Final = ("-XX:ActiveProcessorCount=1", "-XX:+UseSerialGC")
OUT_OF_MEMORY: Final = 3
"""How Java exits with -XX:+ExitOnOutOfMemoryError."""


class RivalError(Exception):
    """Lucene Monitor cannot be measured, for the reason given."""


class MissingToolError(RivalError):
    """Java or Maven is not installed."""


class TooManyQueriesError(RivalError):
    """The queries do not fit into the heap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of Lucene Monitor, explained in `Settings.java`; these were the best ones."""

    presearch_passes: int = 2
    commonest: float = 1.0
    layout: Literal["all", "both"] = "all"
    prefixes: Literal["none", "edges", "ngrams"] = "edges"
    near: Literal["spans", "intervals"] = "spans"
    decompose: bool = True
    segments: int = 1
    postings: Literal["default", "direct"] = "direct"
    cache: bool = False
    commit_every: int = 5_000
    batch: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to measure: seconds of warm-up, timed passes, single updates."""

    warm_up_seconds: float = 20.0
    passes: int = 3
    updates: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """What was measured; the best pass counts.

    Seconds are those of the clock; a busy machine takes more of them, but hardly more processor
    seconds, in which collecting garbage is counted too.

    `checksum` is the SHA-256 of one line a document: its index, a colon, the sorted ids of its
    matches with commas. `matches` are these ids, and None unless they were asked for.
    """

    documents_per_second: float
    documents_per_processor_second: float
    documents_per_second_of_passes: tuple[float, ...]
    median_seconds: float
    p99_seconds: float
    load_seconds: float
    heap_bytes: int
    index_entries: int
    queries_run_per_document: float
    matches_per_document: float
    checksum: str
    add_seconds: float | None = None
    remove_seconds: float | None = None
    matches: tuple[tuple[int, ...], ...] | None = None


def run(
    queries: Iterable[Tree],
    documents: Iterable[Document],
    frequencies: Mapping[str, int],
    *,
    heap_gigabytes: int = 4,
    settings: Settings = Settings(),
    effort: Effort = Effort(),
    keep_matches: bool = False,
) -> Rival:
    """Return the figures of Lucene Monitor; a query's id is its place among the queries.

    `frequencies` say in how many of `SAMPLE` other documents a word is.

    Raises:
        MissingToolError: Java or Maven is not installed.
        TooManyQueriesError: the queries do not fit into the heap.
        RivalError: the build or the run failed.
    """
    build()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        job = _written(folder, queries, documents, frequencies)
        job |= dataclasses.asdict(effort) | {"settings": dataclasses.asdict(settings)}
        job["matches"] = str(folder / "matches") if keep_matches else None
        (folder / "job").write_bytes(orjson.dumps(job))
        figures = _figures(folder / "job", heap_gigabytes)
        figures["documents_per_second_of_passes"] = tuple(figures["documents_per_second_of_passes"])
        return Rival(**figures, matches=_matches(folder / "matches") if keep_matches else None)


def missing() -> str | None:
    """Return which of the programs that are needed is not installed, if any is."""
    return next((tool for tool in ("java", "mvn") if shutil.which(tool) is None), None)


def build() -> None:
    """Build the driver unless the last build is newer than the sources."""
    if tool := missing():
        message = f"Lucene Monitor needs {tool}, which is not installed"
        raise MissingToolError(message)
    sources = [PROGRAM / "pom.xml", *PROGRAM.glob("src/**/*.java")]
    changed = max(source.stat().st_mtime for source in sources)
    if not BUILT.exists() or BUILT.stat().st_mtime < changed:
        _succeed("mvn", "-q", "-f", str(PROGRAM / "pom.xml"), "clean", "package")


def _written(
    folder: Path,
    queries: Iterable[Tree],
    documents: Iterable[Document],
    frequencies: Mapping[str, int],
) -> dict[str, Any]:
    """Write the workload into the folder and return where each part of it is."""
    numbered = ({"id": number, "tree": tree} for number, tree in enumerate(queries))
    counted = {"documents": SAMPLE, "words": frequencies}
    parts = {"queries": numbered, "documents": documents, "frequencies": (counted,)}
    for name, rows in parts.items():
        with (folder / name).open("wb") as file:
            file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
    return {name: str(folder / name) for name in parts}


def _figures(job: Path, heap_gigabytes: int) -> dict[str, Any]:
    answer = _succeed(
        "java",
        f"-Xms{heap_gigabytes}g",
        f"-Xmx{heap_gigabytes}g",
        "-XX:+ExitOnOutOfMemoryError",
        *ONE_CORE,
        "-cp",
        f"{BUILT}:{TARGET / 'lib'}/*",
        MAIN,
        str(job),
        full=f"the queries could not be loaded in {heap_gigabytes} GB",
    )
    figures: dict[str, Any] = orjson.loads(answer.splitlines()[-1])
    return figures


def _succeed(*command: str, full: str = "") -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if full and done.returncode == OUT_OF_MEMORY:
        raise TooManyQueriesError(full)
    if done.returncode:
        message = f"{command[0]} failed: {(done.stderr or done.stdout)[-2_000:]}"
        raise RivalError(message)
    return done.stdout


def _matches(file: Path) -> tuple[tuple[int, ...], ...]:
    ids = (line.partition(":")[2] for line in file.read_text("ascii").splitlines())
    return tuple(tuple(int(each) for each in line.split(",") if each) for line in ids)
