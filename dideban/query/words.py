"""Words, prefixes and phrases of a query, checked and tidied."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from dideban.query.cursor import Cursor
from dideban.query.lexer import BIDI_CONTROLS, CLOSERS, Lexeme, is_plain
from dideban.query.sayings import says
from dideban.query.tree import Prefix, Term

MIN_PREFIX: Final = 3
MIN_PREFIX_ARABIC: Final = 2
"""Arabic script writes no short vowels, so two of its letters say as much as three others."""

MAX_PHRASE_WORDS: Final = 30
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_MARK_INSIDE: Final = re.compile(r"(?<=\w)[?؟](?=\w)")
_JOINERS: Final = "\u200c\u200d"


def word(cursor: Cursor, token: Lexeme) -> Term | Prefix:
    """Return the word or prefix a `WORD` token stands for.

    Raises:
        QueryError: a misplaced or too wide wildcard.
    """
    if mark := _MARK_INSIDE.search(token.value):
        start = tidy(token.value[: mark.start()])
        fix = f"{start}*" if _wide_enough(start) else start
        raise cursor.fault(token, says("wants_star_for_mark"), cursor.instead(token, fix))
    if "*" not in token.value:
        return Term(tidy(token.value))
    stem = tidy(token.value.replace("*", ""))
    if token.value.find("*") != len(token.value) - 1:
        fix = f"{stem}*" if _wide_enough(stem) else stem
        raise cursor.fault(token, says("wants_star_at_end"), cursor.instead(token, fix))
    if not _wide_enough(stem):
        least = {"letters": MIN_PREFIX, "arabic": MIN_PREFIX_ARABIC}
        expected = says("wants_letters_before_star", **least)
        raise cursor.fault(token, expected, cursor.instead(token, stem))
    if not is_plain(f"{stem.lower()}*"):
        raise cursor.fault(
            token, says("wants_plain_before_star"), cursor.instead(token, f'"{stem}"')
        )
    return Prefix(stem)


def phrase(cursor: Cursor, token: Lexeme) -> Term:
    """Return the phrase a `PHRASE` token stands for.

    Raises:
        QueryError: no word inside, too many words, or a wildcard.
    """
    text = tidy(token.value)
    if "*" in token.value:
        parts = " ONEAR/1 ".join(token.value.split())
        raise cursor.fault(token, says("wants_star_outside"), cursor.instead(token, f"({parts})"))
    if not text:
        raise cursor.fault(token, says("wants_in_quotes"), cursor.without(token))
    words = text.split()
    if len(words) > MAX_PHRASE_WORDS:
        short = '"' + " ".join(words[:MAX_PHRASE_WORDS]) + '"'
        expected = says("wants_short_phrase", most=MAX_PHRASE_WORDS, words=len(words))
        raise cursor.fault(token, expected, cursor.instead(token, short))
    return Term(text)


@lru_cache(maxsize=20_000)
def tidy(text: str) -> str:
    """Return the text with one form for every quote, dash, space and compatibility letter.

    Punctuation at either end goes; what distinguishes words stays.
    """
    kept = "".join(" " if c in CLOSERS else c for c in text if c not in BIDI_CONTROLS)
    normal = unicodedata.normalize("NFKC", kept).translate(_DASHES)
    words = (_bare(word) for word in normal.split())
    return " ".join(word for word in words if word)


def _bare(word: str) -> str:
    start, end = 0, len(word)
    while start < end and not _is_letter(word[start]):
        start += 1
    while end > start and not _is_letter(word[end - 1]):
        end -= 1
    return word[start:end].strip(_JOINERS)


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def _wide_enough(stem: str) -> bool:
    arabic = any("\u0600" <= c <= "\u06ff" for c in stem)
    letters = sum(unicodedata.category(c)[0] in "LN" for c in stem)
    return letters >= (MIN_PREFIX_ARABIC if arabic else MIN_PREFIX)
