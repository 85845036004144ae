"""Writes docs/reference/reliability.md from measured figures; `--check` says whether it is new.

The figures come from `make test-faults` (DIDEBAN_STORM_RECORD), the kills of
tests/component/delivery (DIDEBAN_KILLS_RECORD), latency.py, delivery.py and footprint.py
(--record), each in a file of benchmarks/results.
"""

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.pages import table, write_or_check

RESULTS: Final = Path(__file__).parent / "results"
PAGE: Final = Path(__file__).parents[1] / "docs" / "reference" / "reliability.md"
BROKERS: Final = {"embedded": "Embedded broker", "kafka": "Apache Kafka 4.0"}
INTRODUCTION: Final = """# Reliability, as measured

This page is written by `python benchmarks/reliability.py` from the files in
`benchmarks/results`; no figure in it is typed by hand.

## The storm

`tests/faults/test_storm.py` starts `dideban run` in an empty home, subscribes a query to a
webhook, and pours in made-up news in six languages, every article a story of its own and half of
them wanted. Meanwhile it kills every service and the broker, twice each, with `kill -9` at random
moments. The embedded broker keeps everything in memory and loses it; `dideban run` starts it anew
and what was not done is sent again from the outbox. When all is quiet it holds that

* every wanted article reached the webhook, and no other did;
* a request that came again carried the same `webhook-id`;
* every article is in the archive, and there is no dead letter;
* for every stage, records read = emitted + dropped + dead;
* matches = delivered + suppressed + dead + pending + deferred, and all are delivered.

The seconds to recover run from the kill until everything it hurt is ready again, while the rest
of the system works off the news and other faults strike; a service that is killed often is
started again after a pause that grows.
"""

KILLS: Final = """## Killed between an effect and its commit

`tests/component/delivery/test_delivery_kill.py` starts the delivery service with a failpoint, at
which it ends itself with `kill -9`, and then without one until every alert is delivered and
recorded. A repeat carried the same `webhook-id` and the same bytes; one that came otherwise would
be an alert told twice. Between a receiver's answer and its record (`after_post`) a repeat cannot be
avoided, only made known by its id.
`tests/component/stage/test_kill_stories_and_alerts.py` does so to the two services before it, with
articles of one event for stories and of one subscription for alerts, until all that was sent is
committed. What is repeated there has the same place in its story, and the same id of its match;
alerts keeps nothing in a store.
`tests/unit/delivery/test_commit_boundaries.py` finds each commit and each send in the code of
stories, alerts and delivery, and holds that each is on a list, with the failpoints on both of its
sides; that the list names the right ones is read, not tested.
"""

DELIVERY: Final = """## Delivery, its pace and who waits for whom

`benchmarks/delivery.py` runs a real Kafka and the delivery service alone. First all matches come
at once, for many webhooks in one other process; then at an even rate, with one target that never
answers and one that refuses connections among them, and it is measured how long the others wait
from the match to its arrival. Kafka and the receivers work on the same cores.
"""


def main() -> int:
    """Write the page, or with --check return 1 where it is not as it would be written."""
    return write_or_check(PAGE, page(), "python benchmarks/reliability.py")


def page() -> str:
    """Return the page's text."""
    storms = _read("storm.json")
    parts = [INTRODUCTION]
    parts += [_storm(title, storms[kind]) for kind, title in BROKERS.items()]
    parts.append(_kills())
    parts.append("## Latency, from seen to webhook\n")
    parts += [_latency(title, _read(f"latency-{kind}.json")) for kind, title in BROKERS.items()]
    parts.append(_delivery())
    parts.append(_footprint(_read("footprint.json")))
    return "\n".join(parts)


def _read(name: str) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((RESULTS / name).read_text(encoding="utf-8"))
    return figures


def _storm(title: str, figures: dict[str, Any]) -> str:
    rows = [
        (
            row["fault"],
            row["times"],
            row["median_recovery_seconds"],
            row["longest_recovery_seconds"],
        )
        for row in figures["faults"]
    ]
    return f"""### {title}

{figures["articles"]:,} articles, {figures["wanted"]:,} of them wanted: **{figures["lost"]} lost**,
{figures["repeated"]} repeated under their id. Faults for {figures["seconds_of_faults"]} s; all
quiet {figures["seconds_until_quiet"]} s after the last had been recovered from. Seed
{figures["seed"]}, {figures["cores"]} cores shared with other work, {figures["measured_on"]}.

{table(("fault", "times", "seconds to recover (median)", "longest"), rows)}"""


def _kills() -> str:
    lines = (RESULTS / "kills.jsonl").read_text(encoding="utf-8").splitlines()
    kills = sorted(map(json.loads, lines), key=_place)
    rows: list[tuple[Any, ...]] = []
    for (service, boundary, store), grouped in groupby(kills, key=_place):
        same = list(grouped)
        counts = ("sent", "lost", "repeated", "otherwise")
        sums = (sum(kill[count] for kill in same) for count in counts)
        rows.append((service, f"`{boundary}`", store, len(same), *sums))
    head = (
        *("service", "killed at", "store", "times"),
        *("records", "lost", "repeated", "repeated otherwise"),
    )
    return f"{KILLS}\nMeasured {max(kill['on'] for kill in kills)}.\n\n{table(head, rows)}"


def _place(kill: dict[str, Any]) -> tuple[str, str, str]:
    return kill["service"], kill["boundary"], kill["store"]


def _latency(title: str, figures: dict[str, Any]) -> str:
    keys = ("median_seconds", "p95_seconds", "p99_seconds")
    named = {"seen to delivered": figures, **figures["parts"]}
    rows = [(name, *(f"{row[key]:.3f}" for key in keys)) for name, row in named.items()]
    return f"""### {title}

{figures["articles"]:,} articles of five paragraphs in six languages at {figures["rate"]:g} a
second through all services, each wanted by one webhook; {figures["lost"]} lost. CPU
{sum(figures["cpu_milliseconds_an_article"].values()):.0f} ms an article. {figures["cores"]} cores
shared with other work (load average {figures["load_average"]} at the end),
{figures["measured_at"]}.
`sent` is when the outbox noted the broker's answer, beside the stages; every other row follows
from the one above it.

{table(("seconds", "median", "p95", "p99"), rows)}"""


def _delivery() -> str:
    measured = [_read(f"delivery-{store}.json") for store in ("sqlite", "postgresql")]
    rows = [
        (
            figures["store"],
            f"{figures['deliveries_per_second']:.0f}",
            f"{figures['median_seconds']:.3f}",
            f"{figures['others_p95_seconds']:.3f}",
            figures["lost"] + figures["others_lost"],
            figures["cores"],
            figures["measured_at"][:10],
        )
        for figures in measured
    ]
    head = ("store", "a second", "median, s", "95th, s", "lost", "cores", "measured on")
    one = measured[0]
    return f"""{DELIVERY}
{one["matches"]:,} matches at once for {one["webhooks"]} webhooks, then {one["rate"]:g} a second.

{table(head, rows)}"""


def _footprint(figures: dict[str, Any]) -> str:
    processes = {**figures["processes"], "**all**": figures}
    rows = [
        (name, f"{row['cpu_percent']:.1f}", row["pss_megabytes"], row["rss_megabytes"])
        for name, row in processes.items()
    ]
    return f"""## Memory and idle CPU

`dideban run` on the embedded broker without sources, after it delivered articles in every
language, idle for {figures["seconds"]} s, {figures["measured_at"]}. CPU in percent of one core,
memory in megabytes; PSS counts a page that processes share once.

{table(("process", "CPU", "PSS", "RSS"), rows)}"""


if __name__ == "__main__":
    sys.exit(main())
