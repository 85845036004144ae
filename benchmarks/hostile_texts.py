"""Texts that a careless rule would be slow on: one of each kind, as long as asked for."""

import itertools
import random
from collections.abc import Iterable
from typing import Final

SEED: Final = 1404
LETTERS: Final = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
ZWNJ: Final = "\u200c"
LONGEST_LOOKED_AT: Final = 40
"""Letters of the longest word in which half-spaces are looked for (half_space.MAX_LETTERS)."""


def texts(characters: int) -> dict[str, tuple[str, str]]:
    """Return the language and the text of each kind, by what it is made of."""
    persian = {
        "one word without an end": "ب" * characters,
        "one word of «های» without an end": _filled("های", characters),
        "strange words of two to nine letters, no two alike": _strange(characters, 2, 9),
        "strange words of forty letters, no two alike": _strange(
            characters, LONGEST_LOOKED_AT, LONGEST_LOOKED_AT
        ),
        "letters alone": _filled("ب ", characters),
        "affixes alone": _filled("ها می تر های ", characters),
        "parted affixes after words": _filled("کتاب ها می رود بزرگ تر ", characters),
        "words that waver": _filled("حرفهای نامهای سالهای زمینهای دستهای ", characters),
        "half-spaces alone": ZWNJ * characters,
        "a half-space after every letter": _filled(f"ب{ZWNJ}", characters),
        "one letter under a heap of vowel signs": "ب" + _filled("\u064e\u0651", characters - 1),
        "ligatures of eighteen letters": "\ufdfa" * characters,
        "quotation marks without a partner": _filled('" “ ', characters),
        "addresses of Persian letters": _filled("https://بب.ir/ها @می #های ", characters),
        "lines of one letter": _filled("ب\n", characters),
        "digits between letters": _filled("ب1ب۲", characters),
        "words in Chinese": _filled("天然气管道运输", characters),
    }
    others = {
        "Latin letters under heaps of accents": ("en", "e" + "\u0301" * (characters - 1)),
        "apostrophes and letters": ("tr", _filled("a'", characters)),
        "endings after hyphens": ("az", _filled("AB-yə ", characters)),
        "full stops": ("en", _filled("a. ", characters)),
        "pictures joined to one": ("und", _filled("👩\u200d", characters)),
        "Cyrillic and Latin in one word": ("ru", _filled("газgaz", characters)),
    }
    return {**{name: ("fa", text) for name, text in persian.items()}, **others}


def _filled(pattern: str, characters: int) -> str:
    return "".join(itertools.islice(itertools.cycle(pattern), characters))


def _strange(characters: int, least: int, most: int) -> str:
    draw = random.Random(SEED)  # noqa: S311  no secret
    words: Iterable[str] = (
        "".join(draw.choices(LETTERS, k=draw.randint(least, most))) for _ in itertools.count()
    )
    return _filled_with(words, characters)


def _filled_with(words: Iterable[str], characters: int) -> str:
    found: list[str] = []
    length = 0
    for word in words:
        found.append(word)
        length += len(word) + 1
        if length > characters:
            break
    return " ".join(found)[:characters]
