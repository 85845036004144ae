"""Writing systems: character classes for words, and the script a text is written in."""

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Final

ZWNJ: Final = "\u200c"

APOSTROPHES: Final = "'’ʼʻ‘`´ʹ＇‛′ʾʿꞌ"
"""Marks that people type for the apostrophe (Unicode 15.1 names with APOSTROPHE or misuse)."""

INVISIBLE: Final = "\u00ad\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u202a-\u202e\u2066-\u2069"
"""Joiners and direction marks that may stand inside a word (general category Cf)."""

_RANGES: Final[tuple[tuple[int, int, str], ...]] = (
    # Blocks of Unicode 15.1 (Blocks.txt), names as in ISO 15924; ascending.
    (0x0041, 0x024F, "Latn"),
    (0x0370, 0x03FF, "Grek"),
    (0x0400, 0x052F, "Cyrl"),
    (0x0531, 0x058F, "Armn"),
    (0x0590, 0x05FF, "Hebr"),
    (0x0600, 0x06FF, "Arab"),
    (0x0700, 0x074F, "Syrc"),
    (0x0750, 0x077F, "Arab"),
    (0x0780, 0x07BF, "Thaa"),
    (0x0870, 0x08FF, "Arab"),
    (0x0900, 0x097F, "Deva"),
    (0x0980, 0x09FF, "Beng"),
    (0x0A00, 0x0A7F, "Guru"),
    (0x0A80, 0x0AFF, "Gujr"),
    (0x0B00, 0x0B7F, "Orya"),
    (0x0B80, 0x0BFF, "Taml"),
    (0x0C00, 0x0C7F, "Telu"),
    (0x0C80, 0x0CFF, "Knda"),
    (0x0D00, 0x0D7F, "Mlym"),
    (0x0D80, 0x0DFF, "Sinh"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Laoo"),
    (0x0F00, 0x0FFF, "Tibt"),
    (0x1000, 0x109F, "Mymr"),
    (0x10A0, 0x10FF, "Geor"),
    (0x1100, 0x11FF, "Hang"),
    (0x1200, 0x139F, "Ethi"),
    (0x1780, 0x17FF, "Khmr"),
    (0x1800, 0x18AF, "Mong"),
    (0x1C80, 0x1C8F, "Cyrl"),
    (0x1C90, 0x1CBF, "Geor"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x1F00, 0x1FFF, "Grek"),
    (0x2C60, 0x2C7F, "Latn"),
    (0x2DE0, 0x2DFF, "Cyrl"),
    (0x3041, 0x309F, "Hira"),
    (0x30A0, 0x30FF, "Kana"),
    (0x3400, 0x4DBF, "Hani"),
    (0x4E00, 0x9FFF, "Hani"),
    (0xA640, 0xA69F, "Cyrl"),
    (0xA720, 0xA7FF, "Latn"),
    (0xAC00, 0xD7AF, "Hang"),
    (0xF900, 0xFAFF, "Hani"),
    (0xFB1D, 0xFB4F, "Hebr"),
    (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFC, "Arab"),
    (0xFF21, 0xFF5A, "Latn"),
    (0xFF66, 0xFF9F, "Kana"),
    (0x20000, 0x3FFFF, "Hani"),
)

UNSPACED: Final = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6"  # Thai, Lao
    "\u1000-\u102a\u1050-\u1055\u1780-\u17b3"  # Myanmar, Khmer
    "\u3005-\u3007\u3041-\u3096\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Letters of scripts written without spaces: each is a word of its own (after UAX 29)."""

_WEIGHTS: Final = {"Hani": 3, "Hang": 2, "Hira": 2, "Kana": 2, "Thai": 2, "Ethi": 2}
"""Letters of these say as much as so many of an alphabet, whose names they often quote."""

MAX_SCRIPT_SAMPLE: Final = 4000
"""Letters looked at to name a text's script; enough to be sure, few enough to be quick."""


@cache
def marks() -> str:
    """Return the combining marks of the basic plane, ready for a regular expression class."""
    return _ranges([c for c in range(0x0300, 0xFE30) if unicodedata.category(chr(c))[0] == "M"])


PERSIAN_DIGITS: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
"""Writes ASCII digits as Persian has them."""


def script_of(letter: str) -> str:
    """Return the ISO 15924 script of one letter, `Zyyy` where it is common or unlisted."""
    code = ord(letter)
    low, high = 0, len(_RANGES)
    while low < high:
        middle = (low + high) // 2
        start, end, script = _RANGES[middle]
        if code < start:
            high = middle
        elif code > end:
            low = middle + 1
        else:
            return script
    return "Zyyy"


def main_script(text: str) -> str:
    """Return the ISO 15924 script most letters of `text` are written in, else `Zyyy`.

    Japanese and Korean mixtures get their own codes, `Jpan` and `Kore`.
    """
    counts: Counter[str] = Counter()
    for letter, count in Counter(_sample(text)).items():
        if letter.isalpha():
            script = script_of(letter)
            counts[script] += count * _WEIGHTS.get(script, 1)
    if not counts:
        return "Zyyy"
    if counts["Hira"] + counts["Kana"] > counts.total() * 0.05:
        return "Jpan"
    script = max(counts, key=lambda name: counts[name])
    return "Kore" if script == "Hang" else script


def _sample(text: str) -> str:
    letters = re.findall(r"[^\W\d_]", text[: 16 * MAX_SCRIPT_SAMPLE])
    return "".join(letters[:MAX_SCRIPT_SAMPLE])


def _ranges(codes: list[int]) -> str:
    parts: list[str] = []
    start = previous = codes[0]
    for code in [*codes[1:], -1]:
        if code == previous + 1:
            previous = code
            continue
        parts.append(f"{chr(start)}-{chr(previous)}")
        start = previous = code
    return "".join(parts)
