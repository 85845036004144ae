"""`dideban …`, and the lines of a page that call it, as somebody types them at a terminal."""

import atexit
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.component.cli.forking import client
from tests.component.running import settings

ROOT = Path(__file__).parents[3]


@cache
def _beside() -> Path:
    """Return a folder that holds `dideban`; what serves it ends with the tests."""
    folder = tempfile.TemporaryDirectory(prefix="dideban-typed-")
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.component.cli.forking", folder.name],
        cwd=ROOT,
        env=settings(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def end() -> None:
        server.communicate()
        folder.cleanup()

    atexit.register(end)
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    program = Path(folder.name) / "dideban"
    program.write_text(client(Path(folder.name)), encoding="utf-8")
    program.chmod(0o755)
    return program.parent


def dideban(
    *arguments: str, environment: Mapping[str, str], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Call `dideban` with these arguments and this as its standard input."""
    return subprocess.run(
        [_beside() / "dideban", *arguments],
        env=environment,
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def typed(
    script: str, home: Path, *, flags: str = "-eu", folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run lines of a page with a shell, in the home or another folder; errors stand in `stdout`."""
    path = os.pathsep.join([str(_beside()), str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        ["sh", f"{flags}c", script],
        env=settings(DIDEBAN_HOME=str(home), PATH=path, PYTHONPATH=str(ROOT)),
        cwd=folder or home,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
