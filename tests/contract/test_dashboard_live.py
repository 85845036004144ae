"""Every query of the dashboard returns data from a Prometheus that scrapes the running services."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from deploy_tools import DEPLOY, require

from services.cli.supervisor import METRICS_PORT_OFFSET, SERVICES
from tests.component.running import Running
from tests.ports import free_port

pytestmark = pytest.mark.slow


@pytest.fixture
def prometheus(tmp_path: Path) -> Iterator[str]:
    tool = require("prometheus", "prometheus")
    port = free_port()
    with ExitStack() as stack:
        running = Running(tmp_path / "home", "--demo")
        stack.callback(running.end)
        targets = [
            f"{name}=127.0.0.1:{running.port + METRICS_PORT_OFFSET + place}"
            for place, name in enumerate(SERVICES)
        ]
        script = str(DEPLOY / "prometheus" / "configure.py")
        configured = subprocess.run(
            [sys.executable, script, "--interval", "1s", *targets],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        (tmp_path / "prometheus.yml").write_text(configured, encoding="utf-8")
        serving = stack.enter_context(
            subprocess.Popen(
                [
                    tool,
                    f"--config.file={tmp_path / 'prometheus.yml'}",
                    f"--storage.tsdb.path={tmp_path / 'data'}",
                    f"--web.listen-address=127.0.0.1:{port}",
                ],
                stderr=subprocess.DEVNULL,
            )
        )
        stack.callback(serving.terminate)
        running.wait_for(r"^All services are ready", 120)
        yield f"http://127.0.0.1:{port}"


def test_every_query_returns_data_from_the_running_services(prometheus: str) -> None:
    script = str(DEPLOY / "grafana" / "check_queries.py")
    done = subprocess.run(
        [sys.executable, script, "--prometheus", prometheus, "--wait", "90"],
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )
    assert done.returncode == 0, done.stdout + done.stderr
