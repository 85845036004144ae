"""What an error says, kept as the name of a sentence and its pieces until a language is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dideban.query.tongue import Tongue, tongue
from dideban.text.one_line import FSI, PDI, plain, shortened
from dideban.text.sentence_tables import MessageLanguage

_MOST_SHOWN: Final = 60
"""Characters of what was typed that are shown where it is told of what stands at the column."""

type Piece = "str | int | tuple[str, ...] | Saying"
"""Something typed, or as it is to be typed; a number; several of the first; another sentence."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of the tables in `sentences`, and what stands in its gaps."""

    key: str
    pieces: Mapping[str, Piece]


def says(key: str, /, **pieces: Piece) -> Saying:
    """Return the saying of this name; a `count` chooses its plural."""
    return Saying(key, pieces)


def told(what: str | Saying, language: MessageLanguage) -> str:
    """Return a saying in a language; a text is what it is in all of them."""
    return what if isinstance(what, str) else _said(tongue(language), what)


def refusal(
    column: int, found: str | Saying, expected: str | Saying, language: MessageLanguage
) -> str:
    """Return what stands at a column and what could stand there, as one sentence for people."""
    t = tongue(language)
    here = _quoted(t, found) if isinstance(found, str) else _said(t, found)
    return t(
        "refusal",
        column=t.digits(str(column)),
        found=here,
        expected=told(expected, language),
    )


def _said(t: Tongue, saying: Saying) -> str:
    pieces = {gap: _piece(t, piece) for gap, piece in saying.pieces.items()}
    count = saying.pieces.get("count")
    if isinstance(count, int):
        return t.counted(saying.key, count, **pieces | {"count": t.number(count)})
    return t(saying.key, **pieces)


def _piece(t: Tongue, piece: Piece) -> str:
    match piece:
        case Saying():
            return _said(t, piece)
        case int():
            return t.digits(str(piece))
        case tuple():
            return t("list").join(_typed(t, each) for each in piece)
        case str():
            return _typed(t, piece)


def _typed(t: Tongue, text: str) -> str:
    """Return what is typed so that it keeps its own direction; in English just as it is.

    The English is told to programs too, and at a terminal. A lone sign takes the direction of the
    sentence, in which a closing bracket is then drawn as closing.
    """
    lone = len(text) == 1 and not text.isalnum()
    return text if t.language == "en" or lone else f"{FSI}{plain(text)}{PDI}"


def _quoted(t: Tongue, text: str) -> str:
    """Return what was typed in marks that it does not have itself; in English just as it is."""
    if t.language == "en":
        return text
    first, last = "“”" if {"«", "»"} & set(text) else "«»"
    return first + _typed(t, shortened(plain(text), _MOST_SHOWN)) + last
