"""Calls of `dideban text` within the process, and texts for them."""

import json
from typing import Any

from click.testing import CliRunner

from services.cli.__main__ import main

FA = "وزير نفت گفت مذاكره درباره انتقال گاز از خط لوله شمالي همچنان ادامه دارد."
SHOWN = "وزیر نفت گفت مذاکره درباره انتقال گاز از خط لوله شمالی همچنان ادامه دارد."
EN = "The minister said that talks on gas transfer through the pipeline go on and will end soon."
SEEN = "2025-12-17T08:00:00+03:30"
COMMANDS = ["identify", "normalize", "tokens", "dates"]
FSI, PDI = "\u2068", "\u2069"


def called(*arguments: str, given: str | bytes = "") -> tuple[int, str, str]:
    """Return the exit code, standard output and standard error of `dideban text`."""
    ended = CliRunner().invoke(main, ["text", *arguments], input=given)
    assert ended.exception is None or isinstance(ended.exception, SystemExit)
    return ended.exit_code, ended.stdout, ended.stderr


def told(*arguments: str, given: str | bytes = "") -> str:
    """Return what the command says to people."""
    code, out, err = called(*arguments, given=given)
    assert (code, err) == (0, "")
    return out.replace(FSI, "").replace(PDI, "")


def rows(command: str, *given: object, options: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return the answers to rows that are written as escaped JSON."""
    lines = "".join(f"{json.dumps(each)}\n" for each in given)
    code, out, err = called(command, "--jsonl", "-", *options, given=lines)
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def row(command: str, text: str, **more: object) -> dict[str, Any]:
    """Return the answer to one text."""
    return rows(command, {"id": "r", "text": text, **more})[0]
