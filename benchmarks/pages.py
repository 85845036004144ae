"""Pages of the reference that are written from measured figures."""

import sys
from pathlib import Path
from typing import Any


def write_or_check(path: Path, text: str, program: str) -> int:
    """Write a page, or with --check return 1 where it is not as it would be written."""
    if "--check" in sys.argv[1:]:
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path.name} is not what the figures say; run {program}")
            return 1
        return 0
    path.write_text(text, encoding="utf-8")
    return 0


def table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """Return a table of Markdown whose first column is text and the others numbers."""
    lines = [head, ("---", *["---:"] * (len(head) - 1)), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"
