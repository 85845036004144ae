"""The parts of a text in which every word may speak of time: one pass, one look-up a word."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from dideban.text import scripts
from dideban.text.dates.vocabulary import vocabulary
from dideban.text.folding import fold_word
from dideban.text.tokens import Token
from dideban.text.words import word_pattern

LONGEST_WORD: Final = 24
"""Code points; no word of our tables is longer, with its marks and case."""

MAX_RUN: Final = 64
"""Words; no date is longer, and a list of numbers is none."""

_CLITICS: Final = "وفبلك"
_DIGITS: Final = re.compile(r"[0-9]{1,4}(?:st|nd|rd|th|г|го|й)?")
_HYPHENS: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_MARKS: Final = {
    ".": ".",
    ".,": ",",
    ",": ",",
    "،": ",",
    "/": "/",
    "(": "(",
    ")": ")",
    **dict.fromkeys(_HYPHENS, "-"),
}
_LONGEST_GAP: Final = 4
_UNSEEN: Final = re.compile(f"[{scripts.INVISIBLE}]")


def runs(text: str, subtag: str) -> Iterator[tuple[list[Token], str]]:
    """Yield each run of words known to the vocabulary, and the gaps between them, a sign each.

    A gap's sign is a space, comma, hyphen, slash, parenthesis or full stop.
    """
    run: list[Token] = []
    gaps: list[str] = []
    for match in word_pattern().finditer(text):
        start, end = match.span()
        folded = known(match.group(), subtag) if end - start <= LONGEST_WORD else ""
        if not folded:
            if run:
                yield run, "".join(gaps)
                run, gaps = [], []
            continue
        if run:
            gap = gap_sign(text[run[-1].end : start]) if start - run[-1].end <= _LONGEST_GAP else ""
            if gap and len(run) < MAX_RUN:
                gaps.append(gap)
            else:
                yield run, "".join(gaps)
                run, gaps = [], []
        run.append(Token(match.group(), folded, folded, start, end, 0))
    if run:
        yield run, "".join(gaps)


@lru_cache(maxsize=30_000)
def known(word: str, subtag: str) -> str:
    """Return the folded word if it may speak of time, without clitic or apostrophe, else ""."""
    folded = fold_word(word, subtag)
    words = vocabulary(subtag).words
    if folded in words or _DIGITS.fullmatch(folded):
        return folded
    head, mark, _ = folded.partition("'")
    if mark and (head in words or _DIGITS.fullmatch(head)):
        return head
    if subtag == "ar" and folded[:1] in _CLITICS:
        bare = "ا" + folded[1:] if folded.startswith("لل") else folded[1:]
        return bare if bare in words else ""
    return ""


@lru_cache(maxsize=4096)
def gap_sign(gap: str) -> str:
    """Return one sign for what stands between two words, or "" where it parts them."""
    seen = _UNSEEN.sub("", gap)
    if not seen or (seen.isspace() and not _breaks_line(seen)):
        return " "
    bare = seen.strip()
    return "" if _breaks_line(seen) else _MARKS.get(bare, "")


def _breaks_line(gap: str) -> bool:
    return len(gap.splitlines()) > 1 or gap[-1:] in "\r\n\u2028\u2029"
