"""Processes as Linux sees them: who is whose child, what each holds and uses."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")
PROC: Final = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What one process has used and holds; `pss` shares common pages among their holders."""

    name: str
    cpu_seconds: float
    pss_bytes: int
    rss_bytes: int


def family(root: int) -> list[int]:
    """Return the ids of a process and of all below it that live."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        process_id = waiting.pop()
        found.append(process_id)
        waiting += children.get(process_id, [])
    return found


def name_of(process_id: int) -> str:
    """Return the service's name, `broker`, `run`, or the program's; empty if it has ended."""
    try:
        words = (PROC / str(process_id) / "cmdline").read_text(encoding="utf-8").split("\0")
    except OSError:
        return ""
    if "-m" in words:
        module = words[words.index("-m") + 1]
        return "run" if module == "services.cli" else module.removeprefix("services.")
    return "broker" if words[0].endswith("tansu") else Path(words[0]).name


def use_of(process_id: int) -> Use | None:
    """Return what the process uses now, or None if it has ended."""
    fields = _stat(process_id)
    try:
        text = (PROC / str(process_id) / "smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    sizes = {words[0]: words[1] for words in map(str.split, text.splitlines()) if len(words) > 1}
    return Use(
        name=name_of(process_id),
        cpu_seconds=(int(fields[11]) + int(fields[12])) / TICKS_A_SECOND,
        pss_bytes=int(sizes["Pss:"]) * 1024,
        rss_bytes=int(sizes["Rss:"]) * 1024,
    )


def _stat(process_id: int) -> list[str]:
    """Return the fields of proc(5) stat behind the program's name; none if it has ended."""
    try:
        text = (PROC / str(process_id) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()
