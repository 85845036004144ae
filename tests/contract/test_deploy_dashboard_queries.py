"""A real Prometheus, with our rules, answers the queries of the dashboards."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from deploy_tools import DEPLOY, require

from tests.ports import free_port

pytestmark = pytest.mark.slow

GRAFANA = DEPLOY / "grafana"
EXPORTER = Path(__file__).with_name("toy_exporter.py")


def check(address: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = str(GRAFANA / "check_queries.py")
    command = [sys.executable, script, "--prometheus", address, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def configuration(exporter_port: int) -> str:
    """Return the configuration of deploy/, for one service and in a hurry."""
    script = str(DEPLOY / "prometheus" / "configure.py")
    target = f"delivery=127.0.0.1:{exporter_port}"
    command = [sys.executable, script, "--interval", "1s", target]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    tool = require("prometheus", "prometheus")
    folder = tmp_path_factory.mktemp("prometheus")
    exporter_port, port = free_port(), free_port()
    (folder / "prometheus.yml").write_text(configuration(exporter_port), encoding="utf-8")
    exporter = [sys.executable, str(EXPORTER), str(exporter_port)]
    server = [
        tool,
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with ExitStack() as running, (folder / "prometheus.log").open("wb") as log:
        exporting = running.enter_context(subprocess.Popen(exporter, stdin=subprocess.PIPE))
        running.callback(exporting.communicate)
        serving = running.enter_context(subprocess.Popen(server, stderr=log))
        running.callback(serving.terminate)
        address = f"http://127.0.0.1:{port}"
        ready = check(address, "--wait", "60")
        assert ready.returncode == 0, ready.stdout + ready.stderr
        yield address


def test_every_query_returns_numbers_when_everything_moves(prometheus: str) -> None:
    done = check(prometheus, "--wait", "60", "--need-values")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_query_without_data_is_named(prometheus: str, tmp_path: Path) -> None:
    dashboard = json.loads((GRAFANA / "dashboards" / "pipeline.json").read_text(encoding="utf-8"))
    dashboard["panels"][1]["targets"][0]["expr"] = "dideban_misspelt"
    (tmp_path / "pipeline.json").write_text(json.dumps(dashboard), encoding="utf-8")
    done = check(prometheus, "--dashboards", str(tmp_path))
    assert done.returncode == 1
    assert "nothing: Polls by outcome: dideban_misspelt\n" in done.stderr


def test_a_query_that_prometheus_refuses_is_shown_with_its_reason(
    prometheus: str, tmp_path: Path
) -> None:
    dashboard = json.loads((GRAFANA / "dashboards" / "pipeline.json").read_text(encoding="utf-8"))
    dashboard["panels"][1]["targets"][0]["expr"] = "sum by ("
    (tmp_path / "pipeline.json").write_text(json.dumps(dashboard), encoding="utf-8")
    done = check(prometheus, "--dashboards", str(tmp_path))
    assert done.returncode == 1
    assert "parse error" in done.stderr


def test_no_dashboards_and_no_prometheus_are_failures(tmp_path: Path) -> None:
    absent = f"http://127.0.0.1:{free_port()}"
    assert "does not answer" in check(absent).stderr
    assert check(absent, "--dashboards", str(tmp_path)).returncode == 1
