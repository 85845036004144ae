#!/usr/bin/env python3
"""Asks a running Prometheus every query of the dashboards, and names those that return nothing.

    check_queries.py --prometheus http://127.0.0.1:9090 [--dashboards FOLDER]
                     [--wait SECONDS] [--need-values]

It must scrape the running services and load deploy/prometheus/rules.
"""

import argparse
import json
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent / "dashboards"
RATE_INTERVAL: Final = "1m"  # what Grafana makes of a scrape interval of 15 s
PAUSE_SECONDS: Final = 1.0
ANSWER_SECONDS: Final = 10.0


class QueryError(Exception):
    """Prometheus refuses a query; the message says which and why."""


class AwayError(Exception):
    """Prometheus does not answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of a panel as Prometheus understands it, with the number of series it returned."""

    panel: str
    expr: str
    series: int
    numbers: int


def queries(dashboard: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (where, PromQL) of each panel and variable, Grafana's own variables filled in."""
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            expr = target["expr"].replace("$__rate_interval", RATE_INTERVAL)
            yield panel["title"], expr.replace("$service", ".*")
    for variable in dashboard["templating"]["list"]:
        called = re.fullmatch(r"label_values\((\w+), (\w+)\)", str(variable["query"]))
        if called:
            yield f"variable {variable['name']}", f"group by ({called[2]}) ({called[1]})"


def ask(prometheus: str, panel: str, expr: str) -> Asked:
    """Return how many series the query has now, and how many of them are numbers.

    Raises:
        QueryError: Prometheus refuses the query.
        AwayError: it does not answer.
    """
    url = f"{prometheus.rstrip('/')}/api/v1/query?{urllib.parse.urlencode({'query': expr})}"
    if not url.startswith(("http://", "https://")):
        raise QueryError(f"{prometheus}: an address begins with http:// or https://")
    try:
        with urllib.request.urlopen(url, timeout=ANSWER_SECONDS) as answer:  # noqa: S310  checked
            result = json.load(answer)["data"]["result"]
    except urllib.error.HTTPError as error:
        raise QueryError(f"{panel}: {expr}\n  {error.read().decode()}") from error
    except OSError as error:
        raise AwayError(f"{prometheus} does not answer: {error}") from error
    numbers = sum(sample["value"][1] != "NaN" for sample in result)
    return Asked(panel, expr, len(result), numbers)


def ask_all(every: list[tuple[str, str]], options: argparse.Namespace) -> list[Asked]:
    """Return the answer to each query, asked again until all have data or the time is up.

    Raises:
        QueryError: Prometheus refuses a query.
        AwayError: it does not answer, even when the time is up.
    """
    deadline = time.monotonic() + options.wait
    while True:
        late = time.monotonic() >= deadline
        try:
            asked = [ask(options.prometheus, panel, expr) for panel, expr in every]
        except AwayError:
            if late:
                raise
        else:
            if late or not _empty(asked, need_values=options.need_values):
                return asked
        time.sleep(PAUSE_SECONDS)


def main() -> int:
    """Print each query with its number of series, and return 1 if one has none."""
    options = _options()
    every = [
        query
        for path in sorted(options.dashboards.glob("*.json"))
        for query in queries(json.loads(path.read_text(encoding="utf-8")))
    ]
    try:
        asked = ask_all(every, options)
    except (QueryError, AwayError) as error:
        print(error, file=sys.stderr)
        return 1
    empty = _empty(asked, need_values=options.need_values)
    for one in asked:
        print(f"{one.series:4} series, {one.numbers:4} numbers  {one.panel}: {one.expr}")
    print(f"{len(asked) - len(empty)} of {len(asked)} queries return data")
    for one in empty:
        print(f"nothing: {one.panel}: {one.expr}", file=sys.stderr)
    return int(bool(empty) or not asked)


def _empty(asked: list[Asked], *, need_values: bool) -> list[Asked]:
    return [one for one in asked if not (one.numbers if need_values else one.series)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prometheus", required=True, metavar="URL")
    parser.add_argument("--dashboards", type=Path, default=FOLDER, metavar="FOLDER")
    parser.add_argument("--wait", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument(
        "--need-values",
        action="store_true",
        help="count no NaN: quantiles have values only while records flow",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
