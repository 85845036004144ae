#!/usr/bin/env python3
"""Writes the dashboards from their code; with --check only tells whether they differ from it."""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from delivery import delivery
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from pipeline import pipeline

FOLDER: Final = Path(__file__).resolve().parent / "dashboards"


def generated() -> dict[str, str]:
    """Return the text of each dashboard by its file's name."""
    boards = {"pipeline.json": pipeline(), "delivery.json": delivery()}
    return {name: _text(board.build()) for name, board in boards.items()}


def _text(dashboard: object) -> str:
    plain = json.loads(json.dumps(dashboard, cls=JSONEncoder))
    # Without ids of their own panels get others at each import, and links to a panel break.
    for number, panel in enumerate(plain["panels"], start=1):
        panel["id"] = number
    # The library writes into every variable what only those of type `interval` may have.
    for variable in plain["templating"]["list"]:
        for key in ("auto", "auto_min", "auto_count"):
            variable.pop(key, None)
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write or check the files and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    differ = False
    for name, text in generated().items():
        path = FOLDER / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        if check:
            print(f"{name} differs from its code: run deploy/grafana/generate.py", file=sys.stderr)
            differ = True
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {name}")
    return int(differ)


if __name__ == "__main__":
    sys.exit(main())
