"""Measures how fast documents are matched against standing queries, ours beside Lucene Monitor.

    benchmarks/matching.py --subscriptions N [--mix boolean|full] [--lucene] [--json]
                           [--record FILE]

Both engines get the same made-up queries and documents (`matching_workload.py`), use one core, and
must find the same; ours is also checked on a sample against the naive evaluator. With --lucene
Java 17 and Maven are needed. Prints a table; with --json one JSON object instead.

The clock's best pass counts. `documents_per_processor_second` is what other work on the machine
does not disturb.
"""

import argparse
import dataclasses
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import lucene_rival, matching_measured
from benchmarks.matching_workload import Document, document_frequencies, documents, queries

QUERY_SEED: Final = 1
DOCUMENT_SEED: Final = 7
GOALS: Final = {
    ("boolean", 10_000): 3,
    ("boolean", 100_000): 10,
    ("boolean", 1_000_000): 50,
    ("full", 100_000): 6,
}
"""How many times Lucene Monitor's documents a second are wanted."""


def main() -> int:
    """Print the figures; the exit code is 1 where the engines do not find the same."""
    chosen = _arguments()
    read = list(documents(chosen.documents, DOCUMENT_SEED))
    own = matching_measured.measured(chosen.subscriptions, chosen.mix, QUERY_SEED, read)
    figures = {"subscriptions": chosen.subscriptions, "mix": chosen.mix, **dataclasses.asdict(own)}
    if chosen.lucene:
        figures |= _beside(own, _lucene(chosen, read))
    figures |= {
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    if chosen.record:
        chosen.record.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2) + b"\n")
    print(orjson.dumps(figures).decode() if chosen.json else "\n".join(_lines(figures)))
    return 0 if figures.get("match_sets_equal") is not False and not own.oracle_differences else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--subscriptions", type=int, default=10_000, metavar="N")
    parser.add_argument("--mix", choices=("boolean", "full"), default="boolean")
    parser.add_argument("--documents", type=int, default=1_000, metavar="N")
    parser.add_argument("--lucene", action="store_true", help="measure Lucene Monitor as well")
    parser.add_argument("--heap", type=int, default=8, metavar="GB", help="Lucene Monitor's heap")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--record", type=Path, metavar="FILE", help="keep the figures there too")
    return parser.parse_args()


def _lucene(chosen: argparse.Namespace, read: list[Document]) -> lucene_rival.Rival | str:
    """Return its figures, or why it has none."""
    try:
        return lucene_rival.run(
            queries(chosen.subscriptions, chosen.mix, QUERY_SEED),
            read,
            document_frequencies(),
            heap_gigabytes=chosen.heap,
        )
    except lucene_rival.TooManyQueriesError as error:
        return str(error)


def _beside(
    own: matching_measured.Measured, rival: lucene_rival.Rival | str
) -> dict[str, float | bool | str | None]:
    if isinstance(rival, str):
        return {"lucene": rival, "lucene_docs_per_second": None, "match_sets_equal": None}
    by_processor = rival.documents_per_processor_second
    return {
        "lucene_docs_per_second": rival.documents_per_second,
        "lucene_documents_per_processor_second": by_processor,
        "times_lucene": own.docs_per_second / rival.documents_per_second,
        "times_lucene_by_processor": own.documents_per_processor_second / by_processor,
        "match_sets_equal": own.checksum == rival.checksum,
        "lucene_p99_document_seconds": rival.p99_seconds,
        "lucene_load_seconds": rival.load_seconds,
        "lucene_memory_bytes": rival.heap_bytes,
        "lucene_add_seconds": rival.add_seconds,
        "lucene_remove_seconds": rival.remove_seconds,
    }


def _lines(figures: dict[str, Any]) -> Iterator[str]:
    for name, value in figures.items():
        told = f"{value:,.4g}" if isinstance(value, float) else f"{value}"
        yield f"{name:42} {told}"
    if goal := GOALS.get((figures["mix"], figures["subscriptions"])):
        yield f"{'goal: times Lucene Monitor':42} {goal}"


if __name__ == "__main__":
    sys.exit(main())
