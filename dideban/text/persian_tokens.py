"""Persian tokens: words parted at the half-space, affixes kept with their stem."""

import re
from collections.abc import Iterator, Sequence
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
    text = display.text
    read, found, done = words.read(text), Found(), 0
    known = [_alone(w) if len(w) <= _LONGEST else _alone_if_long(w) for w in read.words]
    for index in [index for index, both in enumerate(known) if both is None]:
        if index < done:
            continue
        first, last = _together(read.words, known, index, done)
        _add(found, read, known, done, first)
        for start, end, both in _tokens_of(text, read, first, last):
            found.add([both], (start, end), read.sentences[first : first + 1])
        done = last
    _add(found, read, known, done, len(known))
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


type _Both = tuple[str, str]
"""The folded form and the stem of a word."""


def _add(
    found: Found, read: words.Read, known: Sequence[_Both | None], first: int, last: int
) -> None:
    both = [each for each in known[first:last] if each is not None]
    found.add(both, read.edges[2 * first : 2 * last], read.sentences[first:last])


def _together(
    read: Sequence[str], known: Sequence[_Both | None], index: int, done: int
) -> tuple[int, int]:
    """Return the first word and the one after the last that may be one with that at `index`."""
    first = index - (index > done and read[index] in _JOINING)
    last = index + 1
    while last < len(read) and (known[last] is None or _opens(read[last - 1])):
        last += 1
    return first, last


def _tokens_of(
    text: str, read: words.Read, first: int, last: int
) -> Iterator[tuple[int, int, _Both]]:
    if last - first > 1:
        yield from _joined(text, read, first, last)
        return
    at = read.edges[2 * first]
    for start, end, both in _parts(read.words[first]):
        yield at + start, at + end, both


def _joined(text: str, read: words.Read, first: int, last: int) -> Iterator[tuple[int, int, _Both]]:
    """Yield where words with their affixes start and end in the display text, and their forms."""
    start = end = 0
    pieces: tuple[str, ...] = ()
    for index in range(first, last):
        for at, after, joined in _pieces(read.words[index], read.edges[2 * index]):
            piece = text[at:after]
            if pieces and _continues(pieces, text[end:at], piece, joined=joined):
                pieces, end = (*pieces, piece), after
                continue
            if pieces:
                yield start, end, forms(pieces)
            start, end, pieces = at, after, (piece,)
    if pieces:
        yield start, end, forms(pieces)


@lru_cache(maxsize=stemming.REMEMBERED)
def _alone(word: str) -> _Both | None:
    """Return the forms of a word that is one token, whatever stands before and after it."""
    if word in _JOINING or _opens(word):
        return None
    if ZWNJ not in word:
        return forms((word,))
    found = _parts(word)
    return found[0][2] if len(found) == 1 and found[0][:2] == (0, len(word)) else None


def _parts(word: str) -> Sequence[tuple[int, int, _Both]]:
    """Return where the tokens of one word start and end in it, and their forms."""
    return _parts_of_short(word) if len(word) <= _LONGEST else _parts_of(word)


def _parts_of(word: str) -> Sequence[tuple[int, int, _Both]]:
    return tuple(_joined(word, words.Read([word], [0, len(word)], [0]), 0, 1))


_parts_of_short: Final = lru_cache(maxsize=stemming.REMEMBERED)(_parts_of)


def _alone_if_long(word: str) -> _Both | None:
    return None if ZWNJ in word else forms((word,))


def _opens(word: str) -> bool:
    """Say whether a word ends in what may open the next one: «می رود»."""
    return word.rpartition(ZWNJ)[2] in suffixes.VERBAL_PREFIXES


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


def _continues(pieces: Sequence[str], gap: str, piece: str, *, joined: bool) -> bool:
    if len(pieces) == _MOST_PIECES:
        return False
    if joined:
        opens = len(pieces) == 1 and pieces[0] in _VERBAL
        return opens or lexicon.key(piece) in _INFLECTIONAL
    return gap.strip(ZWNJ) == " " and persian.belongs(pieces[-1], piece)


_INFLECTIONAL: Final = frozenset(map(lexicon.key, suffixes.INFLECTIONAL))
