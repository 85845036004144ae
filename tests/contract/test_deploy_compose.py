"""compose.yaml is read by the tool that runs it, and every container is as closed as promised."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from deploy_tools import DEPLOY, ROOT, require

STAGES = (
    "fetch", "langid", "normalize", "entities", "stories",
    "alerts", "delivery", "archive", "gateway", "monitor",
)  # fmt: skip
OTHERS = ("kafka", "postgres", "topics", "migrate", "prometheus", "alertmanager", "grafana")
WITH_STORE = {"fetch", "stories", "delivery", "archive", "gateway", "monitor"}
NEEDS_THE_INTERNET = {"fetch", "delivery"}

SERVER = """
import http.server as s
server = s.ThreadingHTTPServer(("127.0.0.1", 0), s.SimpleHTTPRequestHandler)
print(server.server_port, flush=True)
server.serve_forever()
"""

type Compose = dict[str, Any]


@pytest.fixture(scope="module")
def compose() -> Compose:
    tool = require("docker-compose", "docker-compose")
    command = [tool, "-f", str(ROOT / "compose.yaml"), "config"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "variable is not set" not in done.stderr
    read: Compose = yaml.safe_load(done.stdout)
    return read


def test_it_starts_every_service_and_what_they_stand_on(compose: Compose) -> None:
    assert set(compose["services"]) == {*STAGES, *OTHERS}


@pytest.mark.parametrize("name", STAGES)
def test_each_service_is_started_by_its_name_from_the_one_image(
    compose: Compose, name: str
) -> None:
    service = compose["services"][name]
    assert service["command"] == ["service", name]
    assert service["image"] == "dideban:0.1.0"
    assert service["build"]["dockerfile"] == "deploy/Dockerfile"


@pytest.mark.parametrize("name", [*STAGES, *OTHERS])
def test_each_container_is_closed_and_limited(compose: Compose, name: str) -> None:
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"]


@pytest.mark.parametrize("name", [*STAGES, *OTHERS])
def test_ports_are_published_on_loopback_only(compose: Compose, name: str) -> None:
    for port in compose["services"][name].get("ports", []):
        assert port.startswith("127.0.0.1:")


@pytest.mark.parametrize("name", ["kafka", "postgres", "prometheus", "alertmanager", "grafana"])
def test_what_is_not_ours_has_a_health_check_and_a_fixed_version(
    compose: Compose, name: str
) -> None:
    service = compose["services"][name]
    assert service["healthcheck"]["test"]
    assert re.search(r":v?\d+(\.\d+)*(-\w+)?$", service["image"])


@pytest.mark.parametrize("name", STAGES)
def test_services_start_when_broker_and_topics_are_there(compose: Compose, name: str) -> None:
    waits = compose["services"][name]["depends_on"]
    assert waits["kafka"] == {"condition": "service_healthy"}
    assert waits["topics"] == {"condition": "service_completed_successfully"}
    assert ("postgres" in waits) == (name in WITH_STORE)
    assert ("migrate" in waits) == (name in WITH_STORE)


@pytest.mark.parametrize(
    ("name", "command"), [("topics", ["topics", "create"]), ("migrate", ["store", "migrate"])]
)
def test_what_must_be_there_first_is_made_once_by_a_command_that_exists(
    compose: Compose, name: str, command: list[str]
) -> None:
    assert compose["services"][name]["command"] == command
    asked = [sys.executable, "-m", "services.cli", *command, "--help"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", STAGES)
def test_only_services_with_a_store_see_its_password(compose: Compose, name: str) -> None:
    service = compose["services"][name]
    environment = service["environment"]
    secrets = {secret["source"] for secret in service.get("secrets", [])}
    assert secrets == ({"postgres"} if name in WITH_STORE else set())
    assert ("DIDEBAN_STORE" in environment) == (name in WITH_STORE)
    assert environment["DIDEBAN_BROKER"] == "kafka:9092"


@pytest.mark.parametrize("name", ["kafka", "postgres", *STAGES])
def test_only_what_fetches_delivers_or_publishes_can_leave_the_inner_network(
    compose: Compose, name: str
) -> None:
    assert compose["networks"]["inner"]["internal"] is True
    leaves = "outer" in compose["services"][name]["networks"]
    assert leaves == (name in {*NEEDS_THE_INTERNET, "gateway"})


def test_no_password_stands_in_the_file(compose: Compose) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name:
                assert name.endswith("_FILE")
                assert value.startswith("/run/secrets/")


@pytest.mark.parametrize("name", [*STAGES, *OTHERS])
def test_each_mounted_file_exists_and_is_read_only(compose: Compose, name: str) -> None:
    for volume in compose["services"][name].get("volumes", []):
        source, _target, mode = volume.rsplit(":", 2)
        if source.startswith("/"):
            assert Path(source).exists()
            assert mode == "ro"


def test_secrets_are_made_once_and_never_committed(tmp_path: Path) -> None:
    script = tmp_path / "deploy" / "make-secrets"
    script.parent.mkdir()
    script.write_bytes((DEPLOY / "make-secrets").read_bytes())
    run = ["/bin/sh", str(script)]
    subprocess.run(run, check=True, capture_output=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert set(made) == {"postgres.txt", "grafana.txt"}
    assert all(re.fullmatch(r"[0-9a-f]{64}", secret) for secret in made.values())
    assert made["postgres.txt"] != made["grafana.txt"]
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    subprocess.run(run, check=True, capture_output=True)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made
    ignored = (ROOT / "secrets" / ".gitignore").read_text(encoding="utf-8").splitlines()[1:]
    assert ignored == ["*", "!.gitignore"]


def test_the_health_check_of_the_image_says_whether_the_service_lives(tmp_path: Path) -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    found = re.search(r"^HEALTHCHECK .*?CMD (\[.*?\])$", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    command = json.loads(found[1].replace("\\\n", ""))
    command[0] = sys.executable
    serve = [sys.executable, "-c", SERVER]
    with subprocess.Popen(
        serve, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        environment = {**os.environ, "DIDEBAN_METRICS_PORT": server.stdout.readline().strip()}
        sick = subprocess.run(command, env=environment, check=False).returncode
        (tmp_path / "healthz").write_text("alive")
        well = subprocess.run(command, env=environment, check=False).returncode
        server.terminate()
    gone = subprocess.run(command, env=environment, check=False, capture_output=True).returncode
    assert (sick, well, gone) == (1, 0, 1)


def test_the_image_holds_only_what_it_is_made_of() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in lines
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert allowed == {
        "schemas", "dideban", "services", "requirements", "pyproject.toml", "README.md", "LICENSE",
    }  # fmt: skip


def test_the_image_runs_as_nobody_special() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last_user = [line for line in lines if line.startswith("USER ")][-1]
    assert last_user == "USER dideban"
