"""Measures language identification on the dev set in DIDEBAN_DATA against its goals.

Prints a table; with --json the last line is one JSON object of the same figures. --quick takes
every fifth text. An answer of `und` is a wrong one, except where a text is in no language.
"""

import argparse
import gzip
import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from benchmarks import language_noise
from dideban.languages import backends, evidence, identify
from schemas.articles import Language

LANGUAGES: Final = (
    *("fa", "ar", "ur", "ps", "az", "tr", "ru", "uk", "tg", "kk"),
    *("en", "de", "fr", "es", "he", "hy", "ka", "zh", "ja", "hi"),
)
HARD: Final = (
    *("fa", "ps", "ckb", "ur", "ar", "tg", "ru", "kk", "ky", "uz", "tr", "az", "tk"),
    *("sr", "sr-Latn"),
)
SAME: Final = {"prs": "fa", "hr": "sh", "bs": "sh", "kmr": "ku", "zh-TW": "zh"}
KINDS: Final = {"sent": "sentence", "title": "headline", "short30": "30 characters"}
QUICK_STEP: Final = 5
BINS: Final = 10
WEIGHTS: Final = tuple(product((0.75, 1.0, 1.5, 2.0), (0.35, 0.7, 1.0), (0.6, 1.2, 1.8)))
"""Weights of words, endings and letters that cross-validation chooses among."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found for one text of the dev set, and what it is."""

    kind: str
    expected: str
    found: Language

    @property
    def right(self) -> bool:
        """Return whether the language is the right one; the script counts for Serbian only."""
        tag = self.found.tag
        return (tag if self.expected.startswith("sr") else tag.split("-")[0]) == self.expected


def main() -> int:
    """Print every figure; return 2 when DIDEBAN_DATA does not say where the data is."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="every fifth text")
    arguments.add_argument("--json", action="store_true", help="end with one JSON object")
    chosen = arguments.parse_args()
    if "DIDEBAN_DATA" not in os.environ:
        print("DIDEBAN_DATA is not set: give the folder that holds langid/")
        return 2
    rows = read(Path(os.environ["DIDEBAN_DATA"]) / "langid" / "dev.jsonl.gz")
    rows = rows[:: QUICK_STEP if chosen.quick else 1]
    figures = start_up()
    found = answers(rows)
    figures |= accuracy(found) | calibration(found) | hard_languages(found) | noise()
    figures |= cross_validated(rows) | speed(rows)
    for name, value in figures.items():
        print(f"{name:45} {value:>12.4g}")
    if chosen.json:
        print(json.dumps(figures))
    return 0


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a dev set: language, kind and text."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def start_up() -> dict[str, float]:
    """Measure reading the model and the lists; memory is the process's highest growth."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    identify.load()
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"load.seconds": seconds, "load.megabytes": (after - before) / 1024}


def answers(rows: Sequence[dict[str, str]], backend: str = "py3langid") -> list[Answer]:
    """Identify every text."""
    detector = backends.backend(backend)
    return [
        Answer(
            kind=row["kind"],
            expected=SAME.get(row["lang"], row["lang"]),
            found=identify.identify(row["text"], backend=detector),
        )
        for row in rows
    ]


def accuracy(found: Iterable[Answer]) -> dict[str, float]:
    """Return the mean over the 20 languages by kind of text, in percent."""
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for answer in found:
        right[answer.kind, answer.expected].append(answer.right)
    return {
        f"accuracy.{label}": 100
        * mean(mean(right[kind, tag]) for tag in LANGUAGES if right[kind, tag])
        for kind, label in KINDS.items()
    }


def hard_languages(found: Iterable[Answer]) -> dict[str, float]:
    """Return the accuracy on sentences of languages that are taken for one another."""
    right: dict[str, list[bool]] = defaultdict(list)
    for answer in found:
        if answer.kind == "sent":
            right[answer.expected].append(answer.right)
    return {f"hard.{tag}": 100 * mean(right[tag]) for tag in HARD if right[tag]}


def calibration(found: Iterable[Answer]) -> dict[str, float]:
    """Return the expected calibration error over ten equal bins of confidence."""
    bins: dict[int, list[Answer]] = defaultdict(list)
    for answer in found:
        if answer.kind in KINDS and answer.expected in LANGUAGES:
            bins[min(BINS - 1, int(BINS * answer.found.confidence))].append(answer)
    total = sum(map(len, bins.values()))
    gaps = (
        abs(sum(answer.found.confidence - answer.right for answer in inside))
        for inside in bins.values()
    )
    return {"calibration.error": sum(gaps) / total}


def noise() -> dict[str, float]:
    """Return how many texts in no language are `und` with a reason, in percent, by kind."""
    figures: dict[str, float] = {}
    every: list[bool] = []
    for kind, texts in language_noise.kinds().items():
        found = [identify.identify(text) for text in texts]
        undetermined = [one.tag == "und" and one.reason in identify.REASONS for one in found]
        figures[f"noise.{kind}"] = 100 * mean(undetermined)
        every += undetermined
    return figures | {"noise.all": 100 * mean(every)}


def cross_validated(rows: Sequence[dict[str, str]]) -> dict[str, float]:
    """Choose the weights on one half of the texts, measure on the other; mean of both ways."""
    wanted = [row for row in rows if row["kind"] in KINDS and row["lang"] in LANGUAGES]
    halves = (wanted[::2], wanted[1::2])
    totals: dict[str, list[float]] = defaultdict(list)
    for fitted, held_out in (halves, halves[::-1]):
        best = max(WEIGHTS, key=lambda weights: _score(fitted, weights))
        with _weights(best):
            found = answers(held_out)
        for name, value in (accuracy(found) | calibration(found)).items():
            totals[name].append(value)
    return {f"cross_validated.{name}": mean(values) for name, values in totals.items()}


def _score(rows: Sequence[dict[str, str]], weights: tuple[float, float, float]) -> float:
    with _weights(weights):
        return sum(accuracy(answers(rows)).values())


@contextmanager
def _weights(weights: tuple[float, float, float]) -> Iterator[None]:
    names = ("WORD_WEIGHT", "ENDING_WEIGHT", "FOREIGN_LETTER")
    before = [getattr(evidence, name) for name in names]
    try:
        for name, value in zip(names, weights, strict=True):
            setattr(evidence, name, value)
        yield
    finally:
        for name, value in zip(names, before, strict=True):
            setattr(evidence, name, value)


def speed(rows: Sequence[dict[str, str]]) -> dict[str, float]:
    """Return microseconds of processor a text: the best of three runs, warm."""
    texts = [row["text"] for row in rows]
    seconds = float("inf")
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            identify.identify(text)
        seconds = min(seconds, time.process_time() - start)
    return {"speed.microseconds": seconds / len(texts) * 1e6}


def mean(values: Iterable[float]) -> float:
    """Return the arithmetic mean."""
    listed = list(values)
    return sum(listed) / len(listed)


if __name__ == "__main__":
    sys.exit(main())
