"""Scores half-spaces on the dev sets in DIDEBAN_DATA, of any tool that gives text for text."""

import importlib.util
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

SETS: Final = (
    # set, gold field
    ("perdt_dev", "gold"),
    ("seraji_dev", "gold_std"),
    ("ntrexfilt_dev", "gold"),
)
KINDS: Final = ("deleted", "spaced", "right")
"""All half-spaces deleted, all become spaces, and text that is right already."""

type Restore = Callable[[Sequence[str]], list[str]]


def figures(folder: Path, restore: Restore, step: int = 1) -> dict[str, float]:
    """Return F1 of half-spaces by kind and set; of right text the precision."""
    score = _scorer(folder)
    found: dict[str, float] = {}
    for name, gold in SETS:
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines[::step]]
        wanted = [row[gold] for row in rows]
        for kind, field in zip(KINDS, ("stripped", "spaced", gold), strict=True):
            counts: Counter[str] = Counter()
            given = restore([row[field] for row in rows])
            for right, text in zip(wanted, given, strict=True):
                score.score(right, text, counts)
            found[f"{kind}.{name}"] = score.report(counts)["P" if kind == "right" else "F1"]
    return found


def _scorer(folder: Path) -> ModuleType:
    """Load the scoring rules that lie beside the sentences."""
    spec = importlib.util.spec_from_file_location("half_space_score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
