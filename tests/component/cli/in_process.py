"""A command called as at a terminal, in the test's own process: a second sooner each time."""

import os
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from click.testing import CliRunner

from services.cli.__main__ import main as command
from tests.component.running import settings


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def call(home: Path, *arguments: str, given: str = "") -> Ended:
    """Run `dideban …` with its home there and no other setting."""
    with mock.patch.dict(os.environ, settings(DIDEBAN_HOME=str(home)), clear=True):
        result = CliRunner().invoke(command, list(arguments), input=given)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)
