"""Pieces and lines that keep their own direction beside others (UAX #9)."""

import unicodedata
from typing import Final

from dideban.text.one_line import FSI, PDI

LRM: Final = "\u200e"
RLM: Final = "\u200f"
"""A mark has no width and is a strong letter of its direction."""
_STRONG: Final = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_FOREIGN: Final = {"rtl": frozenset({"L", "EN", "AN"}), "ltr": frozenset({"R", "AL", "AN"})}


def directed(line: str, direction: str) -> str:
    """Return the line so that a reader who goes by its first letter lays it out as said.

    `direction` is `rtl` or `ltr`; with `auto` the line is left as it is.
    """
    if _first(line) == direction or direction not in _FOREIGN:
        return line
    return (RLM if direction == "rtl" else LRM) + line


def isolated(text: str, around: str) -> str:
    """Return the text between isolates if any of it could move its neighbours.

    `around` is the direction of the sentence it stands in: one from right to left can be upset by
    Latin and Cyrillic letters and by digits, one from left to right by Arabic and Hebrew.
    """
    foreign = _FOREIGN[around]
    if any(unicodedata.bidirectional(character) in foreign for character in text):
        return f"{FSI}{text}{PDI}"
    return text


def _first(line: str) -> str | None:
    depth = 0
    for character in line:
        depth += (character == FSI) - (character == PDI)
        if not depth and (direction := _STRONG.get(unicodedata.bidirectional(character))):
            return direction
    return None
