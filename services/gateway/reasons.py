"""Why a message waits or did not go, as a page tells it: what the ledger keeps, in six languages.

The ledger, the delivery log and the list of sources keep English sentences. One that stands in
`reason_tables/en.yaml` is known again by what stands between its gaps, and told by its name in
another language; what a receiver answered, and whatever is not known, stays as it is.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

import msgspec

from dideban.text.one_line import FSI, PDI
from dideban.text.scripts import PERSIAN_DIGITS
from dideban.text.sentence_tables import MessageLanguage, sentences

_GAP: Final = re.compile(r"\{(\w+)\}")
_DEEPEST: Final = 4
"""Sentences within one another: given up, disabled, wants no more, and what was answered."""


class _Known(NamedTuple):
    key: str
    form: re.Pattern[str]


def told(reason: str, language: MessageLanguage, depth: int = _DEEPEST) -> str:
    """Return a reason in a language, each gap that is no sentence in its own direction."""
    if language == "en" or not depth:
        return reason
    for key, form in _known():
        if found := form.fullmatch(reason):
            pieces = {
                gap: _piece(text, language, depth - 1) for gap, text in found.groupdict().items()
            }
            return _table(language)[key].format_map(pieces)
    return reason


def _piece(text: str, language: MessageLanguage, depth: int) -> str:
    if text.isdecimal():
        return text.translate(PERSIAN_DIGITS) if language == "fa" else text
    within = told(text, language, depth)
    return within if within != text else f"{FSI}{text}{PDI}"


@cache
def _known() -> tuple[_Known, ...]:
    """Return the sentences, those that say most outside of their gaps first."""
    by_length = sorted(_table("en").items(), key=lambda each: -len(_GAP.sub("", each[1])))
    return tuple(_Known(key, _form(sentence)) for key, sentence in by_length)


def _form(sentence: str) -> re.Pattern[str]:
    """Return the pattern of a sentence; a `count` is a number, another gap anything."""
    pieces = _GAP.split(sentence)
    return re.compile(
        "".join(
            re.escape(piece) if place % 2 == 0 else f"(?P<{piece}>{_allowed(piece)})"
            for place, piece in enumerate(pieces)
        ),
        re.DOTALL,
    )


def _allowed(gap: str) -> str:
    return r"\d+" if gap == "count" else ".+?"


@cache
def _table(language: MessageLanguage) -> Mapping[str, str]:
    return msgspec.convert(sentences("services.gateway", "reason_tables", language), dict[str, str])
