"""Measures half-spaces, language identification and speed on the dev sets in DIDEBAN_DATA.

Prints a table; with --json the last line is one JSON object of the same figures. --quick takes
every fifth text.
"""

import argparse
import gzip
import importlib.util
import json
import os
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Final

from dideban.languages import backends, identify
from dideban.text import analyser, normalizer, persian

HALF_SPACE_SETS: Final = (
    # set, gold field
    ("perdt_dev", "gold"),
    ("seraji_dev", "gold_std"),
    ("ntrexfilt_dev", "gold"),
)
LANGUAGES: Final = (
    *("fa", "ar", "ur", "ps", "az", "tr", "ru", "uk", "tg", "kk"),
    *("en", "de", "fr", "es", "he", "hy", "ka", "zh", "ja", "hi"),
)
SAME: Final = {"prs": "fa", "hr": "sh", "bs": "sh", "kmr": "ku", "zh-TW": "zh", "sr-Latn": "sr"}
KINDS: Final = {"sent": "sentence", "title": "headline", "short30": "30 characters"}
QUICK_STEP: Final = 5


def main() -> int:
    """Print every figure; return 2 when DIDEBAN_DATA does not say where the data is."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="every fifth text")
    arguments.add_argument("--json", action="store_true", help="end with one JSON object")
    chosen = arguments.parse_args()
    if "DIDEBAN_DATA" not in os.environ:
        print("DIDEBAN_DATA is not set: give the folder that holds zwnj/ and langid/")
        return 2
    data = Path(os.environ["DIDEBAN_DATA"])
    step = QUICK_STEP if chosen.quick else 1
    figures: dict[str, float] = {}
    figures |= start_up()
    figures |= half_spaces(data / "zwnj", step)
    figures |= languages(data / "langid" / "dev.jsonl.gz", step, "py3langid")
    figures |= languages(data / "langid" / "dev.jsonl.gz", QUICK_STEP * step, "langdetect")
    figures |= speeds(data / "zwnj" / "perdt_dev.jsonl", step)
    for name, value in figures.items():
        print(f"{name:55} {value:>12,.4g}" if value < 1000 else f"{name:55} {value:>12,.0f}")
    if chosen.json:
        print(json.dumps(figures))
    return 0


def start_up() -> dict[str, float]:
    """Measure reading the Persian word list; the memory is the whole process's so far."""
    start = time.perf_counter()
    analyser.load("fa")
    seconds = time.perf_counter() - start
    return {"persian.load_seconds": seconds, "persian.rss_megabytes": megabytes()}


def megabytes() -> float:
    """Return the most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def scorer(folder: Path) -> ModuleType:
    """Load the scoring rules that lie beside the sentences."""
    spec = importlib.util.spec_from_file_location("half_space_score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def half_spaces(folder: Path, step: int) -> dict[str, float]:
    """Return F1 where all half-spaces were deleted or spaced, precision where none was."""
    score = scorer(folder)
    figures: dict[str, float] = {}
    for name, gold in HALF_SPACE_SETS:
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines[::step]]
        for kind, field in (("deleted", "stripped"), ("spaced", "spaced"), ("right", gold)):
            counts: Counter[str] = Counter()
            for row in rows:
                score.score(row[gold], persian.display(row[field]).text, counts)
            report = score.report(counts)
            measure = "P" if kind == "right" else "F1"
            figures[f"half_spaces.{name}.{kind}.{measure}"] = report[measure]
    return figures


def languages(path: Path, step: int, name: str) -> dict[str, float]:
    """Return the mean accuracy of 20 news languages, and microseconds a text."""
    detector = backends.backend(name)
    detector.load()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][::step]
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    start = time.perf_counter()
    for row in rows:
        found = identify.identify(row["text"], backend=detector).tag.split("-")[0]
        expected = SAME.get(row["lang"], row["lang"])
        right[row["kind"], expected].append(found == expected)
    seconds = time.perf_counter() - start
    figures = {
        f"languages.{name}.{label}.accuracy": mean(
            mean(right[kind, language]) for language in LANGUAGES if right[kind, language]
        )
        for kind, label in KINDS.items()
    }
    return figures | {f"languages.{name}.microseconds": seconds / len(rows) * 1e6}


def mean(values: Iterable[float]) -> float:
    """Return the arithmetic mean."""
    listed = list(values)
    return sum(listed) / len(listed)


def speeds(path: Path, step: int) -> dict[str, float]:
    """Return characters a second, warm, of Persian display text and of whole normalisation."""
    lines = path.read_text(encoding="utf-8").splitlines()[::step]
    text = "\n".join(json.loads(line)["stripped"] for line in lines)
    latin = "The ministers agreed on new routes for gas transfers through the corridor. " * 3000
    return {
        "speed.persian.display": per_second(persian.display, text),
        "speed.persian.tokens": per_second(lambda t: analyser.tokens(t, "fa"), text),
        "speed.persian.normalize": per_second(
            lambda t: normalizer.normalize("", "", t, "fa"), text
        ),
        "speed.english.tokens": per_second(lambda t: analyser.tokens(t, "en"), latin),
        "memory_megabytes": megabytes(),
    }


def per_second(work: Callable[[str], object], text: str) -> float:
    """Return characters a second of the better of two runs after a first one."""
    work(text)
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        work(text)
        best = min(best, time.perf_counter() - start)
    return len(text) / best


if __name__ == "__main__":
    sys.exit(main())
