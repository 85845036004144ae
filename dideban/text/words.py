"""Where words and sentences begin and end, for any script, in linear time."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

from dideban.text import scripts

_SENTENCE_END: Final = re.compile(r"[!?؟。！？।۔…]|\.(?=[\s\"'»”’)\]]|$)|\n")
_ALWAYS_ENDS: Final = re.compile(r"[!?؟。！？।۔\n]")

ARABIC_LETTERS: Final = (
    "\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdc7\ufdf0-\ufdfc\ufe70-\ufefc"
)
"""Letters of the Arabic script, without its digits: «۹متر» is a number and a word."""


class Read(NamedTuple):
    """The words of a text in order, as columns of one length (`edges` of twice that)."""

    words: list[str]
    edges: list[int]
    """Where each word starts and ends, one after the other."""
    sentences: list[int]
    """The sentence of each word, counted from 0."""


def read(text: str) -> Read:
    """Return the words of `text`, where they stand, and their sentences.

    A word is a run of letters, digits and marks (after Unicode UAX 29) in which apostrophes and
    invisible joiners may stand; hyphens and underscores part words, and so does the border
    between Arabic letters and digits. In scripts without spaces every letter is a word.
    """
    parts = _splitter().split(text)
    edges = list(accumulate(map(len, parts)))
    return Read(parts[1::2], edges[:-1], _sentences(parts[1::2], parts[2:-1:2]))


def _sentences(found: Sequence[str], gaps: Sequence[str]) -> list[int]:
    numbers: list[int] = []
    sentence = 0
    for number in [number for number, gap in enumerate(gaps) if gap not in _INNER]:
        if ends_sentence(gaps[number], found[number], found[number + 1]):
            numbers += [sentence] * (number + 1 - len(numbers))
            sentence += 1
    return numbers + [sentence] * (len(found) - len(numbers))


_INNER: Final = frozenset({" ", ""})
"""What mostly stands between two words of a sentence."""


@cache
def word_pattern() -> re.Pattern[str]:
    """Return the compiled pattern of one word."""
    marks = scripts.marks()
    inside = scripts.INVISIBLE
    tail = f"[{marks}{inside}]"
    arabic = f"[{ARABIC_LETTERS}][{ARABIC_LETTERS}{marks}{inside}]*"
    unspaced = f"[{scripts.UNSPACED}]{tail}*"
    plain = rf"[^\W_{ARABIC_LETTERS}{scripts.UNSPACED}]"
    run = rf"(?:{plain}++|{tail}++)*+"  # possessive: never a second look, so linear
    apostrophe = f"[{scripts.APOSTROPHES}]"
    other = rf"{plain}{run}(?:{apostrophe}(?={plain}){run})*"
    return re.compile(f"{arabic}|{unspaced}|{other}")


@cache
def _splitter() -> re.Pattern[str]:
    return re.compile(f"({word_pattern().pattern})")


def ends_sentence(gap: str, before: str, after: str) -> bool:
    """Say whether the text between two words ends a sentence.

    A full stop does so only before a space and a capital or uncased letter, and not after a
    single letter (an initial) or a number of at most two digits (a date).
    """
    if not _SENTENCE_END.search(gap):
        return False
    if _ALWAYS_ENDS.search(gap):
        return True
    initial = len(before) == 1 and before.isupper()
    day = before.isdigit() and len(before) <= len("31")
    return not (initial or day or after[:1].islower())
