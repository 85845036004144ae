"""Measures the text rules on the dev sets in DIDEBAN_DATA, beside other tools in the same run.

    python -m benchmarks.text_quality [--quick] [--json] [--check]

Prints one table, keeps its figures in benchmarks/results/text-quality.json and shows them in
docs/reference/text-quality.md. --quick takes every fifth text and keeps nothing; --check only says
whether the page shows the figures that are kept. Times are of the processor.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks import (
    half_space_quality,
    language_noise,
    language_quality,
    rivals,
    text,
    text_page,
)
from benchmarks.language_quality import Answer
from benchmarks.text_rows import IDENTIFIERS, NORMALISERS, OURS
from dideban.text import persian
from schemas.articles import Language

type Figures = dict[str, dict[str, float]]

QUICK_STEP: Final = 5
STEPS: Final = {"langdetect": 5, "lingua": 2}
"""Of the slow ones every so many texts are asked."""


def main() -> int:
    """Print every figure; return 2 when DIDEBAN_DATA does not say where the data is."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="every fifth text, nothing kept")
    arguments.add_argument("--json", action="store_true", help="end with one JSON object")
    arguments.add_argument("--check", action="store_true", help="look at the page, measure nothing")
    chosen = arguments.parse_args()
    if chosen.check:
        return check()
    if not os.environ.get("DIDEBAN_DATA"):
        print("DIDEBAN_DATA is not set: give the folder that holds zwnj/ and langid/")
        return 2
    results = measured(Path(os.environ["DIDEBAN_DATA"]), QUICK_STEP if chosen.quick else 1)
    print(text_page.block(results), end="")
    if not chosen.quick:
        text_page.write(results)
    if chosen.json:
        print(json.dumps(results))
    return 0


def check() -> int:
    """Return 1 where the page does not show the figures that are kept."""
    page = text_page.PAGE.read_text(encoding="utf-8")
    if text_page.is_current(page, text_page.read()):
        return 0
    print(f"{text_page.PAGE.name} is not what the figures say; run make eval")
    return 1


def measured(data: Path, step: int) -> dict[str, Any]:
    """Return all figures by row and tool, with what has to be known about the run."""
    versions: dict[str, str | None] = {}
    figures: Figures = {}
    _add(figures, half_spaces(data / "zwnj", step, versions))
    found, texts = languages(data / "langid" / "dev.jsonl.gz", step, versions)
    _add(figures, found)
    costs, hostile = speeds(step)
    _add(figures, costs)
    return {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "versions": versions,
        "texts": texts,
        "hostile": hostile,
        "figures": figures,
    }


def _add(figures: Figures, more: Figures) -> None:
    for row, by_tool in more.items():
        figures.setdefault(row, {}).update(by_tool)


def half_spaces(folder: Path, step: int, versions: dict[str, str | None]) -> Figures:
    """Score each normaliser; one that is not installed is left out."""
    found: Figures = {}
    for tool in NORMALISERS:
        versions[tool] = None

        def restored(texts: Sequence[str], tool: str = tool) -> list[str]:
            run = rivals.ask(tool, texts)
            if run is None:
                raise ModuleNotFoundError(tool)
            versions[tool] = run.version
            return [answer["text"] for answer in run.answers]

        try:
            by_row = half_space_quality.figures(
                folder, own_half_spaces if tool == OURS else restored, step
            )
        except ModuleNotFoundError:
            continue
        _add(found, {f"half_spaces.{row}": {tool: value} for row, value in by_row.items()})
    return found


def own_half_spaces(texts: Sequence[str]) -> list[str]:
    """Return the texts for reading."""
    return [persian.display(one).text for one in texts]


def languages(
    path: Path, step: int, versions: dict[str, str | None]
) -> tuple[Figures, dict[str, int]]:
    """Return what each identifier makes of the dev set and of noise, and how many texts it got."""
    rows = language_quality.read(path)[::step]
    found: Figures = {}
    texts: dict[str, int] = {}
    for tool in IDENTIFIERS:
        given = rows[:: STEPS.get(tool, 1)]
        by_row = own_languages(given) if tool == OURS else rival_languages(tool, given, versions)
        if by_row:
            texts[tool] = len(given)
        _add(found, {row: {tool: value} for row, value in by_row.items()})
    return found, texts


def own_languages(rows: Sequence[dict[str, str]]) -> dict[str, float]:
    """Return the figures of our own identification."""
    return {
        **_of_answers(language_quality.answers(rows)),
        "languages.noise.all": language_quality.noise()["noise.all"],
        "cost.language_microseconds": language_quality.speed(rows)["speed.microseconds"],
    }


def rival_languages(
    tool: str, rows: Sequence[dict[str, str]], versions: dict[str, str | None]
) -> dict[str, float]:
    """Return the figures of another tool; none where it is not installed."""
    versions[tool] = None
    run = rivals.ask(tool, [row["text"] for row in rows])
    noise = rivals.ask(tool, [one for some in language_noise.kinds().values() for one in some])
    if run is None or noise is None:
        return {}
    versions[tool] = run.version
    answers = [_answer(row, one) for row, one in zip(rows, run.answers, strict=True)]
    undetermined = [one["tag"] == "und" for one in noise.answers]
    return {
        **_of_answers(answers),
        "languages.noise.all": 100 * language_quality.mean(undetermined),
        "cost.language_microseconds": run.seconds[0] / len(rows) * 1e6,
    }


def _answer(row: dict[str, str], found: dict[str, Any]) -> Answer:
    """Take another tool's answer as ours; no tool but ours tells the scripts of Serbian apart."""
    expected = language_quality.SAME.get(row["lang"], row["lang"])
    tag = "sr-Latn" if (expected, found["tag"]) == ("sr-Latn", "sr") else found["tag"]
    confidence = min(1.0, found["confidence"])
    return Answer(
        kind=row["kind"],
        expected=expected,
        found=Language(tag=tag, script="Zyyy", confidence=confidence),
    )


def _of_answers(answers: Sequence[Answer]) -> dict[str, float]:
    hard = language_quality.hard_languages(answers)
    figures = language_quality.accuracy(answers) | language_quality.calibration(answers)
    figures |= {"hard": language_quality.mean(hard.values()), "hard.least": min(hard.values())}
    return {f"languages.{name}": value for name, value in figures.items()}


def speeds(step: int) -> tuple[Figures, dict[str, float]]:
    """Return what reading costs, beside other normalisers, and the cost of hostile texts."""
    own, hostile = text.measured(step)
    display = {OURS: own["persian_display_chars_per_second"]}
    others = own | text.beside("shekar", step)
    for tool in NORMALISERS[1:]:
        if (name := f"{tool}_chars_per_second") in others:
            display[tool] = others[name]
    return {
        "cost.display": display,
        "cost.persian": {OURS: own["persian_chars_per_second"]},
        "cost.analyser": {OURS: own["analyser_chars_per_second"]},
        "cost.worst_case": {OURS: own["worst_case_ratio"]},
        "cost.load_seconds": {OURS: own["load_seconds"]},
        "cost.memory_bytes": {OURS: own["memory_bytes"]},
    }, hostile


if __name__ == "__main__":
    sys.exit(main())
