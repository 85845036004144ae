"""The table of text quality: as lines, and between two markers of its page."""

import json
from pathlib import Path
from typing import Any, Final

from benchmarks.text_rows import OURS, ROWS, TOOLS, Row

ROOT: Final = Path(__file__).parents[1]
RESULTS: Final = ROOT / "benchmarks" / "results" / "text-quality.json"
PAGE: Final = ROOT / "docs" / "reference" / "text-quality.md"
BEGIN: Final = "<!-- measured: written by `make eval`, not by hand -->"
END: Final = "<!-- end of what was measured -->"
ABSENT: Final = "not installed"
HOSTILE_SHOWN: Final = 5


def read() -> dict[str, Any]:
    """Return the measured figures that are kept."""
    figures: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return figures


def write(results: dict[str, Any]) -> None:
    """Keep the figures, and put their table into the page; the prose around it stays."""
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(with_block(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")


def is_current(page: str, results: dict[str, Any]) -> bool:
    """Say whether a page shows exactly these figures."""
    return page == with_block(page, results)


def with_block(page: str, results: dict[str, Any]) -> str:
    """Return the page with the table of these figures between its markers.

    Raises:
        ValueError: the page lacks a marker.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no line {BEGIN!r} or none {END!r} after it")
    return f"{before}{BEGIN}\n{block(results)}{END}{after}"


def block(results: dict[str, Any]) -> str:
    """Return the table with what has to be said about the run."""
    heads = [f"{tool} {results['versions'].get(tool) or ''}".strip() for tool in TOOLS[1:]]
    lines = [
        f"Measured on {results['measured_on']}, {results['cores']} cores shared with other work.",
        "",
        _line(["", "goal", OURS, *heads]),
        _line(["---", "---", *["---:"] * len(TOOLS)]),
        *(_line([row.title, row.goal, *_cells(row, results)]) for row in ROWS),
        "",
        _samples(results["texts"]),
        _hostile(results["hostile"]),
    ]
    return "\n".join(lines) + "\n"


def _cells(row: Row, results: dict[str, Any]) -> list[str]:
    return [_cell(row, tool, results["figures"].get(row.key, {})) for tool in TOOLS]


def _cell(row: Row, tool: str, figures: dict[str, float]) -> str:
    if tool not in row.tools:
        return "–"
    return row.written(figures[tool]) if tool in figures else ABSENT


def _samples(texts: dict[str, int]) -> str:
    told = ", ".join(f"{tool} {count:,}" for tool, count in texts.items())
    return f"Texts of which the language was asked: {told}."


def _hostile(costs: dict[str, float]) -> str:
    worst = sorted(costs.items(), key=lambda item: -item[1])[:HOSTILE_SHOWN]
    told = "; ".join(f"{name} {ratio:.1f} ×" for name, ratio in worst)
    return f"The costliest of {len(costs)} kinds of hostile text: {told}."


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")
