"""Cuts a query into tokens that know their place in the text."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from dideban.query.errors import QueryError
from dideban.query.sayings import says

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
_CLOSER: Final = {"“": "”", "„": "“", "＂": "＂", "‟": "”"}
"""What people close a double quote with; any other closes as it opens."""
_WORD_STOP: Final = re.compile(rf"[\s()\[\]&|!{re.escape(''.join(CLOSERS))}]")
_DASHES: Final = frozenset("-‐‑‒–—−")

_FIELD: Final = re.compile(r"([^\W\d_][\w.]*):")
_LINK: Final = re.compile(r"(ONEAR|NEAR)(?:/(\S*))?$|(SAME)$")
_STORY: Final = re.compile(r"story\.sources\s*(>=|<=|>|<|=)\s*([0-9]{1,6})")
_OPERATORS: Final = {"AND": "AND", "OR": "OR", "NOT": "NOT"}
_FOREIGN: Final = {
    "И": "AND", "ИЛИ": "OR", "НЕ": "NOT", "VE": "AND", "VEYA": "OR", "DEĞİL": "NOT",
    "VƏ": "AND", "YAXUD": "OR", "DEYİL": "NOT",
}  # fmt: skip
"""Operators as people write them in Russian, Turkish and Azerbaijani."""

_PLAIN: Final = re.compile(r"[^\W\d_]+(?=[\s()]|$)")
_MORE: Final = ("NEAR", "ONEAR", "SAME", "W", "ADJ", "PRE", "ATLEAST", "STORY")
_SPECIAL: Final = frozenset(each.lower() for each in (*_OPERATORS, *_FOREIGN, *_MORE))
"""What may be more than a word, or part of what is; all other letters in a row are a word."""

_ODD_LINK: Final = re.compile(
    r"(?:(O?NEAR)(\s*[/:~]\s*|)|(SAME|W|ADJ|PRE)/)(\d+)(?=[^\W\d_]|[\s()]|$)", re.IGNORECASE
)
_ODD_COUNT: Final = re.compile(r"atleast[-_ ]*(\d+)[: ]*", re.IGNORECASE)
_ODD_STORY: Final = re.compile(
    r"story[. ]?(?:sources?|size|count)\s*([<>=:≥≤]+)\s*(\w*)", re.IGNORECASE
)
_LOST: Final = re.compile(r"\s(?:AND|OR|NOT)\s*$")
"""What a phrase ends with when it was the next one's quote that closed it."""

_STOP: Final = re.compile(r"\s+(?:AND|OR|NOT|O?NEAR(?:/\d+)?|SAME|[&|!]+)\s|[()]|\s\w+:")
"""Where a quote that was never closed may have been meant to close."""

WANTS_SOURCES: Final = says("wants_sources", signs=">= <= > < =")


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
    if (plain := _PLAIN.match(text, at)) and plain[0].lower() not in _SPECIAL:
        return Lexeme(Kind.WORD, plain[0], at, plain.end())
    char = text[at]
    if char in CLOSERS:
        return _phrase(text, at)
    if char == "[":
        return _range(text, at)
    if char == "]":
        fix = text[:at] + " " + text[at + 1 :]
        raise QueryError(at + 1, "]", says("wants_opening_square"), fix)
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
        opens = text[end + 1 : end + 2].isalnum() and _LOST.search(text[at + 1 : end])
        if text[end] in closers and not opens:
            return Lexeme(Kind.PHRASE, text[at + 1 : end], at, end + 1)
        if text[end] in closers or text[end] == text[at]:
            break
    closer = _CLOSER.get(text[at], closers[0])
    stop = _STOP.search(text, at + 2)
    end = stop.start() if stop else len(text.rstrip())
    fix = text[:end] + closer + text[end:] if text[at + 1 :].strip() else text[:at]
    raise QueryError(at + 1, text[at:], says("wants_closing_quote", mark=closer), fix)


def _range(text: str, at: int) -> Lexeme:
    end = text.find("]", at)
    if end < 0:
        raise QueryError(at + 1, text[at:], says("wants_closing_square"), text + "]")
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
        says("wants_after_dash"),
        without,
        readings,
    )


def _word(text: str, at: int) -> Lexeme:
    if (story := _STORY.match(text, at)) and not text[story.end() : story.end() + 1].isalnum():
        return Lexeme(Kind.STORY, story[1] + story[2], at, story.end())
    _refuse_odd(text, at)
    if name := _FIELD.match(text, at):
        return Lexeme(Kind.FIELD, name[1].lower(), at, name.end())
    stop = _WORD_STOP.search(text, at + 1)
    end = stop.start() if stop else len(text)
    word = "".join(c for c in text[at:end] if c not in BIDI_CONTROLS)
    if word in _OPERATORS:
        return Lexeme(Kind[_OPERATORS[word]], word, at, end)
    if link := _LINK.match(word):
        return _link(text, at, end, link)
    if word in _FOREIGN:
        operator = _FOREIGN[word]
        expected = says("wants_operator", operator=operator, word=word)
        raise QueryError(at + 1, word, expected, f"{text[:at]}{operator}{text[end:]}")
    if word.startswith("@"):
        return _saved(text, at, end, word[1:])
    if not any(_is_word_character(c) for c in word) and "*" not in word:
        raise QueryError(at + 1, word, says("wants_letters"), text[:at] + " " + text[end:])
    return Lexeme(Kind.WORD, word, at, end)


def is_plain(word: str) -> bool:
    """Tell whether a word without spaces and marks is read as a word where no quotes stand."""
    try:
        found = _word(word, 0)
    except QueryError:
        return False
    return found.kind is Kind.WORD and found.end == len(word)


def _refuse_odd(text: str, at: int) -> None:
    """Refuse what nearly is an operator and would be looked for as a word."""
    if (link := _ODD_LINK.match(text, at)) and (right := _right_link(link, text)) is not None:
        expected = says("wants_spaces", link=right)
        raise QueryError(at + 1, link[0], expected, _instead(text, link, f"{right} "))
    if count := _ODD_COUNT.match(text, at):
        right = f"atleast{count[1]}:"
        if count[0] != right:
            expected = says("wants_before_word", field=right)
            raise QueryError(at + 1, count[0].rstrip(), expected, _instead(text, count, right))
    if story := _ODD_STORY.match(text, at):
        sign = {"=>": ">=", "=<": "<=", "≥": ">=", "≤": "<=", ":": ">="}.get(story[1], story[1])
        number = story[2] if story[2].isdecimal() else "3"
        right = f"story.sources{sign}{number[:6]}"
        raise QueryError(at + 1, story[0], WANTS_SOURCES, _instead(text, story, right))
    if text[at] == ":" and text[:at].strip():
        fix = text[:at].rstrip() + text[at:]
        raise QueryError(at + 1, ":", says("wants_field_before_colon"), fix)


def _right_link(link: re.Match[str], text: str) -> str | None:
    """Return how the link is written rightly, or `None` where it is."""
    name = (link[1] or link[3]).upper()
    kind = {"SAME": "SAME", "ONEAR": "ONEAR", "PRE": "ONEAR", "ADJ": "ONEAR"}.get(name, "NEAR")
    right = kind if kind == "SAME" else f"{kind}/{link[4]}"
    glued = text[link.end() : link.end() + 1].isalpha()
    return right if glued or link[0] != right else None


def _instead(text: str, found: re.Match[str], right: str) -> str:
    return text[: found.start()] + right + text[found.end() :].lstrip()


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
        says("wants_distance", form=f"{kind}/n", most=MAX_DISTANCE),
        f"{text[:at]}{kind}/{instead}{text[end:]}",
    )


def _saved(text: str, at: int, end: int, name: str) -> Lexeme:
    if re.fullmatch(r"[\w.-]+", name):
        return Lexeme(Kind.SAVED, name, at, end)
    cleaned = re.sub(r"[^\w.-]+", "-", name).strip("-")
    fix = text[:at] + cleaned + text[end:]
    raise QueryError(at + 1, text[at:end], says("wants_saved_name"), fix)
