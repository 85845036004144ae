"""Makes many distinct texts out of the sample articles, so that caches help as in real news.

A sample alone would be answered from caches the second time. So most words of it are replaced:
Persian ones by words of hazm's list, drawn by the root of their count on the web; others by names
nobody bears. Measured in different words: Persian, 6,300 in 100,000 characters, where the dev sets
of PerDT and Seraji have 6,800; other languages, 770 to 910 in 10,000, where news has 990 to 1,180.
"""

import itertools
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml

from benchmarks.harness import news
from dideban.text import hazm_data

ROOT: Final = Path(__file__).parents[1]
ARTICLES: Final = ROOT / "services" / "demo" / "articles"
ZWNJ: Final = "\u200c"
SEED: Final = 26091404
OTHERS: Final = ("en", "ru", "ar", "tr", "az")
"""Languages of the generic analyser; Persian has its own way."""
REPLACED: Final = 0.6
"""The share of words that are replaced."""
PARAGRAPH_WORDS: Final = 3
"""Shorter lines stay as they are."""


def persian(characters: int) -> list[str]:
    """Return Persian articles of about so many characters, all their half-spaces lost."""
    draw = random.Random(SEED)  # noqa: S311  made-up news
    words = _listed_words(draw)
    articles = (
        "\n".join(_replaced(paragraph, words, draw) for paragraph in article)
        for article in itertools.cycle(_persian_samples())
    )
    return [text.replace(ZWNJ, "") for text in _up_to(characters, articles)]


def other(language: str, characters: int) -> list[str]:
    """Return articles in one of the other languages, of about so many characters."""
    draw = random.Random(SEED)  # noqa: S311  made-up news
    names = _names(language, draw)
    articles = (
        "\n".join(_replaced(paragraph, names, draw) for paragraph in article)
        for article in itertools.cycle(_articles(language))
    )
    return list(_up_to(characters, articles))


def _persian_samples() -> list[list[str]]:
    own = sorted((ROOT / "tests" / "data").glob("*_half_spaces_lost.txt"))
    return [*_articles("fa"), *(path.read_text(encoding="utf-8").split("\n") for path in own)]


def _articles(language: str) -> list[list[str]]:
    text = (ARTICLES / f"{language}.yaml").read_text(encoding="utf-8")
    return [[one["title"], *one["paragraphs"]] for one in yaml.safe_load(text)["articles"]]


def _listed_words(draw: random.Random) -> Iterator[str]:
    words, counts = zip(*((word, count) for word, count, _ in hazm_data.words()), strict=True)
    sums = list(itertools.accumulate(math.sqrt(count) for count in counts))
    while True:
        yield from draw.choices(words, cum_weights=sums, k=1000)


def _names(language: str, draw: random.Random) -> Iterator[str]:
    (voice,) = (voice for voice in news.VOICES if voice.language == language)
    syllables = voice.syllables.split()
    while True:
        yield "".join(draw.choices(syllables, k=draw.randint(1, 4))).capitalize()


def _replaced(paragraph: str, words: Iterator[str], draw: random.Random) -> str:
    found = paragraph.split(" ")
    if len(found) < PARAGRAPH_WORDS:
        return paragraph
    return " ".join(next(words) if draw.random() < REPLACED else word for word in found)


def _up_to(characters: int, articles: Iterator[str]) -> Iterator[str]:
    total = 0
    for article in articles:
        if total >= characters:
            return
        yield article
        total += len(article)
