"""What changed in a story since the reader last heard of it, in words."""

import re
from collections.abc import Iterable
from typing import Final

from dideban.messages.addresses import language_tag
from dideban.messages.words import Words
from dideban.text.one_line import plain, shortened

ITEMS_SHOWN: Final = 4
ITEM_CHARS: Final = 40
_COUNTRY: Final = re.compile("[A-Za-z]{2}")
NAMED: Final = ("number-added", "number-removed", "country", "language", "source")
"""Kinds of change that say of what: `number-added:12`, `country:IR`."""


def told(changes: Iterable[str], words: Words) -> str:
    """Return the changes as one enumeration; tokens that have no words are left out."""
    found: dict[str, list[str]] = {}
    for token in changes:
        kind, _, item = token.partition(":")
        name = _name(kind, plain(item), words)
        if f"change_{kind}" in words and (name or kind not in NAMED):
            found.setdefault(kind, []).append(name)
    return words("changes").join(_told(kind, names, words) for kind, names in found.items())


def _told(kind: str, names: list[str], words: Words) -> str:
    if kind not in NAMED:
        return words(f"change_{kind}")
    every = list(dict.fromkeys(names))
    shown = every[:ITEMS_SHOWN]
    if (hidden := len(every) - len(shown)) > 0:
        shown.append(words.piece(f"+{words.number(hidden)}"))
    return words(f"change_{kind}", count=len(every), items=words("list").join(shown))


def _name(kind: str, item: str, words: Words) -> str:
    item = shortened(item, ITEM_CHARS)
    if kind == "country":
        return words.country(item) if _COUNTRY.fullmatch(item) else ""
    if kind == "language":
        return words.tongue(item) if language_tag(item) == item else ""
    return words.piece(words.figures(item) if kind.startswith("number") else item)
