"""Persian text for reading: letters, digits and quotation marks of one kind, half-spaces back.

Nothing the author wrote is left out. Letters follow hazm's table where its target is one that
Persian keyboards confuse; its removal of marks and dots and its decimal mark are not followed.
"""

import math
import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from dideban.text import half_space, hazm_data, lexicon, offsets, suffixes
from dideban.text.lexicon import ZWNJ
from dideban.text.words import ARABIC_LETTERS
from schemas.articles import MappedText

_WORD: Final = re.compile(
    f"[{ARABIC_LETTERS}]+(?:[\u064b-\u0655\u0670{ZWNJ}]+[{ARABIC_LETTERS}]*)*+"
)
_MARKED: Final = re.compile(f"[\u064b-\u0655\u0670{ZWNJ}]")
_CHUNK: Final = re.compile(r"\S+")
_PROTECTED: Final = ("://", "www.", "@", "#")
_LATIN: Final = re.compile("[A-Za-z]")
_COMPATIBILITY: Final = re.compile("[\ufb50-\ufdfc\ufe70-\ufefc]")
_QUOTED: Final = re.compile('["“”]([^\n"“”«»]+)["“”]')
_LOST_JOINER: Final = re.compile(
    f"(?<=[{ARABIC_LETTERS}])[\u00ac\u00ad\u200b](?=[{ARABIC_LETTERS}])"
)
_PARTED: Final = re.compile(r"(?<=\w )(?:ها|های|هایی|ترین|ن?می)(?= )|(?<=\w )های?(?=\W|$)")
_HAZM_TARGETS: Final = frozenset("یکه")
_KEPT: Final = frozenset("ۂۃېٸ")
"""Letters hazm would change though they carry a hamza or a sound of their own."""
_JOIN_IN_SPACED: Final = 0.0
_JOIN_UNASKED: Final = 2.0
"""Log-odds asked for before two words become one: more, where no affix shows that the document
writes spaces for half-spaces."""
_GAP: Final = 3
"""Code points looked at for the sign after a word."""
_HAS_OWN_SPACES: Final = 1 / 400
"""A text with this many ZWNJ a letter is taken to have kept its own."""


def load() -> None:
    """Read the word list now (half a second), so that the first text does not wait."""
    half_space.restorer()
    _letter_table()


def display(text: str, *, spaced: bool | None = None) -> MappedText:
    """Return `text` as a careful Persian editor would print it, with its map to `text`.

    `spaced` says that the document writes spaces for half-spaces; None looks for it in `text`.
    """
    letters = _with_letters(text)
    parted = has_parted_affixes(letters.text) if spaced is None else spaced
    restored = _with_half_spaces(letters.text, spaced=parted)
    if letters.map == offsets.IDENTITY:
        return restored
    return MappedText(text=restored.text, map=offsets.compose(restored.map, letters.map))


@cache
def _letter_table() -> dict[int, str]:
    table = {
        ord(letter): to
        for letter, to in hazm_data.letter_table().items()
        if to in _HAZM_TARGETS and letter not in _KEPT and not _COMPATIBILITY.match(letter)
    }
    table[ord("ى")] = "ی"
    return table


@cache
def _number_table() -> dict[int, str]:
    digits = {ord(str(i)): chr(ord("۰") + i) for i in range(10)}
    digits |= {ord("٠") + i: chr(ord("۰") + i) for i in range(10)}
    return {**_letter_table(), **digits, ord("%"): "٪"}


def _with_letters(text: str) -> MappedText:
    expanded = _expanded(text)
    plain = expanded.text
    guarded = bool(_LATIN.search(plain)) or any(sign in plain for sign in _PROTECTED)
    plain = _CHUNK.sub(_translate_chunk, plain) if guarded else plain.translate(_number_table())
    plain = _QUOTED.sub(r"«\1»", plain)
    plain = _LOST_JOINER.sub(ZWNJ, plain)
    return MappedText(text=plain, map=expanded.map)


def _translate_chunk(match: re.Match[str]) -> str:
    chunk = match.group()
    if _is_protected(chunk):
        return chunk
    table = _letter_table() if _LATIN.search(chunk) else _number_table()
    return chunk.translate(table)


def _is_protected(chunk: str) -> bool:
    return any(sign in chunk for sign in _PROTECTED)


def _expanded(text: str) -> MappedText:
    """Write presentation forms as the letters they stand for (Unicode NFKC)."""
    if not _COMPATIBILITY.search(text):
        return MappedText(text=text)
    parts: list[str] = []
    builder = offsets.MapBuilder()
    builder.add(0, 0)
    done = length = 0
    for match in _COMPATIBILITY.finditer(text):
        start, end = match.span()
        letters = unicodedata.normalize("NFKC", match.group())
        parts += (text[done:start], letters)
        length += start - done
        builder.add(length, start)
        length += len(letters)
        builder.add(length, end)
        done = end
    parts.append(text[done:])
    return MappedText(text="".join(parts), map=builder.build())


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
    restorer = half_space.restorer()
    own = text.count(ZWNJ) > len(text) * _HAS_OWN_SPACES
    find = restorer.sure_cuts if own else restorer.cuts
    found = _words(text)
    keys = [lexicon.key(word.word) for word in found] + [""]
    joined = ""
    least = _least_odds(keys, own=own, spaced=spaced)
    for number, (start, end, word, apart) in enumerate(found):
        before = keys[number - 1] if apart else ""
        after = keys[number + 1] if number + 1 < len(found) and found[number + 1].apart else ""
        one = apart and _is_one(joined, word, number, keys, after, least)
        if one:
            yield start - 1, 1
        joined = f"{joined}{ZWNJ}{word}" if one else word
        if _MARKED.search(word):
            continue
        if not own and restorer.wavers(keys[number]):
            gap = "" if after else text[end : end + _GAP].strip()[:1]
            cuts = restorer.wavering_cuts(keys[number], before, after, gap)
        else:
            cuts = find(keys[number])
        for cut in cuts:
            yield start + cut, 0


def _least_odds(keys: list[str], *, own: bool, spaced: bool) -> float:
    """Return the log-odds asked for before two words become one."""
    if own:
        return math.inf
    if spaced:
        return _JOIN_IN_SPACED
    lost = any(half_space.restorer().cuts(key) for key in keys)
    return math.inf if lost else _JOIN_UNASKED


def _is_one(left: str, word: str, number: int, keys: list[str], after: str, least: float) -> bool:
    if left[-1] in suffixes.NON_JOINING:
        return False
    if belongs(left.rsplit(ZWNJ, 1)[-1], word):
        return True
    if left in suffixes.VERBAL_PREFIXES or (word == "ای" and not left.endswith("ه")):
        return False  # «می» is a month too, and «ای» calls somebody
    before = keys[number - 2] if number > 1 else ""
    odds = half_space.restorer().join_odds
    return least < math.inf and odds(_key_of(left), keys[number], before, after) > least


def _key_of(word: str) -> str:
    return ZWNJ.join(lexicon.key(piece) for piece in word.split(ZWNJ))


class _Word(NamedTuple):
    """A Persian word of a text; `apart` says that one space parts it from the word before."""

    start: int
    end: int
    word: str
    apart: bool


def _words(text: str) -> list[_Word]:
    barred = deque(_protected_spans(text))
    found: list[_Word] = []
    previous_end = -1
    for match in _WORD.finditer(text):
        start, end = match.span()
        while barred and barred[0][1] <= start:
            barred.popleft()
        if barred and barred[0][0] <= start:
            previous_end = -1
            continue
        apart = start == previous_end + 1 and text[previous_end] == " "
        word = match.group().rstrip("\u0654")
        if word:
            found.append(_Word(start, end, word, apart))
        previous_end = end
    return found


def belongs(before: str, word: str) -> bool:
    """Say whether `word`, standing after `before` and a space, is one word with it.

    So it is with the affixes that are no words («دیپلمات ها»), with forms of "to be" after a
    participle («رفته اند»), and with a verb after می («می شود»).
    """
    if word in suffixes.STANDING_APART:
        last = before.rsplit(ZWNJ, 1)[-1]
        return len(before) > 1 and last not in suffixes.STANDING_APART
    known = half_space.restorer().lexicon
    if word in suffixes.PERFECT_ENDINGS and before.endswith("ه"):
        return lexicon.key(before + word) in known.verb_cuts
    if before in suffixes.VERBAL_PREFIXES:
        return half_space.restorer().is_verb(lexicon.key(before + word.replace(ZWNJ, "")))
    return False


def has_parted_affixes(text: str) -> bool:
    """Say whether affixes that are no words of their own stand free somewhere in `text`."""
    return bool(_PARTED.search(text))


def _protected_spans(text: str) -> list[tuple[int, int]]:
    if not any(sign in text for sign in _PROTECTED):
        return []
    return [m.span() for m in _CHUNK.finditer(text) if _is_protected(m.group())]
