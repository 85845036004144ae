"""The first minute of a stranger: `dideban run --demo`, the tutorial, and a second start."""

import json
import re
import shlex
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.component.running import Running

ROOT = Path(__file__).parents[2]
ALERT = re.compile(r"^\d\d:\d\d:\d\d  ")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("demo"), "--demo")
    yield running
    if running.process.poll() is None:
        running.end()


def test_both_packs_alert_within_half_a_minute(demo: Running) -> None:
    ready, _ = demo.wait_for(r"^All services are ready")
    for name in ("Gas transfer", "North–South corridor"):
        moment, line = demo.wait_for(rf"^\d\d:\d\d:\d\d.*{name}")
        assert moment < max(ready, 0) + 30, line


def test_it_says_where_the_page_is_and_what_to_try(demo: Running) -> None:
    _, line = demo.wait_for("^The page: ")
    address = line.split()[2]
    with urllib.request.urlopen(address) as answer:  # noqa: S310  our own page
        assert answer.status == 200
    told = "\n".join(line for _, line in demo.lines)
    for command in ("sources add", "subscribe", "doctor"):
        assert f"dideban {command}" in told


def tutorial_commands() -> list[str]:
    text = (ROOT / "docs" / "tutorial" / "first-minutes.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines() if line]
    return [line for line in lines if line.startswith(".venv/bin/dideban ")]


def test_the_tutorial_has_commands() -> None:
    assert len(tutorial_commands()) >= 7


@pytest.mark.parametrize("line", tutorial_commands())
def test_a_command_of_the_tutorial_works_beside_the_running_system(
    demo: Running, line: str
) -> None:
    demo.wait_for(r"^All services are ready")
    ended = demo.command(*shlex.split(line)[1:], DIDEBAN_GATEWAY_PORT=str(demo.port))
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_trace_of_an_alerted_article_names_every_stage(demo: Running) -> None:
    demo.wait_for(r"^\d\d:\d\d:\d\d.*Gas transfer")
    shown = demo.command("alerts", "tail", "--last", "1", "--no-follow", "--json")
    alert = json.loads(shown.stdout.splitlines()[-1])
    traced = demo.command("trace", alert["article"]["article_id"], "--json")
    found = json.loads(traced.stdout)
    stages = [step["stage"] for step in found["stages"]]
    assert stages == ["langid", "normalize", "entities", "stories"]
    assert any(match["state"] == "delivered" for match in found["matches"])


def test_ctrl_c_ends_it_in_time_and_a_second_start_alerts_on_nothing_again(
    demo: Running, tmp_path: Path
) -> None:
    demo.wait_for(r"^\d\d:\d\d:\d\d.*North–South corridor")
    code, seconds = demo.end()
    assert code == 0
    assert seconds < 10
    before = {line for _, line in demo.lines if ALERT.match(line)}
    again = Running(demo.home, "--demo")
    try:
        again.wait_for(r"^All services are ready")
        known = again.command("alerts", "tail", "--last", "500", "--no-follow", "--json")
        numbers = [json.loads(line)["match_id"] for line in known.stdout.splitlines()]
        assert len(numbers) == len(set(numbers))
        repeated = {line for _, line in again.lines if ALERT.match(line)} & before
        assert repeated == set()
    finally:
        again.end()
