"""Runs another tool over texts: JSON lines from stdin to stdout, timed inside, in its own process.

    python rival.py NAME [--passes N] < rows > answers

A row has a `text`; its answer is a `text` or a `tag` with its `confidence`. The last line holds
the tool's version, how many texts there were, and the processor seconds of each pass over them
all, the loading left out. Needs nothing but the tool that is named.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any, Final

type Answer = dict[str, Any]
type Tool = Callable[[str], Answer]

WARM_UP: Final = "وزیر راه گفت که مذاکرات ادامه دارد. Talks went on in Baku."
"""Given first, since tools read their lists at the first text."""


def hazm() -> Tool:
    """Return hazm's normaliser with all its rules, spacing too: the way its pages show it."""
    normalize = import_module("hazm").Normalizer().normalize
    return lambda text: {"text": normalize(text)}


def hazm_lemmas() -> Tool:
    """Return hazm's lemmatiser, for one word a text."""
    lemmatize = import_module("hazm").Lemmatizer().lemmatize
    return lambda text: {"text": lemmatize(text)}


def shekar() -> Tool:
    """Return shekar's normaliser."""
    normalize = import_module("shekar").Normalizer().normalize
    return lambda text: {"text": normalize(text)}


def langdetect() -> Tool:
    """Return langdetect, which raises an error for a text without letters."""
    module = import_module("langdetect")
    failure = import_module("langdetect.lang_detect_exception").LangDetectException
    module.DetectorFactory.seed = 0

    def identified(text: str) -> Answer:
        try:
            best = module.detect_langs(text)[0]
        except failure:
            return {"tag": "und", "confidence": 0.0}
        return {"tag": best.lang, "confidence": best.prob}

    return identified


def lingua() -> Tool:
    """Return lingua with all its languages; like its own detect, it says nothing of a tie."""
    build = import_module("lingua").LanguageDetectorBuilder.from_all_languages().build()

    def identified(text: str) -> Answer:
        best, second = build.compute_language_confidence_values(text)[:2]
        if best.value == second.value:
            return {"tag": "und", "confidence": best.value}
        return {"tag": best.language.iso_code_639_1.name.lower(), "confidence": best.value}

    return identified


TOOLS: Final = {
    # name: how to open it, its distribution
    "hazm": (hazm, "hazm"),
    "hazm_lemmas": (hazm_lemmas, "hazm"),
    "shekar": (shekar, "shekar"),
    "langdetect": (langdetect, "langdetect"),
    "lingua": (lingua, "lingua-language-detector"),
}


def main() -> int:
    """Answer every row; return 3 where the tool is not installed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("name", choices=TOOLS)
    arguments.add_argument("--passes", type=int, default=1)
    chosen = arguments.parse_args()
    opened, distribution = TOOLS[chosen.name]
    try:
        tool = opened()
    except ModuleNotFoundError as error:
        sys.stderr.write(f"{chosen.name}: {error}\n")
        return 3
    tool(WARM_UP)
    texts = [json.loads(line)["text"] for line in sys.stdin]
    answers: list[Answer] = []
    seconds: list[float] = []
    for _ in range(chosen.passes):
        start = time.process_time()
        answers = [tool(text) for text in texts]
        seconds.append(time.process_time() - start)
    last = {"version": version(distribution), "texts": len(texts), "seconds": seconds}
    sys.stdout.writelines(json.dumps(row) + "\n" for row in [*answers, last])
    return 0


if __name__ == "__main__":
    sys.exit(main())
