"""Persian text for reading: letters, digits and quotation marks of one kind, half-spaces back.

Nothing the author wrote is left out.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from dideban.text import half_space, lexicon, offsets, persian_letters, suffixes
from dideban.text.lexicon import ZWNJ
from dideban.text.words import ARABIC_LETTERS
from schemas.articles import MappedText

_WORD: Final = re.compile(
    f"[{ARABIC_LETTERS}]+(?:[\u064b-\u0655\u0670{ZWNJ}]+[{ARABIC_LETTERS}]*)*+"
)
_MARKED: Final = re.compile(f"[\u064b-\u0655\u0670{ZWNJ}]")
_PARTED: Final = re.compile(
    r"(?<=\w[ \t\u00a0])(?:(?:ها|های|هایی|ترین|ن?می)(?=[ \t\u00a0])|های?(?=\W|$))"
)
_SPACES: Final = " \t\u00a0"
"""What is typed for a half-space with the space bar, the tab or a word processor."""
_JOIN_IN_SPACED: Final = 0.0
_JOIN_UNASKED: Final = 2.0
"""Log-odds asked for before two words become one: more, where no affix shows that the document
writes spaces for half-spaces."""
_PARTICIPLES: Final = frozenset({"شده", "کرده"})
_DOUBTED: Final = 1.5
"""Log-odds asked for beyond: «کشف شده بود» is a verb, only «گاز کشف‌شده» has a half-space."""
_GAP: Final = 3
"""Code points looked at for the sign after a word."""
_HAS_OWN_SPACES: Final = 1 / 400
"""A text with this many ZWNJ a letter is taken to have kept its own."""


def load(*, raw: bool = True) -> None:
    """Read the word list, and for `raw` texts the model, now: the first text does not wait."""
    lexicon.load()
    if raw:
        half_space.restorer()
        persian_letters.load()


def display(text: str, *, spaced: bool | None = None) -> MappedText:
    """Return `text` as a careful Persian editor would print it, with its map to `text`.

    `spaced` says that the document writes spaces for half-spaces; None looks for it in `text`.
    """
    letters = persian_letters.readable(text)
    parted = has_parted_affixes(letters.text) if spaced is None else spaced
    restored = _with_half_spaces(letters.text, spaced=parted)
    if letters.map == offsets.IDENTITY:
        return restored
    return MappedText(text=restored.text, map=offsets.compose(restored.map, letters.map))


def _with_half_spaces(text: str, *, spaced: bool) -> MappedText:
    parts: list[str] = []
    builder = offsets.MapBuilder()
    builder.add(0, 0)
    done = length = 0
    for position, replaced in _edits(text, spaced=spaced):
        parts += (text[done:position], ZWNJ)
        length += position - done
        builder.add(length, position)
        length += 1
        done = position + replaced
        builder.add(length, done)
    if not parts:
        return MappedText(text=text)
    parts.append(text[done:])
    return MappedText(text="".join(parts), map=builder.build())


def _edits(text: str, *, spaced: bool) -> Iterator[tuple[int, int]]:
    """Yield where a ZWNJ goes in, and whether it takes the place of a space (1) or none (0)."""
    own = text.count(ZWNJ) > len(text) * _HAS_OWN_SPACES
    found = _words(text)
    least = _least_odds(found, own=own, spaced=spaced)
    joined, before = "", _NO_WORD
    for number, at in enumerate(found):
        start, _, word, look = at
        apart = start == before[1] + 1 and text[start - 1] in _SPACES
        unasked = least == math.inf and not (look.joins or before[3].opens)
        one = apart and not unasked and _is_one(joined, found, number, text, least)
        if one:
            yield start - 1, 1
        for cut in _cuts(found, number, text, own=own) if look.cuts or look.wavers else ():
            yield start + cut, 0
        joined = f"{joined}{ZWNJ}{word}" if one else word
        before = at


class _Look(NamedTuple):
    """What is to be known of a word by itself; `cuts` are those of a text that lost its own."""

    key: str
    cuts: tuple[int, ...]
    wavers: bool
    joins: bool
    opens: bool


type _Word = tuple[int, int, str, _Look]
"""Where a word starts and ends, the word, and what is known of it."""

_NO_WORD: Final[_Word] = (-2, -2, "", _Look("", (), wavers=False, joins=False, opens=False))


@lru_cache(maxsize=50_000)
def _looked_at(word: str) -> _Look:
    key, restorer = lexicon.key(word), half_space.restorer()
    marked = bool(_MARKED.search(word))
    return _Look(
        key,
        () if marked else restorer.cuts(key),
        wavers=not marked and restorer.wavers(key),
        joins=word in suffixes.STANDING_APART or word in suffixes.PERFECT_ENDINGS,
        opens=word in suffixes.VERBAL_PREFIXES,
    )


def _words(text: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text):
        word = match.group().rstrip("\u0654")
        if word:
            found.append((match.start(), match.end(), word, _look(word)))
    barred = persian_letters.protected_spans(text)
    return [at for at in found if not _inside(at[0], barred)] if barred else found


def _look(word: str) -> _Look:
    if len(word) > half_space.MAX_LETTERS:
        return _Look(word, (), wavers=False, joins=False, opens=False)
    return _looked_at(word)


def _inside(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(spans, position, key=itemgetter(0)) - 1
    return index >= 0 and position < spans[index][1]


def _cuts(found: list[_Word], number: int, text: str, *, own: bool) -> tuple[int, ...]:
    restorer = half_space.restorer()
    _, end, _, look = found[number]
    if own:
        return restorer.sure_cuts(look.key)
    if not look.wavers:
        return look.cuts
    after = _neighbour(found, number, 1, text)
    gap = "" if after else text[end : end + _GAP].strip()[:1]
    return restorer.wavering_cuts(look.key, _neighbour(found, number, -1, text), after, gap)


def _neighbour(found: list[_Word], number: int, step: int, text: str) -> str:
    """Return the key of the word before or after, empty unless one space parts the two."""
    if not 0 <= number + step < len(found):
        return ""
    first, second = sorted((number, number + step))
    end, start = found[first][1], found[second][0]
    return found[number + step][3].key if start == end + 1 and text[end] in _SPACES else ""


def _least_odds(found: list[_Word], *, own: bool, spaced: bool) -> float:
    """Return the log-odds asked for before two words become one."""
    if own:
        return math.inf
    if spaced:
        return _JOIN_IN_SPACED
    return math.inf if any(look.cuts for _, _, _, look in found) else _JOIN_UNASKED


def _is_one(left: str, found: list[_Word], number: int, text: str, least: float) -> bool:
    """Say whether a word belongs to what stands before it, which may be joined already."""
    word = found[number][2]
    if left[-1] in suffixes.NON_JOINING:
        return False
    if belongs(left.rsplit(ZWNJ, 1)[-1], word):
        return True
    if left in suffixes.VERBAL_PREFIXES:  # «می» is a month too
        return half_space.restorer().is_verb(lexicon.key(left + word.replace(ZWNJ, "")))
    if word == "ای" and not left.endswith("ه"):
        return False  # it calls somebody
    if least == math.inf:
        return False
    before, after = _neighbour(found, number - 1, -1, text), _neighbour(found, number, 1, text)
    key = ZWNJ.join(lexicon.key(piece) for piece in left.split(ZWNJ))
    more = _DOUBTED if word in _PARTICIPLES else 0.0
    return half_space.restorer().join_odds(key, found[number][3].key, before, after) > least + more


def belongs(before: str, word: str) -> bool:
    """Say whether `word`, standing after `before` and a space, is one word with it.

    So it is with the affixes that are no words («دیپلمات ها»), with forms of "to be" after a
    participle («رفته اند»), and with a verb after می («می شود»).
    """
    if word in suffixes.STANDING_APART:
        last = before.rsplit(ZWNJ, 1)[-1]
        return len(before) > 1 and last not in suffixes.STANDING_APART
    known = lexicon.load()
    if word in suffixes.PERFECT_ENDINGS and before.endswith("ه"):
        return lexicon.key(before + word) in known.verb_cuts
    if before in suffixes.VERBAL_PREFIXES:
        return lexicon.key(before + word.replace(ZWNJ, "")) in known.verb_cuts
    return False


def has_parted_affixes(text: str) -> bool:
    """Say whether affixes that are no words of their own stand free somewhere in `text`."""
    return bool(_PARTED.search(text))
