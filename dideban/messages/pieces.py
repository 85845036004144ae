"""Marked text made fit for a message: on one line, without controls, cut between letters."""

from collections.abc import Iterable, Sequence
from typing import Final

from dideban.messages.marks import Piece
from dideban.text.one_line import ELLIPSIS, harmless, shortened

OPENING: Final = "‹"
CLOSING: Final = "›"
"""What marks a word where a text cannot look otherwise; inside «» they stay apart from quotes."""


def fitted(pieces: Iterable[Piece], most: int) -> tuple[Piece, ...]:
    """Return the pieces on one line, in at most `most` characters."""
    clean = _one_line(pieces)
    whole = text_of(clean)
    short = shortened(whole, most)
    if short == whole:
        return tuple(clean)
    left = len(short) - len(ELLIPSIS)
    kept: list[Piece] = []
    for text, marked in clean:
        if left > 0:
            kept.append((text[:left], marked))
        left -= len(text)
    return (*kept, (ELLIPSIS, False))


def text_of(pieces: Iterable[Piece]) -> str:
    """Return the text without its marks."""
    return "".join(text for text, _ in pieces)


def marked(pieces: Iterable[Piece], opening: str = OPENING, closing: str = CLOSING) -> str:
    """Return the text with its marked words between two signs."""
    return "".join(f"{opening}{text}{closing}" if hit else text for text, hit in pieces)


def _one_line(pieces: Iterable[Piece]) -> Sequence[Piece]:
    clean: list[Piece] = []
    for raw, hit in pieces:
        text = harmless(raw)
        if not clean or clean[-1][0].endswith(" "):
            text = text.removeprefix(" ")
        if text:
            clean.append((text, hit))
    if clean:
        last, hit = clean.pop()
        clean += [(last.rstrip(), hit)] if last.rstrip() else []
    return clean
