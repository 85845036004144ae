"""Writes the JSON Schemas of every record; `--check` only says whether they are up to date."""

import json
import sys
from pathlib import Path
from typing import Any, Final

import msgspec

from schemas.subscriptions import SnapshotMarker
from schemas.topics import PIPELINE

FOLDER: Final = Path(__file__).parent / "json"


def schemas() -> dict[str, str]:
    """Return the text of each schema file by its name."""
    records: list[type[Any]] = [topic.record for topic in PIPELINE if topic.record is not None]
    return {
        f"{record.__name__}.schema.json": _text(record) for record in (*records, SnapshotMarker)
    }


def _text(record: type[Any]) -> str:
    schema = msgspec.json.schema(record)
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def stale() -> list[str]:
    """Return the names of schema files that are missing or differ from the records."""
    wanted = schemas()
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    return sorted(name for name in wanted.keys() | present if wanted.get(name) != present.get(name))


def main(arguments: list[str]) -> int:
    """Write the files, or check them; return the exit code."""
    names = stale()
    if "--check" in arguments:
        for name in names:
            sys.stderr.write(f"schemas/json/{name} is stale: run python -m schemas.generate\n")
        return 1 if names else 0
    FOLDER.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
