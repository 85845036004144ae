#!/usr/bin/env python3
"""Says what is wrong with the committed dashboards; the rules are those of `faults_of_panel`.

lint.py [FILE…]    every file of dashboards/ if none is named; exit code 1 if anything is wrong
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent / "dashboards"
SOURCE: Final = "${datasource}"
COUNTER: Final = re.compile(r"\b\w+_(?:total|bucket|sum|count)\b(?!:)")
RATED: Final = re.compile(r"\b(?:rate|increase|irate)\(\s*([\w:]+)")
WINDOW: Final = re.compile(r"\[([^\]]*)\]")


def faults(dashboard: dict[str, Any]) -> list[str]:
    """Return a sentence for each fault of a dashboard in Grafana's JSON form."""
    found = [] if _has_source_variable(dashboard) else ["no variable `datasource` of its type"]
    titles: set[str] = set()
    for panel in _panels(dashboard):
        title = panel.get("title") or f"panel {panel.get('id')}"
        found += [f"{title}: {fault}" for fault in faults_of_panel(panel)]
        if title in titles:
            found.append(f"{title}: another panel has this title")
        titles.add(title)
    return found


def faults_of_panel(panel: dict[str, Any]) -> Iterator[str]:
    """Yield what a reader of the panel would miss, or what would show a wrong number."""
    for name in ("title", "description"):
        if not panel.get(name):
            yield f"no {name}"
    if not panel.get("fieldConfig", {}).get("defaults", {}).get("unit"):
        yield "no unit"
    if not panel.get("targets"):
        yield "no query"
    for part in (panel, *panel.get("targets", [])):
        if (part.get("datasource") or {}).get("uid") != SOURCE:
            yield f"its data source is not {SOURCE}"
    for target in panel.get("targets", []):
        if not target.get("legendFormat"):
            yield f"query {target.get('refId')} has no legend"
        yield from faults_of_query(target.get("expr", ""))


def faults_of_query(expr: str) -> Iterator[str]:
    """Yield the faults of one PromQL expression."""
    names = re.sub(r'\{[^}]*\}|"[^"]*"', "", expr)  # labels and their values are no series
    rated = RATED.findall(names)
    for window in WINDOW.findall(names):
        if window != "$__rate_interval":
            yield f"the window [{window}] is not [$__rate_interval]"
    for series in rated:
        if not COUNTER.fullmatch(series):
            yield f"rate of {series}, which is no counter"
    for counter in sorted(set(COUNTER.findall(names))):
        if names.count(counter) > rated.count(counter):
            yield f"the counter {counter} is shown without rate"


def _has_source_variable(dashboard: dict[str, Any]) -> bool:
    variables = dashboard.get("templating", {}).get("list", [])
    return any(v.get("name") == "datasource" and v.get("type") == "datasource" for v in variables)


def _panels(dashboard: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for panel in dashboard.get("panels", []):
        if panel.get("type") == "row":
            yield from panel.get("panels", [])
        else:
            yield panel


def main(arguments: list[str]) -> int:
    """Lint the named files, or all, and return the exit code."""
    paths = [Path(name) for name in arguments] or sorted(FOLDER.glob("*.json"))
    found = [
        f"{path.name}: {fault}"
        for path in paths
        for fault in faults(json.loads(path.read_text(encoding="utf-8")))
    ]
    print("\n".join(found) if found else f"{len(paths)} dashboards, nothing wrong")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
