"""The sentences that words stand in, with the words marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dideban.query.document import Document
from dideban.query.finding import Spot
from dideban.query.stretches import FIELDS, Word
from dideban.text.one_line import ELLIPSIS, plain
from schemas.articles import Field

OPENING: Final = "‹"
CLOSING: Final = "›"
_AROUND: Final = 90
"""Characters shown before and behind a word of a sentence that is longer."""
_PIECES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Sentences of one field that words stand in, on one line; the words stand in ‹›."""

    field: Field
    text: str


class _Piece(NamedTuple):
    """Some words of a field, by their indices, and where they stand in the original."""

    first: int
    last: int
    start: int
    end: int


def quotes(
    spots: Sequence[Spot], document: Document, originals: Mapping[Field, str]
) -> tuple[Quote, ...]:
    """Return a quote of each field that has some of the spots; of many, the first are shown."""
    found: list[Quote] = []
    for field in FIELDS:
        here = merged([spot for spot in spots if spot.field == field])
        words = [word for word in document.words if word.field == field]
        if here and words:
            found.append(Quote(field=field, text=_quote(here, words, originals[field])))
    return tuple(found)


def merged(spots: Sequence[Spot]) -> list[Spot]:
    """Return the spots of a field in reading order, those that touch as one."""
    kept: list[Spot] = []
    for spot in sorted(spots):
        if kept and spot.start <= kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(kept[-1].end, spot.end))
        else:
            kept.append(spot)
    return kept


def _quote(spots: Sequence[Spot], words: Sequence[Word], original: str) -> str:
    pieces: list[_Piece] = []
    for spot in spots:
        if not pieces or spot.end > pieces[-1].end:
            pieces.append(_piece(spot, words, original))
    shown = _joined(pieces[:_PIECES])
    texts = [_marked(original, piece, spots) for piece in shown]
    if _goes_on(words, shown[0].first - 1):
        texts.insert(0, "")
    if _goes_on(words, shown[-1].last) or len(pieces) > _PIECES:
        texts.append("")
    return f" {ELLIPSIS} ".join(texts).strip()


def _piece(spot: Spot, words: Sequence[Word], original: str) -> _Piece:
    """Return the sentence a spot stands in, or of a long one what is near the spot."""
    inside = [i for i, word in enumerate(words) if _overlap(word, spot)]
    first, last = inside[0], inside[-1]
    while _goes_on(words, first - 1) and words[first - 1].token.start >= spot.start - _AROUND:
        first -= 1
    while _goes_on(words, last) and words[last + 1].token.end <= spot.end + _AROUND:
        last += 1
    start, end = words[first].token.start, words[last].token.end
    floor = words[first - 1].token.end if first else 0
    ceiling = words[last + 1].token.start if last + 1 < len(words) else len(original)
    while start > floor and not original[start - 1].isspace():
        start -= 1
    while end < ceiling and not original[end].isspace():
        end += 1
    return _Piece(first, last, start, end)


def _overlap(word: Word, spot: Spot) -> bool:
    return word.token.start < spot.end and spot.start < word.token.end


def _goes_on(words: Sequence[Word], index: int) -> bool:
    """Tell whether the word at the index and the one behind it are in one sentence."""
    return 0 <= index < len(words) - 1 and words[index].sentence == words[index + 1].sentence


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return the pieces with those that touch or overlap as one."""
    kept: list[_Piece] = []
    for piece in pieces:
        if kept and piece.first <= kept[-1].last + 1:
            before = kept[-1]
            last, end = max((before.last, before.end), (piece.last, piece.end))
            kept[-1] = before._replace(last=last, end=end)
        else:
            kept.append(piece)
    return kept


def _marked(original: str, piece: _Piece, spots: Sequence[Spot]) -> str:
    text, at = "", piece.start
    for spot in spots:
        if piece.start <= spot.start and spot.end <= piece.end:
            text += original[at : spot.start] + OPENING + original[spot.start : spot.end] + CLOSING
            at = spot.end
    return plain(text + original[at : piece.end])
