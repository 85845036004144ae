"""Persian tokens: words parted at the half-space, affixes kept with their stem."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from dideban.text import (
    folding,
    half_space,
    lexicon,
    persian,
    persian_stems,
    stemming,
    suffixes,
    words,
)
from dideban.text.lexicon import ZWNJ
from dideban.text.tokens import Found, Token
from schemas.articles import MappedText

_PIECE: Final = re.compile(f"[^{ZWNJ}]+")
_VERBAL: Final = frozenset(
    preverb + prefix for preverb in suffixes.PREVERBS for prefix in suffixes.VERBAL_PREFIXES
) | {"ب"}
_MOST_PIECES: Final = 4
"""نمی‌ + verb + participle ending, or word + ترین + های: no token has more."""
_LEAST_AFTER_AND: Final = 2


def tokens(display: MappedText, original: str) -> list[Token]:
    """Return the tokens of a Persian display text with spans in the original.

    خط‌لوله is two words and خط‌ها one; «دیپلمات ها» and «می شود» are one word as
    «دیپلمات‌ها» and «می‌شود» are.
    """
    found = Found()
    add_folded, add_stem = found.folded.append, found.stems.append
    add_sentence, edges = found.sentences.append, found.edges
    text = display.text
    sentence, before_start, before_end = 0, 0, 0
    for start, end, (folded, stem) in _words(text):
        gap = text[before_end:start]
        if gap != " " and words.ends_sentence(gap, text[before_start:before_end], "ا"):
            sentence += before_end > 0
        before_start, before_end = start, end
        if folded:
            add_folded(folded)
            add_stem(stem)
            add_sentence(sentence)
            edges += (start, end)
    return found.placed(display, original)


def forms(pieces: tuple[str, ...]) -> tuple[str, str]:
    """Return the folded form and the stem of a token given as its pieces."""
    if len(pieces) == 1 and len(pieces[0]) > _LONGEST:
        folded = folding.fold_word(pieces[0], "fa")
        return folded, folded
    return _forms(pieces)


@lru_cache(maxsize=stemming.REMEMBERED)
def _forms(pieces: tuple[str, ...]) -> tuple[str, str]:
    parts = [folded for piece in pieces if (folded := folding.fold_word(piece, "fa"))]
    return "".join(parts), persian_stems.stem_parts(parts)


_LONGEST: Final = half_space.MAX_LETTERS


type _Found = tuple[int, int, tuple[str, str]]
"""Where a word of the display text starts and ends, its folded form and stem."""


def _words(text: str) -> Iterator[_Found]:
    """Yield the words of a display text with their affixes."""
    start, end = 0, 0
    pieces: list[str] = []
    ready: tuple[str, str] | None = None
    for match in words.word_pattern().finditer(text):
        word = match.group()
        alone = _alone(word) if len(word) <= _LONGEST else None
        if alone is not None and not (pieces and pieces[-1] in suffixes.VERBAL_PREFIXES):
            if pieces:
                yield start, end, ready or forms(tuple(pieces))
            start, end = match.span()
            pieces, ready = [word], alone
            continue
        for first, last, after_half_space in _pieces(word, match.start()):
            piece = text[first:last]
            if pieces and _continues(pieces, text[end:first], piece, joined=after_half_space):
                pieces.append(piece)
                end, ready = last, None
                continue
            if pieces:
                yield start, end, ready or forms(tuple(pieces))
            start, end, pieces, ready = first, last, [piece], None
    if pieces:
        yield start, end, ready or forms(tuple(pieces))


@lru_cache(maxsize=stemming.REMEMBERED)
def _alone(word: str) -> tuple[str, str] | None:
    """Return the forms of a word that joins nothing before it and has no half-space."""
    if ZWNJ in word or word in _JOINING or word in _VERBAL:
        return None
    return forms((word,))


_JOINING: Final = suffixes.STANDING_APART | suffixes.PERFECT_ENDINGS


def _pieces(word: str, at: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of a word between half-spaces; the و of رفت‌وآمد is a part of its own."""
    for number, match in enumerate(_PIECE.finditer(word)):
        first, last = at + match.start(), at + match.end()
        if number and _is_and(match.group()):
            yield first, first + 1, False
            first += 1
            yield first, last, False
        else:
            yield first, last, number > 0


def _is_and(piece: str) -> bool:
    if not piece.startswith("و") or len(piece) <= _LEAST_AFTER_AND:
        return False
    known = lexicon.load()
    rest = lexicon.key(piece[1:])
    return known.count(rest) > known.count(lexicon.key(piece))


def _continues(pieces: list[str], gap: str, piece: str, *, joined: bool) -> bool:
    if len(pieces) == _MOST_PIECES:
        return False
    if joined:
        opens = len(pieces) == 1 and pieces[0] in _VERBAL
        return opens or lexicon.key(piece) in _INFLECTIONAL
    return gap == " " and persian.belongs(pieces[-1], piece)


_INFLECTIONAL: Final = frozenset(map(lexicon.key, suffixes.INFLECTIONAL))
