"""Asks other tools what they make of the same texts; one that is not there is None."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
SCRIPT: Final = Path(__file__).parent / "rival.py"
OWN: Final = Path(sys.executable)
APART: Final = ROOT / ".venv-rivals" / "bin" / "python"
"""The environment of tools that are no dependency, made by `make eval`."""
PYTHONS: Final = {
    "hazm": OWN,
    "hazm_lemmas": OWN,
    "langdetect": OWN,
    "shekar": APART,
    "lingua": APART,
}
NOT_INSTALLED: Final = 3
"""The script's exit code for a tool that cannot be imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a tool answered to each text, and the seconds of each pass over them."""

    answers: list[dict[str, Any]]
    version: str
    seconds: list[float]


def ask(name: str, texts: Sequence[str], passes: int = 1) -> Run | None:
    """Return the run of a tool; None where it is not installed.

    Raises:
        RuntimeError: the tool broke down.
    """
    python = PYTHONS[name]
    if not python.exists():
        return None
    done = subprocess.run(
        [python, SCRIPT, name, "--passes", str(passes)],
        input="".join(json.dumps({"text": text}) + "\n" for text in texts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode == NOT_INSTALLED:
        return None
    if done.returncode != 0:
        raise RuntimeError(f"{name} ended with code {done.returncode}: {done.stderr[-1000:]}")
    *answers, last = map(json.loads, done.stdout.splitlines())
    return Run(answers=answers, version=last["version"], seconds=last["seconds"])
