"""The words of the pages, in six languages, one table each."""

from collections.abc import Mapping
from functools import cache
from typing import Final

import msgspec
from babel import Locale
from babel.numbers import format_decimal

from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage
from dideban.messages.reading_direction import direction
from dideban.text.scripts import PERSIAN_DIGITS
from dideban.text.sentence_tables import sentences
from services.gateway import reasons

type Ui = MessageLanguage

ONE_DIGIT: Final = "#,##0.0"
OWN: Final = "default"
"""The signs of the language itself, as Babel calls them."""


@cache
def table(ui: Ui) -> Mapping[str, str]:
    """Return the words of a language by their keys."""
    return msgspec.convert(sentences("services.gateway", "tables", ui), dict[str, str])


@cache
def _locale(ui: Ui) -> Locale:
    return Locale(ui)


def own_name(ui: Ui) -> str:
    """Return what a language calls itself."""
    names: Mapping[str, str] = _locale(ui).languages
    return names[ui]


class Words:
    """The words of one language: `words["desk"]`, or with a number `words("in_a_day", 3)`."""

    def __init__(self, ui: Ui) -> None:
        self.ui: Ui = ui
        self.direction = direction(ui)
        self._table = table(ui)

    def __getitem__(self, key: str) -> str:
        return self._table[key]

    def __call__(self, key: str, count: int) -> str:
        """Return a sentence about a number, in the digits of the language."""
        return self[key].format(self.number(count))

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def reason(self, text: str) -> str:
        """Return what the ledger or a source's record says, in this language where it is known."""
        return reasons.told(text, self.ui)

    def number(self, value: int) -> str:
        """Return a number as the language writes it."""
        return self._figures(format_decimal(value, None, _locale(self.ui), numbering_system=OWN))

    def decimal(self, value: float) -> str:
        """Return a number with one digit behind the point."""
        return self._figures(
            format_decimal(value, ONE_DIGIT, _locale(self.ui), numbering_system=OWN)
        )

    def _figures(self, text: str) -> str:
        return text.translate(PERSIAN_DIGITS) if self.ui == "fa" else text

    def language(self, tag: str) -> str:
        """Return a language's name, or its BCP 47 tag where it has none here."""
        names: Mapping[str, str] = _locale(self.ui).languages
        return names.get(tag.split("-", 1)[0].lower(), tag)


def chosen(asked: str | None, kept: str | None, accepted: str) -> Ui:
    """Return the interface's language: asked for now, kept from before, or the browser's."""
    first = accepted.split(",", 1)[0].split("-", 1)[0].split(";", 1)[0].strip().lower()
    for wish in (asked, kept, first):
        for ui in MESSAGE_LANGUAGES:
            if wish == ui:
                return ui
    return "en"
