"""Persian tokens: words parted at the half-space, affixes kept with their stem."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from dideban.text import (
    folding,
    half_space,
    lexicon,
    offsets,
    persian,
    persian_stems,
    suffixes,
    words,
)
from dideban.text.lexicon import ZWNJ
from dideban.text.tokens import Token
from schemas.articles import MappedText

_PIECE: Final = re.compile(f"[^{ZWNJ}]+")
_VERBAL: Final = frozenset(
    preverb + prefix for preverb in suffixes.PREVERBS for prefix in suffixes.VERBAL_PREFIXES
) | {"ب"}
_MOST_PIECES: Final = 4
"""نمی‌ + verb + participle ending, or word + ترین + های: no token has more."""
_LEAST_AFTER_AND: Final = 2


@dataclass(slots=True)
class _Group:
    """Pieces of display text that make one token."""

    pieces: list[str]
    start: int
    end: int
    open_verb: bool = field(default=False)


def tokens(display: MappedText, original: str) -> list[Token]:
    """Return the tokens of a Persian display text with spans in the original.

    خط‌لوله is two words and خط‌ها one; «دیپلمات ها» and «می شود» are one word as
    «دیپلمات‌ها» and «می‌شود» are.
    """
    found: list[Token] = []
    course = offsets.Course(display.map)
    sentence, before, before_end = 0, "", 0
    for group in _groups(display.text):
        if before and words.ends_sentence(display.text[before_end : group.start], before, "ا"):
            sentence += 1
        start, end = course.to_original(group.start), course.to_original(group.end)
        folded, stem = forms(tuple(group.pieces))
        if folded:
            found.append(Token(original[start:end], folded, stem, start, end, sentence))
        before, before_end = display.text[group.start : group.end], group.end
    return found


@lru_cache(maxsize=30_000)
def forms(pieces: tuple[str, ...]) -> tuple[str, str]:
    """Return the folded form and the stem of a token given as its pieces."""
    parts = [folded for piece in pieces if (folded := folding.fold_word(piece, "fa"))]
    if len(parts) == 1:
        return parts[0], persian_stems.stem_parts(parts) if len(parts[0]) <= _LONGEST else parts[0]
    return "".join(parts), persian_stems.stem_parts(parts)


_LONGEST: Final = half_space.MAX_LETTERS


def _groups(text: str) -> Iterator[_Group]:
    current: _Group | None = None
    for start, end, after_half_space in _pieces(text):
        piece = text[start:end]
        if current is not None and _continues(current, text, start, piece, after_half_space):
            current.pieces.append(piece)
            current.end, current.open_verb = end, False
            continue
        if current is not None:
            yield current
        current = _Group([piece], start, end, open_verb=piece in _VERBAL)
    if current is not None:
        yield current


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of words between half-spaces; the و of رفت‌وآمد is a part of its own."""
    for start, end in words.spans(text):
        for number, match in enumerate(_PIECE.finditer(text[start:end])):
            first, last = start + match.start(), start + match.end()
            if number and _is_and(match.group()):
                yield first, first + 1, False
                first += 1
                yield first, last, False
            else:
                yield first, last, number > 0


def _is_and(piece: str) -> bool:
    if not piece.startswith("و") or len(piece) <= _LEAST_AFTER_AND:
        return False
    known = half_space.restorer().lexicon
    rest = lexicon.key(piece[1:])
    return known.count(rest) > known.count(lexicon.key(piece))


def _continues(
    current: _Group,
    text: str,
    start: int,
    piece: str,
    after_half_space: bool,  # noqa: FBT001
) -> bool:
    if len(current.pieces) == _MOST_PIECES:
        return False
    if after_half_space:
        return current.open_verb or lexicon.key(piece) in _INFLECTIONAL
    gap = text[current.end : start]
    return gap == " " and persian.belongs(current.pieces[-1], piece)


_INFLECTIONAL: Final = frozenset(map(lexicon.key, suffixes.INFLECTIONAL))
