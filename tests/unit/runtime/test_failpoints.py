"""The list of places where a test may kill a process: complete, and with nothing made up."""

import ast
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.runtime.failpoints import BOUNDARIES, reach

SERVICES = Path(__file__).parents[3] / "services"


def reached() -> Iterator[tuple[str, str | None]]:
    """Give every call of `reach` in the services, with the boundary it names."""
    for path in SERVICES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("reach"):
                first = node.args[0] if node.args else None
                named = first.value if isinstance(first, ast.Constant) else None
                yield str(path.relative_to(SERVICES)), str(named) if named else None


def test_every_boundary_that_is_reached_is_on_the_list() -> None:
    assert [each for each in reached() if each[1] not in BOUNDARIES] == []


def test_every_boundary_on_the_list_is_reached_somewhere() -> None:
    assert sorted(set(BOUNDARIES) - {named for _, named in reached()}) == []


def test_a_name_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown boundary 'before_lunch'"):
        reach("before_lunch", "")


def test_what_was_not_chosen_is_passed_by() -> None:
    for boundary in BOUNDARIES:
        reach(boundary, "")


def test_the_chosen_boundary_kills_the_process_at_once() -> None:
    program = (
        "from services.runtime.failpoints import reach\n"
        "try:\n    reach('after_send', 'after_send')\nfinally:\n    print('tidied up')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=SERVICES.parent, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (-signal.SIGKILL, b"")
