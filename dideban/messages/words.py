"""The words of the messages: one table a language, with the plurals that the language has."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import cache

from babel import Locale
from babel.numbers import format_decimal

from dideban.messages import bidi, moments
from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage
from dideban.messages.reading_direction import direction
from dideban.text.one_line import plain
from dideban.text.scripts import PERSIAN_DIGITS
from dideban.text.sentence_tables import Sentences, sentences


@cache
def table(language: MessageLanguage) -> Sentences:
    """Return the words of a language."""
    return sentences("dideban.messages", "data", language)


class Words:
    """The words of one language; what is put into a sentence cannot move the words around it."""

    def __init__(self, language: MessageLanguage) -> None:
        self.language = language
        self.direction = direction(language)
        self._table = table(language)
        self._locale = Locale(language)

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def __call__(self, key: str, /, count: int | None = None, **pieces: str) -> str:
        """Return a sentence with its pieces, in the plural of the count."""
        words = self._table[key]
        if count is None:
            return self._of(words, "other").format_map(pieces)
        number = bidi.isolated(self.number(count), self.direction)
        sentence = self._of(words, self._locale.plural_form(count))
        return sentence.format_map({"count": number, **pieces})

    @staticmethod
    def _of(words: str | Mapping[str, str], plural: str) -> str:
        return words if isinstance(words, str) else words[plural]

    def piece(self, text: str) -> str:
        """Return a foreign name or the like on one line, isolated where it has to be."""
        return bidi.isolated(plain(text), self.direction)

    def labelled(self, key: str, value: str) -> str:
        """Return a value behind its label."""
        return self("label", label=self(key), value=value)

    def number(self, value: int) -> str:
        """Return a number as the language writes it."""
        told = format_decimal(value, locale=self._locale, numbering_system="default")
        return self.figures(told)

    def figures(self, text: str) -> str:
        """Return the text with its ASCII digits as the language writes them."""
        return text.translate(PERSIAN_DIGITS) if self.language == "fa" else text

    def moment(self, when: datetime, zone: tzinfo) -> str:
        """Return a time on the reader's clock, with how far that is from UTC."""
        here = moments.local(when, zone)
        return self(
            "moment",
            day=self.figures(moments.day(here, self.language)),
            time=self.figures(here.strftime("%H:%M")),
            zone=bidi.isolated(moments.zone_name(here), self.direction),
        )

    def tongue(self, tag: str) -> str:
        """Return the name of a language (BCP 47), or its tag where it has no name here."""
        names: Mapping[str, str] = self._locale.languages
        return names.get(tag.split("-", 1)[0].lower()) or self.piece(tag)

    def country(self, code: str) -> str:
        """Return the name of a country (ISO 3166-1), or its code where it has no name here."""
        names: Mapping[str, str] = self._locale.territories
        return names.get(code.upper()) or self.piece(code)


@cache
def words_of(language: MessageLanguage) -> Words:
    """Return the words of a language, read once."""
    return Words(language)


def load() -> None:
    """Read the words of every language, which takes a while, before one is asked for."""
    for language in MESSAGE_LANGUAGES:
        words_of(language).tongue(language)
