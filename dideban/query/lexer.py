"""Cuts a query into tokens that know their place in the text."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from dideban.query.errors import QueryError

DEFAULT_DISTANCE: Final = 5
MAX_DISTANCE: Final = 100
"""Words further apart than this have no more to do with each other than any two of an article."""

BIDI_CONTROLS: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
"""Invisible direction marks that editors of right-to-left text leave behind."""

_DOUBLE_QUOTES: Final = '"“”„‟＂'
CLOSERS: Final = {
    **dict.fromkeys(_DOUBLE_QUOTES, _DOUBLE_QUOTES),
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
}
_STOPS: Final = frozenset("()[]&|!") | frozenset(CLOSERS)
_DASHES: Final = frozenset("-‐‑‒–—−")

_FIELD: Final = re.compile(r"([^\W\d_][\w.]*):")
_LINK: Final = re.compile(r"(ONEAR|NEAR)(?:/(\S*))?$|(SAME)$")
_STORY: Final = re.compile(r"story\.sources\s*(>=|<=|>|<|=)\s*([0-9]{1,6})")
_OPERATORS: Final = {"AND": "AND", "OR": "OR", "NOT": "NOT"}


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    PHRASE = auto()
    WORD = auto()
    FIELD = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    LINK = auto()
    SAVED = auto()
    RANGE = auto()
    STORY = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A token of the query; `start` and `end` cut it out of the text as written."""

    kind: Kind
    value: str
    start: int
    end: int
    distance: int = 0


def lex(text: str) -> list[Lexeme]:
    """Return the tokens of a query, the last of kind `END`.

    Raises:
        QueryError: a quote or bracket that never closes, or a malformed operator.
    """
    found: list[Lexeme] = []
    at = 0
    while at < len(text):
        if text[at].isspace() or text[at] in BIDI_CONTROLS:
            at += 1
            continue
        lexeme = _next(text, at)
        found.append(lexeme)
        at = lexeme.end
    found.append(Lexeme(Kind.END, "", len(text), len(text)))
    return found


def _next(text: str, at: int) -> Lexeme:  # noqa: PLR0911 - one return a kind of token
    char = text[at]
    if char in CLOSERS:
        return _phrase(text, at)
    if char == "[":
        return _range(text, at)
    if char == "]":
        raise QueryError(at + 1, "]", "a [ before it", text[:at] + " " + text[at + 1 :])
    if char in "()":
        return Lexeme(Kind.OPEN if char == "(" else Kind.CLOSE, char, at, at + 1)
    if char in "&|":
        end = at + 2 if text[at : at + 2] == char * 2 else at + 1
        return Lexeme(Kind.AND if char == "&" else Kind.OR, char, at, end)
    if char == "!":
        return Lexeme(Kind.NOT, char, at, at + 1)
    if char in _DASHES:
        return _minus(text, at)
    return _word(text, at)


def _phrase(text: str, at: int) -> Lexeme:
    closers = CLOSERS[text[at]]
    for end in range(at + 1, len(text)):
        if text[end] in closers:
            return Lexeme(Kind.PHRASE, text[at + 1 : end], at, end + 1)
    fix = text[:at] + " " + text[at + 1 :] if not text[at + 1 :].strip() else text + closers[0]
    raise QueryError(at + 1, text[at:], f"a closing {closers[0]}", fix)


def _range(text: str, at: int) -> Lexeme:
    end = text.find("]", at)
    if end < 0:
        raise QueryError(at + 1, text[at:], "a closing ]", text + "]")
    return Lexeme(Kind.RANGE, text[at + 1 : end], at, end + 1)


def _minus(text: str, at: int) -> Lexeme:
    after = text[at + 1 : at + 2]
    if after and not after.isspace() and after not in ")]" and after not in _DASHES:
        return Lexeme(Kind.NOT, "-", at, at + 1)
    left, right = text[:at].rstrip(), text[at + 1 :].lstrip("".join(_DASHES) + " ")
    without = f"{left} {right}".strip()
    readings = (without, f"{left} -{right}") if left and right[:1].isalnum() else ()
    raise QueryError(
        at + 1,
        text[at],
        "a word right after the dash, or quotes around both words",
        without,
        readings,
    )


def _word(text: str, at: int) -> Lexeme:
    if story := _STORY.match(text, at):
        return Lexeme(Kind.STORY, story[1] + story[2], at, story.end())
    if name := _FIELD.match(text, at):
        return Lexeme(Kind.FIELD, name[1].lower(), at, name.end())
    end = at + 1
    while end < len(text) and not text[end].isspace() and text[end] not in _STOPS:
        end += 1
    word = "".join(c for c in text[at:end] if c not in BIDI_CONTROLS)
    if word in _OPERATORS:
        return Lexeme(Kind[_OPERATORS[word]], word, at, end)
    if link := _LINK.match(word):
        return _link(text, at, end, link)
    if word.startswith("@"):
        return _saved(text, at, end, word[1:])
    if not any(_is_word_character(c) for c in word) and "*" not in word:
        raise QueryError(at + 1, word, "a word", text[:at] + " " + text[end:])
    return Lexeme(Kind.WORD, word, at, end)


def _is_word_character(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN"


def _link(text: str, at: int, end: int, link: re.Match[str]) -> Lexeme:
    kind = link[3] or link[1]
    if kind == "SAME":
        return Lexeme(Kind.LINK, kind, at, end)
    number = link[2]
    distance = DEFAULT_DISTANCE if number is None else int(number) if number.isdecimal() else 0
    if 1 <= distance <= MAX_DISTANCE:
        return Lexeme(Kind.LINK, kind, at, end, distance)
    instead = MAX_DISTANCE if distance > MAX_DISTANCE else DEFAULT_DISTANCE
    raise QueryError(
        at + 1,
        text[at:end],
        f"{kind}/n with n from 1 to {MAX_DISTANCE}",
        f"{text[:at]}{kind}/{instead}{text[end:]}",
    )


def _saved(text: str, at: int, end: int, name: str) -> Lexeme:
    if re.fullmatch(r"[\w.-]+", name):
        return Lexeme(Kind.SAVED, name, at, end)
    cleaned = re.sub(r"[^\w.-]+", "-", name).strip("-")
    fix = text[:at] + cleaned + text[end:]
    raise QueryError(at + 1, text[at:end], "the name of a saved query after @", fix)
