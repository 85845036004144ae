"""Measures how fast text is read, and what loading costs; needs no data but the repository's.

    python -m benchmarks.text [--quick] [--json]

Prints tables; with --json the last line is one JSON object. --quick takes a fifth of the texts.
Cold is the first pass over all texts in a fresh process that has loaded its lists, warm the best
of the later passes. Speeds are by processor time, which other work on the machine does not stretch
as it does the clock; loading is by the clock, the shorter of two fresh processes.
"""

import argparse
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from benchmarks import hostile_texts, rivals, text_samples
from dideban.text import analyser, normalizer, persian
from services.runtime.lifecycle import settle

CHARACTERS: Final = 300_000
"""Of Persian, and of the other languages together."""
HOSTILE_CHARACTERS: Final = 60_000
QUICK: Final = 5
WARM_PASSES: Final = 2
LOADS: Final = 2
GOALS: Final = {
    "persian_chars_per_second": "at least 1,000,000",
    "analyser_chars_per_second": "at least 3,000,000",
    "worst_case_ratio": "at most 5",
    "load_seconds": "under 3",
    "memory_bytes": "under 250,000,000",
}

type Work = Callable[[str], object]


def main() -> int:
    """Print every figure; each process of its own measures what it is asked for by --part."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="a fifth of the texts")
    arguments.add_argument("--json", action="store_true", help="end with one JSON object")
    arguments.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    share = QUICK if chosen.quick else 1
    if chosen.part:
        print(json.dumps(PARTS[chosen.part](share)))
        return 0
    figures, hostile = measured(share)
    for name, value in figures.items():
        print(f"{name:45} {value:>14,.4g}  {GOALS.get(name, '')}".rstrip())
    print("\ncost of a character by the normal cost of the language")
    for name, ratio in sorted(hostile.items(), key=lambda item: -item[1]):
        print(f"{name:60} {ratio:>8.2f}")
    if chosen.json:
        print(json.dumps(figures | {"hostile": hostile}))
    return 0


def measured(share: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return all figures but those of hostile texts, and the latter by kind."""
    hostile = in_fresh_process("hostile", share)
    figures = (
        min((in_fresh_process("load", share) for _ in range(LOADS)), key=_load_seconds)
        | in_fresh_process("persian", share)
        | in_fresh_process("display", share)
        | in_fresh_process("analyser", share)
        | beside("hazm", share)
        | {"worst_case_ratio": max(hostile.values())}
    )
    return figures, hostile


def in_fresh_process(part: str, share: int) -> dict[str, float]:
    """Return the figures of one part, measured where nothing has been read before."""
    command = [sys.executable, "-m", "benchmarks.text", "--part", part]
    done = subprocess.run(
        command + (["--quick"] if share == QUICK else []),
        cwd=rivals.ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _load_seconds(figures: dict[str, float]) -> float:
    return figures["load_seconds"]


def load(_: int) -> dict[str, float]:
    """Load as the normalize service does; memory is the whole process's at its highest."""
    import services.normalize.app  # noqa: F401, PLC0415  its memory is part of the service's

    start = time.perf_counter()
    analyser.load()
    seconds = time.perf_counter() - start
    return {"load_seconds": seconds, "memory_bytes": _most_memory_bytes()}


def _most_memory_bytes() -> int:
    """Return VmHWM, for getrusage also counts what the process held before it became this one."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def persian_speed(share: int) -> dict[str, float]:
    """Measure normalisation: both texts of an article with their maps, half-spaces restored."""
    _start()
    return _speeds(
        "persian", text_samples.persian(CHARACTERS // share), lambda t: _normalized(t, "fa")
    )


def _start() -> None:
    """Load and settle, as a service does before its first article."""
    analyser.load()
    settle()


def display_speed(share: int) -> dict[str, float]:
    """Measure the text for reading alone, which is what hazm returns."""
    _start()
    return _speeds("persian_display", text_samples.persian(CHARACTERS // share), persian.display)


def analyser_speed(share: int) -> dict[str, float]:
    """Measure tokens in the other languages, each an equal part of the characters."""
    each = CHARACTERS // share // len(text_samples.OTHERS)
    texts = {language: text_samples.other(language, each) for language in text_samples.OTHERS}
    total = sum(len(text) for several in texts.values() for text in several)
    cold, warm, figures = 0.0, 0.0, {}
    for language, several in texts.items():
        first, best = _passes(several, lambda t, tag=language: analyser.tokens(t, tag))
        cold, warm = cold + first, warm + best
        figures[f"analyser_{language}_chars_per_second"] = sum(map(len, several)) / best
    return {
        "analyser_chars_per_second": total / warm,
        "analyser_cold_chars_per_second": total / cold,
    } | figures


def hostile_costs(share: int) -> dict[str, float]:
    """Return the cost of a character of hostile texts by the normal cost of their language."""
    _start()
    normal: dict[str, float] = {}
    ratios: dict[str, float] = {}
    for name, (language, text) in hostile_texts.texts(HOSTILE_CHARACTERS // share).items():
        tag = "en" if language == "und" else language
        if tag not in normal:
            normal[tag] = _normal_cost(tag, share)
        seconds, _ = _passes([text], lambda t, tag=language: _normalized(t, tag), warm=0)
        ratios[name] = seconds / len(text) / normal[tag]
    return ratios


def _normal_cost(language: str, share: int) -> float:
    """Return the seconds a character takes in ordinary texts of a language, warm."""
    size = HOSTILE_CHARACTERS // share
    persian_text = language == "fa"
    texts = text_samples.persian(size) if persian_text else text_samples.other(language, size)
    _, best = _passes(texts, lambda t: _normalized(t, language))
    return best / sum(map(len, texts))


def beside(name: str, share: int) -> dict[str, float]:
    """Measure another tool's normaliser on the same Persian texts; nothing if it is not there."""
    texts = text_samples.persian(CHARACTERS // share)
    run = rivals.ask(name, texts, passes=1 + WARM_PASSES)
    if run is None:
        return {}
    cold, *warm = run.seconds
    total = sum(map(len, texts))
    return {
        f"{name}_chars_per_second": total / min(warm),
        f"{name}_cold_chars_per_second": total / cold,
    }


def _speeds(name: str, texts: Sequence[str], work: Work) -> dict[str, float]:
    total = sum(map(len, texts))
    cold, warm = _passes(texts, work)
    return {
        f"{name}_chars_per_second": total / warm,
        f"{name}_cold_chars_per_second": total / cold,
    }


def _passes(texts: Sequence[str], work: Work, warm: int = WARM_PASSES) -> tuple[float, float]:
    """Return processor seconds of the first pass over all texts and of the best later one."""
    seconds = []
    for _ in range(1 + warm):
        start = time.process_time()
        for text in texts:
            work(text)
        seconds.append(time.process_time() - start)
    return seconds[0], min(seconds[1:], default=math.inf)


def _normalized(text: str, language: str) -> object:
    title, _, body = text.partition("\n")
    return normalizer.normalize(title, "", body, language)


PARTS: Final = {
    "load": load,
    "persian": persian_speed,
    "display": display_speed,
    "analyser": analyser_speed,
    "hostile": hostile_costs,
}

if __name__ == "__main__":
    sys.exit(main())
