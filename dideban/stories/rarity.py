"""How rare a word is in its language, by a table of the words that are printed often."""

import lzma
from functools import cache
from importlib.resources import files
from typing import Final

import orjson

FILE: Final = "word_frequency.json.xz"
"""By language and by tenths of the Zipf value, the stems of that value, spaces between."""

COMMON: Final = 6.0
"""Zipf value (powers of ten a billion words) from which a word tells nothing: «said», «است»."""

UNLISTED: Final = 2.6
"""Zipf value taken for a word that is on no list."""

_NEAREST: Final = {"az": "tr"}
_AZERBAIJANI: Final = str.maketrans("əxq", "ehk")
"""No list of Azerbaijani is free to use; half of its words are Turkish ones in its own letters."""


def rarity(stem: str, language: str) -> float:
    """Return how telling a stem is, from 0 (in every text) to 3.4 (on no list).

    `language` is a primary subtag; all words of a language without a list are rare.
    """
    known = _frequencies().get(_NEAREST.get(language, language), {})
    zipf = known.get(stem, UNLISTED)
    if language in _NEAREST:
        zipf = max(zipf, known.get(stem.translate(_AZERBAIJANI), UNLISTED))
    return max(0.0, COMMON - zipf)


@cache
def _frequencies() -> dict[str, dict[str, float]]:
    packed = lzma.decompress((files("dideban.models") / FILE).read_bytes())
    return {
        language: {
            stem: int(tenths) / 10 for tenths, stems in levels.items() for stem in stems.split()
        }
        for language, levels in orjson.loads(packed).items()
    }


def load() -> None:
    """Read the table now, so that no article waits for it; idempotent."""
    _frequencies()
