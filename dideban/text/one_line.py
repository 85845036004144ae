"""Foreign text on one line of ours: made harmless, isolated, cut between letters."""

import re
import unicodedata
from collections.abc import Callable
from itertools import accumulate
from typing import Final

import regex

FSI: Final = "\u2068"
PDI: Final = "\u2069"
"""First strong isolate and its end (UAX #9, section 2.7): a piece keeps its own direction."""
ELLIPSIS: Final = "…"

_DIRECTION_CONTROLS: Final = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_JOINERS: Final = "\u200c\u200d"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_LETTERS: Final = regex.compile(r"\X")
"""What a reader takes for one letter: an extended grapheme cluster (UAX #29, section 3)."""

type Size = Callable[[str], int]


def plain(text: str) -> str:
    """Return the text on one line without controls, its half-spaces kept."""
    return harmless(text).strip()


def harmless(text: str) -> str:
    """Return the text as `plain` does, but with a space at either end where it has one."""
    text = _SURROGATES.sub("\ufffd", text)
    return _BREAKS.sub(" ", _DIRECTION_CONTROLS.sub("", text))


def isolated(text: str) -> str:
    """Return the text between isolates if any of it reads from right to left."""
    foreign = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)
    return f"{FSI}{text}{PDI}" if foreign else text


def shortened(text: str, most: int, size: Size = len) -> str:
    """Return the text in at most `most` of what `size` counts, characters where nothing is said.

    It is cut between words where one ends in the second half of what fits, else between letters,
    never inside a flag, a family of emoji or a letter with its marks. `size` grows with the text.
    """
    if size(text) <= most:
        return text
    kept = _beginning(text, most - size(ELLIPSIS), size)
    space = len(kept) if text[len(kept)] == " " else kept.rfind(" ")
    if space > 0 and size(kept[:space]) * 2 >= most - size(ELLIPSIS):
        kept = kept[:space]
    return kept.rstrip(" " + _JOINERS) + ELLIPSIS


def _beginning(text: str, most: int, size: Size) -> str:
    """Return as many whole letters as fit."""
    ends = list(accumulate(len(letter) for letter in _LETTERS.findall(text)))
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        if size(text[: ends[middle - 1]]) <= most:
            low = middle
        else:
            high = middle - 1
    return text[: ends[low - 1]] if low else ""


def utf8_bytes(text: str) -> int:
    """Return how many bytes the text takes in UTF-8."""
    return len(text.encode())


def utf16_units(text: str) -> int:
    """Return how many units the text takes in UTF-16, where an emoji takes two."""
    return len(text.encode("utf-16-le")) // 2
