"""The rules are checked by Prometheus's own tools, and by what our services really expose."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from deploy_tools import DEPLOY, exposed_names, require

PROMETHEUS = DEPLOY / "prometheus"
RULE_FILES = sorted((PROMETHEUS / "rules").glob("*.yml"))
TEST_FILES = sorted((PROMETHEUS / "tests").glob("*.yml"))
SERVICES = {
    "fetch", "langid", "normalize", "entities", "stories",
    "alerts", "delivery", "archive", "gateway", "monitor",
}  # fmt: skip


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rules() -> list[dict[str, Any]]:
    return [
        rule for path in RULE_FILES for group in read(path)["groups"] for rule in group["rules"]
    ]


ALERTS = [rule["alert"] for rule in rules() if "alert" in rule]


def promtool(*arguments: str) -> None:
    tool = require("promtool", "prometheus")
    done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_accepts_its_configuration_and_rules() -> None:
    promtool("check", "config", str(PROMETHEUS / "prometheus.yml"))
    promtool("check", "rules", *map(str, RULE_FILES))


@pytest.mark.parametrize("path", TEST_FILES, ids=lambda path: path.stem)
def test_each_rule_fires_and_clears_as_its_cases_say(path: Path) -> None:
    promtool("test", "rules", str(path))


@pytest.mark.parametrize("alert", ALERTS)
def test_each_alert_has_a_case_that_fires_and_one_that_does_not(alert: str) -> None:
    expected = [
        bool(case["exp_alerts"])
        for path in TEST_FILES
        for test in read(path)["tests"]
        for case in test["alert_rule_test"]
        if case["alertname"] == alert
    ]
    assert set(expected) == {True, False}


def test_rules_name_only_metrics_that_services_expose() -> None:
    named = {
        name for rule in rules() for name in re.findall(r"(?<!:)\bdideban_\w+\b(?!:)", rule["expr"])
    }
    assert named
    assert named <= exposed_names()


def test_every_service_is_scraped() -> None:
    jobs = {job["job_name"]: job for job in read(PROMETHEUS / "prometheus.yml")["scrape_configs"]}
    targets = {t for c in jobs["dideban"]["static_configs"] for t in c["targets"]}
    assert targets == {f"{service}:9100" for service in SERVICES}


def test_alertmanager_accepts_its_configuration() -> None:
    tool = require("amtool", "prometheus-alertmanager")
    path = DEPLOY / "alertmanager" / "alertmanager.yml"
    done = subprocess.run([tool, "check-config", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_alertmanager_names_only_alerts_that_exist() -> None:
    for rule in read(DEPLOY / "alertmanager" / "alertmanager.yml")["inhibit_rules"]:
        for matcher in (*rule["source_matchers"], *rule["target_matchers"]):
            names = re.fullmatch(r'alertname=~?"([\w|]+)"', matcher)
            assert names is not None
            assert set(names[1].split("|")) <= set(ALERTS)


def test_the_same_configuration_is_made_for_services_at_other_addresses(tmp_path: Path) -> None:
    script = PROMETHEUS / "configure.py"
    command = [sys.executable, str(script), "langid=127.0.0.1:9101", "fetch=127.0.0.1:9102"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    path = tmp_path / "prometheus.yml"
    path.write_text(done.stdout, encoding="utf-8")
    promtool("check", "config", str(path))
    (job,) = read(path)["scrape_configs"]
    assert job["static_configs"] == [
        {"targets": ["127.0.0.1:9101"], "labels": {"instance": "langid"}},
        {"targets": ["127.0.0.1:9102"], "labels": {"instance": "fetch"}},
    ]


@pytest.mark.parametrize("target", ["langid", "langid=9101", "=127.0.0.1:9101"])
def test_a_target_of_another_form_is_refused_with_the_form_it_should_have(target: str) -> None:
    command = [sys.executable, str(PROMETHEUS / "configure.py"), target]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "is not of the form NAME=HOST:PORT" in done.stderr
