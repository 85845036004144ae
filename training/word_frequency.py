"""Packs how often words are printed in five languages, by their stems: `make models`.

Deterministic: the same version of wordfreq gives the same bytes. Needs wordfreq
(requirements/models.txt), whose lists of words over one in a million it folds and stems.
"""

import hashlib
import json
import lzma
import math
from collections import defaultdict
from pathlib import Path
from typing import Final

from wordfreq import get_frequency_dict

from dideban.stories.rarity import FILE
from dideban.text.analyser import tokens

LANGUAGES: Final = ("fa", "ar", "ru", "tr", "en")
LEAST: Final = 32
"""Tenths of the Zipf value, below which a word is as good as unlisted."""

SHORTEST: Final = 2
TARGET: Final = Path(__file__).parents[1] / "dideban" / "models" / FILE


def levels(language: str) -> dict[str, str]:
    """Return the stems of a language by the tenths of their Zipf values, the commonest first."""
    together: dict[str, float] = defaultdict(float)
    for word, frequency in get_frequency_dict(language, wordlist="small").items():
        parts = tokens(word, language)
        if len(parts) == 1 and len(parts[0].stem) >= SHORTEST:
            together[parts[0].stem] += frequency
    found: dict[int, list[str]] = defaultdict(list)
    for stem, frequency in together.items():
        if (tenths := round(10 * math.log10(frequency * 1e9))) >= LEAST:
            found[tenths].append(stem)
    return {str(tenths): " ".join(sorted(found[tenths])) for tenths in sorted(found, reverse=True)}


def main() -> None:
    """Write the table, and print its size and its SHA-256."""
    table = {language: levels(language) for language in LANGUAGES}
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()
    packed = lzma.compress(text, preset=9 | lzma.PRESET_EXTREME)
    TARGET.write_bytes(packed)
    print(len(packed), hashlib.sha256(packed).hexdigest())


if __name__ == "__main__":
    main()
