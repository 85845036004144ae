"""Which parts of a text are marked: matched words, neighbours joined to one mark."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from schemas.matches import Highlight

type Span = tuple[int, int]
type Piece = tuple[str, bool]
"""A part of a text, and whether it is marked."""

JOINERS: Final = frozenset(" \u00a0\u200c\u200f\u200e\u202f-‐‑‒–—ـ")
"""What may lie between two words that share a mark: spaces, a ZWNJ, dashes of every kind."""


def of_title(title: str, highlights: Iterable[Highlight]) -> list[Piece]:
    """Return the title in pieces, marked by the offsets that point into it."""
    return pieces(title, [(h.start, h.end) for h in highlights if h.field == "title"])


def of_snippet(snippet: str, words: Iterable[str]) -> list[Piece]:
    """Return the snippet in pieces, marked wherever a matched word stands whole."""
    longest_first = sorted({word for word in words if word}, key=len, reverse=True)
    if not longest_first:
        return pieces(snippet, [])
    either = "|".join(re.escape(word) for word in longest_first)
    found = re.finditer(rf"(?<!\w)(?:{either})(?!\w)", snippet)
    return pieces(snippet, [match.span() for match in found])


def pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """Return the text in pieces; a span that lies outside it is passed over."""
    cut: list[Piece] = []
    position = 0
    for start, end in _joined(text, spans):
        if start > position:
            cut.append((text[position:start], False))
        cut.append((text[start:end], True))
        position = end
    if position < len(text):
        cut.append((text[position:], False))
    return cut


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if not 0 <= start < end <= len(text):
            continue
        if joined and (start <= joined[-1][1] or _only_joiners(text[joined[-1][1] : start])):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _only_joiners(between: str) -> bool:
    return all(letter in JOINERS for letter in between)


def matched_words(highlights: Iterable[Highlight]) -> list[str]:
    """Return the matched words as the article spells them, each once, in reading order."""
    return list(dict.fromkeys(highlight.text for highlight in highlights))
