"""The dashboards are what their code says, follow our rules, and ask for series that exist."""

import copy
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from deploy_tools import DEPLOY, exposed_names, require

GRAFANA = DEPLOY / "grafana"
PIPELINE = json.loads((GRAFANA / "dashboards" / "pipeline.json").read_text(encoding="utf-8"))
PROCESS_SERIES = {
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
    "process_open_fds",
}

_spec = importlib.util.spec_from_file_location("dashboard_lint", GRAFANA / "lint.py")
assert _spec is not None
assert _spec.loader is not None
lint = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(lint)


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(GRAFANA / script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def panels(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


def expressions(dashboard: dict[str, Any]) -> list[str]:
    return [target["expr"] for panel in panels(dashboard) for target in panel["targets"]]


def test_the_committed_dashboards_are_those_of_the_code() -> None:
    done = run("generate.py", "--check")
    assert done.returncode == 0, done.stderr


def test_the_committed_dashboards_have_no_fault() -> None:
    assert lint.faults(PIPELINE) == []
    assert run("lint.py").returncode == 0


def break_expr(expr: str) -> Callable[[dict[str, Any]], None]:
    def seed(dashboard: dict[str, Any]) -> None:
        panels(dashboard)[0]["targets"][0]["expr"] = expr

    return seed


VIOLATIONS: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("no title", lambda d: panels(d)[0].update(title="")),
    ("no description", lambda d: panels(d)[0].pop("description")),
    ("no unit", lambda d: panels(d)[0]["fieldConfig"]["defaults"].pop("unit")),
    ("no query", lambda d: panels(d)[0].update(targets=[])),
    ("no legend", lambda d: panels(d)[0]["targets"][0].pop("legendFormat")),
    ("data source", lambda d: panels(d)[0]["datasource"].update(uid="prometheus")),
    ("data source", lambda d: panels(d)[0]["targets"][0]["datasource"].update(uid="prometheus")),
    ("no variable `datasource`", lambda d: d["templating"].update(list=[])),
    ("another panel", lambda d: panels(d)[1].update(title=panels(d)[0]["title"])),
    ("the window [5m]", break_expr("sum(rate(dideban_matches_total[5m]))")),
    ("shown without rate", break_expr("sum(dideban_matches_total)")),
    (
        "shown without rate",
        break_expr("rate(dideban_matches_total[$__rate_interval]) / dideban_matches_total"),
    ),
    ("shown without rate", break_expr("histogram_quantile(0.9, dideban_record_seconds_bucket)")),
    ("which is no counter", break_expr("rate(dideban_ledger_rows[$__rate_interval])")),
]


@pytest.mark.parametrize(
    ("said", "seed"), VIOLATIONS, ids=[f"{i}-{said}" for i, (said, _) in enumerate(VIOLATIONS)]
)
def test_the_lint_finds_a_seeded_fault_and_names_it(
    said: str, seed: Callable[[dict[str, Any]], Any]
) -> None:
    dashboard = copy.deepcopy(PIPELINE)
    seed(dashboard)
    found = lint.faults(dashboard)
    assert len(found) == 1
    assert said in found[0]


def test_the_lint_is_not_misled_by_label_values_and_recorded_series() -> None:
    expr = 'sum(instance:dideban_records_in_hand:sum{group=~"(?:a[.-])?b_total"})'
    assert list(lint.faults_of_query(expr)) == []


def test_panels_do_not_overlap_and_stay_on_the_grid() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in PIPELINE["panels"]:
        grid = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(grid["x"], grid["x"] + grid["w"])
            for y in range(grid["y"], grid["y"] + grid["h"])
        }
        assert not cells & taken
        assert grid["x"] + grid["w"] <= 24
        taken |= cells


def recorded_names() -> set[str]:
    rules = yaml.safe_load(
        (DEPLOY / "prometheus" / "rules" / "recording.yml").read_text(encoding="utf-8")
    )
    return {rule["record"] for group in rules["groups"] for rule in group["rules"]}


def test_panels_ask_only_for_series_that_services_expose_or_rules_record() -> None:
    known = exposed_names() | recorded_names() | PROCESS_SERIES
    named = {
        name
        for expr in expressions(PIPELINE)
        for name in re.findall(r"\b(?:\w+:)?(?:dideban|process)_\w+(?::\w+)?|\bdideban:\w+", expr)
    }
    assert len(named) > 20
    assert named <= known


def test_the_provisioned_source_is_prometheus_at_the_pace_it_scrapes() -> None:
    (source,) = yaml.safe_load(
        (GRAFANA / "provisioning" / "datasources" / "prometheus.yml").read_text(encoding="utf-8")
    )["datasources"]
    scraped = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text(encoding="utf-8"))
    assert (source["uid"], source["type"]) == ("prometheus", "prometheus")
    assert source["jsonData"]["timeInterval"] == scraped["global"]["scrape_interval"]


def test_prometheus_understands_every_query() -> None:
    tool = require("promtool", "prometheus")
    rules = [
        {"record": f"query:{number}", "expr": expr.replace("$__rate_interval", "1m")}
        for number, expr in enumerate(expressions(PIPELINE))
    ]
    text = yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]})
    done = subprocess.run(
        [tool, "check", "rules", "/dev/stdin"],
        input=text, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
