"""Writes docs/reference/matching.md from measured figures; `--check` says whether it is new.

The figures come from matching.py, backtest.py and subscriptions.py, each in a file of
benchmarks/results; the faults from tests/unit/query_mutants.yaml.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.matching import GOALS
from benchmarks.pages import table, write_or_check

ROOT: Final = Path(__file__).parents[1]
RESULTS: Final = ROOT / "benchmarks" / "results"
PAGE: Final = ROOT / "docs" / "reference" / "matching.md"
INTRODUCTION: Final = """# Matching, as measured

This page is written by `python benchmarks/matching_page.py` from the files in `benchmarks/results`
and the list of faults in `tests/unit/query_mutants.yaml`; nothing in its tables is typed by hand.

## Beside Lucene Monitor

Lucene Monitor 9.11.1 is the best open engine for standing queries there is.
`benchmarks/matching.py` gives both engines the same made-up queries and documents of 400 words
(Zipf's law, phrases planted),
as the same folded words, on one core each, one after the other in one run. The *boolean* mix has
words and phrases under AND, OR and NOT; the *full* mix has NEAR, prefixes, places, metadata and
nesting besides. Lucene Monitor runs on Java 17 with the best of the settings that were tried: the
multipass presearcher with document frequencies as term weights, the queries in batches, and a
warm-up before the clock starts. The best pass of each counts. **The match sets of every run are
equal**: both give the same SHA-256 of all ids by document.
"""
UPDATES: Final = """
## Changes, memory, start

An added query is found by the very next document. Adding and removing are measured one by one while
documents are matched between them and what is kept is compacted; the pause is the longest time one
document took meanwhile, at whatever load the machine had. *Added one by one* is how long a worker
takes that parses nothing but adds every query; *from its copy* how long one takes that reads the
copy of its index, as the alerts service does on Kafka after a restart. Memory is what the process
grew by.
"""
PROOF: Final = """
## How it is proved

* The meaning of the language is a naive evaluator that tries every combination
  (`dideban/query/oracle.py`); it shares no matching code with the engine.
* Hypothesis draws query trees and documents from a vocabulary of words that are prefixes,
  inflections and other cases of each other, and both must agree; a state machine adds, replaces,
  removes, shares, compacts, writes to a file and reads back, and matches, with compaction at 2, 5
  and 1,000 rows.
* Adding a NOT never adds a hit, an OR finds all that its parts find, and the order of updates does
  not matter.
* At a million queries a sample of the queries is compared with the evaluator, and the checksum of
  all match sets with Lucene Monitor's.
* **{count} faults** are put into the engine's source one at a time, and each must be noticed:

"""


def main() -> int:
    """Write the page, or with --check return 1 where it is not as it would be written."""
    return write_or_check(PAGE, page(), "benchmarks/matching_page.py")


def page() -> str:
    """Return the page's text."""
    runs = [json.loads(path.read_text("utf-8")) for path in RESULTS.glob("matching-*.json")]
    runs.sort(key=lambda run: (run["mix"], run["subscriptions"]))
    parts = [INTRODUCTION, _rates(runs), UPDATES, _changes(runs), _scale(), _backtests()]
    return "\n".join(parts) + _proof()


def _rates(runs: list[dict[str, Any]]) -> str:
    head = ("queries", "mix", "documents/s", "Lucene Monitor", "times", "wanted", "slowest percent")
    rows = []
    for run in runs:
        goal = GOALS.get((run["mix"], run["subscriptions"]))
        rows.append(
            (
                f"{run['subscriptions']:,}",
                run["mix"],
                f"{run['docs_per_second']:,.0f}",
                f"{run['lucene_docs_per_second']:,.0f}",
                f"**{run['times_lucene']:.1f}**",
                f"≥ {goal}" if goal else "",
                f"{1_000 * run['p99_document_seconds']:.2f} ms",
            )
        )
    return table(head, rows) + "\n" + "\n".join(_measured(run) for run in runs)


def _measured(run: dict[str, Any]) -> str:
    equal = "match sets equal" if run["match_sets_equal"] else "MATCH SETS DIFFER"
    pairs = f"{run['oracle_pairs']:,} sampled pairs"
    return (
        f"* {run['subscriptions']:,} {run['mix']}: {run['matches_per_document']:.0f} matches a "
        f"document, {equal}, {run['oracle_differences']} of {pairs} differ from the naive "
        f"evaluator; {run['measured_at']}, load average {run['load_average']}."
    )


def _changes(runs: list[dict[str, Any]]) -> str:
    head = (
        *("queries", "mix", "add", "remove", "longest pause"),
        *("added one by one", "from its copy", "memory"),
    )
    rows = [
        (
            f"{run['subscriptions']:,}",
            run["mix"],
            f"{1e6 * run['add_seconds']:.1f} µs",
            f"{1e6 * run['remove_seconds']:.1f} µs",
            f"{1e3 * run['longest_pause_seconds']:.0f} ms",
            f"{run['add_all_seconds']:.1f} s",
            f"{run['load_seconds']:.1f} s",
            f"{run['memory_bytes'] / 1e6:.0f} MB",
        )
        for run in runs
    ]
    return table(head, rows)


def _scale() -> str:
    path = RESULTS / "subscriptions-kafka.json"
    if not path.exists():
        return ""
    run = json.loads(path.read_text("utf-8"))
    waits = run["seen_to_matched_seconds"]
    return f"""## On the running pipe

`benchmarks/subscriptions.py`: the whole system on Apache Kafka 4.0, {run["subscriptions"]:,}
subscriptions imported in {run["import_seconds"]} s, {run["rate"]:g} articles a second through all
services. {run["new_subscriptions"]} subscriptions were made over the API meanwhile, and an article
for each was sent {run["seconds_after_the_answer"]:g} s after the answer: **{run["new_ones_missed"]}
were missed**. From seen to matched took {waits["p50"]} s in the median and {waits["p99"]} s in the
slowest percent. The alerts service, killed with -9, was ready again after
{run["restart_ready_seconds"]} s, and of {run["articles"]:,} articles it missed
**{run["articles_missed"]}**. {run["cores"]} cores shared by everything, load average
{run["load_average"]}, {run["measured_at"]}.
"""


def _backtests() -> str:
    head = ("store", "query", "cold", "again", "articles read", "matches", "as by reading all")
    rows = []
    told = ""
    for path in sorted(RESULTS.glob("backtest-*.json")):
        run = json.loads(path.read_text("utf-8"))
        told += (
            f"* {run['store']}: {run['articles']:,} articles of five paragraphs, {run['cores']} "
            f"cores, load average {run['load_average']}, {run['measured_at']}.\n"
        )
        for name, row in run["queries"].items():
            rows.append(
                (
                    run["store"],
                    name,
                    f"{row['cold_seconds']:.1f} s",
                    f"{row['warm_seconds']:.1f} s",
                    f"{row['read']:,}",
                    f"{row['matches']:,}",
                    "equal" if row["equal_to_reading_everything"] else "DIFFERENT",
                )
            )
    if not rows:
        return ""
    text = "`benchmarks/backtest.py` fills an archive and runs `dideban backtest` as a user does."
    return f"## Backtests\n\n{text}\n\n{table(head, rows)}\n{told}"


def _proof() -> str:
    path = ROOT / "tests" / "unit" / "query_mutants.yaml"
    faults = yaml.safe_load(path.read_text(encoding="utf-8"))
    lines = [f"{n}. {each['fault']} (`{each['module']}`)" for n, each in enumerate(faults, 1)]
    return PROOF.format(count=len(faults)) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
