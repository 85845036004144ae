"""Persian text for reading: letters, digits and quotation marks of one kind, half-spaces back.

Nothing the author wrote is left out.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import Final, NamedTuple

from dideban.text import half_space, lexicon, offsets, persian_letters, suffixes
from dideban.text.lexicon import ZWNJ
from dideban.text.words import ARABIC_LETTERS
from schemas.articles import MappedText

_WORD: Final = re.compile(
    f"([{ARABIC_LETTERS}]+(?:[\u064b-\u0655\u0670{ZWNJ}]+[{ARABIC_LETTERS}]*)*+)"
)
_HAMZA: Final = "\u0654"
"""The sign of an ezafe after a silent ه; it is no part of the word looked for."""
_MARKED: Final = re.compile(f"[\u064b-\u0655\u0670{ZWNJ}]")
_PARTED: Final = re.compile(
    r"[ \t\u00a0](?=[هتنما])"
    r"(?:(?<=\w[ \t\u00a0])(?:(?:ها|های|هایی|ترین|ن?می)(?=[ \t\u00a0])|های?(?=\W|$))"
    r"|(?<=\w\wه[ \t\u00a0])ای(?=\W|$))"
)
"""It begins with what it looks for, not with what stands before: a third of the time."""
_SPACES: Final = " \t\u00a0"
"""What is typed for a half-space with the space bar, the tab or a word processor."""
_JOIN: Final = 2.1
"""Log-odds asked for before two words become one. At odds of 1.5 PerDT would gain .002 and NTREX,
whose translators write compounds as two words, lose .004."""
_PARTICIPLES: Final = frozenset({"شده", "کرده"})
_DOUBTED: Final = 3.0
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


class Habit(Enum):
    """What a document writes where half-spaces belong."""

    NOTHING = auto()
    SPACES = auto()
    BOTH = auto()


def display(text: str, *, habit: Habit | None = None) -> MappedText:
    """Return `text` as a careful Persian editor would print it, with its map to `text`.

    `habit` is that of the document that `text` is a part of; None looks for it in `text`.
    """
    letters = persian_letters.readable(text)
    restored = _with_half_spaces(letters.text, habit or habit_of(letters.text))
    if letters.map == offsets.IDENTITY:
        return restored
    return MappedText(text=restored.text, map=offsets.compose(restored.map, letters.map))


def _with_half_spaces(text: str, habit: Habit) -> MappedText:
    parts: list[str] = []
    builder = offsets.MapBuilder()
    builder.add(0, 0)
    done = length = 0
    for position, replaced in _edits(text, habit):
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


def _edits(text: str, habit: Habit) -> Iterator[tuple[int, int]]:
    """Yield where a ZWNJ goes in, and whether it takes the place of a space (1) or none (0)."""
    own = text.count(ZWNJ) > len(text) * _HAS_OWN_SPACES
    found = _read(text)
    sure = own or habit is Habit.SPACES
    least = _least_odds(found, own=own, spaced=habit is not Habit.NOTHING)
    joined, last = "", -1
    for number in _of_interest(found.looks, least):
        start, word, look = found.edges[2 * number], found.words[number], found.looks[number]
        before = joined if last == number - 1 else found.words[number - 1]
        one = number > 0 and _is_apart(found, number) and _is_one(before, found, number, least)
        if one:
            yield start - 1, 1
        for cut in _cuts(found, number, sure=sure) if look.cuts or look.wavers else ():
            yield start + cut, 0
        joined, last = f"{before}{ZWNJ}{word}" if one else word, number


class _Look(NamedTuple):
    """What is to be known of a word by itself; `cuts` are those of a text that lost its own."""

    key: str
    cuts: tuple[int, ...]
    wavers: bool
    joins: bool
    opens: bool
    changes: bool
    """It may get a half-space in it or before it."""


class _Read(NamedTuple):
    """The words of a text, where each starts and ends, and what is known of them."""

    text: str
    words: Sequence[str]
    edges: Sequence[int]
    looks: Sequence[_Look]


def _of_interest(looks: Sequence[_Look], least: float) -> Iterable[int]:
    """Return the words to be asked about: all, or where words seldom join those that may."""
    if least != math.inf:
        return range(len(looks))
    opened = {number + 1 for number, look in enumerate(looks) if look.opens} - {len(looks)}
    changing = [number for number, look in enumerate(looks) if look.changes]
    return sorted(opened.union(changing)) if opened else changing


@lru_cache(maxsize=50_000)
def _looked_at(word: str) -> _Look:
    key, restorer = lexicon.key(word), half_space.restorer()
    marked = bool(_MARKED.search(word))
    cuts = () if marked else restorer.cuts(key)
    wavers = not marked and restorer.wavers(key)
    joins = word in suffixes.STANDING_APART or word in suffixes.PERFECT_ENDINGS
    opens = word in suffixes.VERBAL_PREFIXES
    return _Look(key, cuts, wavers, joins, opens, changes=bool(cuts) or wavers or joins)


def _read(text: str) -> _Read:
    parts = _WORD.split(text)
    words, edges = parts[1::2], list(accumulate(map(len, parts)))[:-1]
    if _HAMZA in text:
        bare = [word.rstrip(_HAMZA) for word in words]
        for number, (word, left) in enumerate(zip(words, bare, strict=True)):
            edges[2 * number + 1] -= len(word) - len(left)
        words = bare
    if barred := persian_letters.protected_spans(text):
        free = [n for n in range(len(words)) if not _inside(edges[2 * n], barred)]
        words = [words[number] for number in free]
        edges = [edge for number in free for edge in edges[2 * number : 2 * number + 2]]
    return _Read(text, words, edges, list(map(_look, words)))


def _look(word: str) -> _Look:
    return _looked_at(word) if len(word) <= half_space.MAX_LETTERS else _TOO_LONG


_TOO_LONG: Final = _Look("", (), wavers=False, joins=False, opens=False, changes=False)


def _inside(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(spans, position, key=itemgetter(0)) - 1
    return index >= 0 and position < spans[index][1]


def _cuts(found: _Read, number: int, *, sure: bool) -> tuple[int, ...]:
    restorer, look = half_space.restorer(), found.looks[number]
    if sure and not restorer.sure_cuts(look.key):
        return ()
    if not look.wavers:
        return restorer.sure_cuts(look.key) if sure else look.cuts
    after, end = _neighbour(found, number, 1), found.edges[2 * number + 1]
    gap = "" if after else found.text[end : end + _GAP].strip()[:1]
    return restorer.wavering_cuts(look.key, _neighbour(found, number, -1), after, gap)


def _is_apart(found: _Read, number: int) -> bool:
    """Say whether one space stands between a word and the one before it."""
    end, start = found.edges[2 * number - 1 : 2 * number + 1]
    return start == end + 1 and found.text[end] in _SPACES


def _neighbour(found: _Read, number: int, step: int) -> str:
    """Return the key of the word before or after, empty unless one space parts the two."""
    other = number + step
    if not 0 <= other < len(found.words) or not _is_apart(found, max(number, other)):
        return ""
    return found.looks[other].key


def _least_odds(found: _Read, *, own: bool, spaced: bool) -> float:
    """Return the log-odds asked for before two words become one."""
    if own or (not spaced and any(look.cuts for look in found.looks)):
        return math.inf
    return _JOIN


def _is_one(left: str, found: _Read, number: int, least: float) -> bool:
    """Say whether a word belongs to what stands before it, which may be joined already."""
    word = found.words[number]
    if not left or left[-1] in suffixes.NON_JOINING:
        return False
    last = left.rsplit(ZWNJ, 1)[-1]
    if belongs(last, word):
        return True
    if prefix := suffixes.verbal_prefix(last):  # «می» is a month too
        return half_space.restorer().is_verb(prefix + lexicon.key(word.replace(ZWNJ, "")))
    if word == "ای" and not last.endswith(("ه", "ی")):
        return False  # it calls somebody
    return least != math.inf and _is_likely_one(left, last, found, number, least)


def _is_likely_one(left: str, last: str, found: _Read, number: int, least: float) -> bool:
    """Weigh a word after `left`, whose `last` piece stands before it, by the words around both."""
    restorer, right = half_space.restorer(), found.looks[number].key
    if not restorer.may_be_one(lexicon.key(last), right):
        return False
    before, after = _neighbour(found, number - 1, -1), _neighbour(found, number, 1)
    key = ZWNJ.join(lexicon.key(piece) for piece in left.split(ZWNJ))
    more = _DOUBTED if found.words[number] in _PARTICIPLES else 0.0
    return restorer.join_odds(key, right, before, after) > least + more


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


def habit_of(text: str) -> Habit:
    """Return what `text` writes for half-spaces.

    It writes spaces where affixes that are no words of their own stand free somewhere, and where
    nothing else shows that half-spaces were lost, its author meant the words that are joined.
    """
    if not _PARTED.search(text):
        return Habit.NOTHING
    if any(look.cuts and not look.wavers and _is_lost(look) for look in _read(text).looks):
        return Habit.BOTH
    return Habit.SPACES


def _is_lost(look: _Look) -> bool:
    """Say whether nobody would join the word: «میشود», «کردهاند», «خانوادههای»."""
    first, *rest = lexicon.pieces(look.key, look.cuts)
    if first in suffixes.VERBAL_PREFIXES:
        return half_space.restorer().is_verb(look.key)
    return first.endswith("ه") and not suffixes.INFLECTIONAL.isdisjoint(rest)
