"""The language in which an explanation is told: a table of sentences, with plurals and numbers."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Final, Literal

import msgspec
from babel import Locale
from babel.numbers import format_decimal

from dideban.languages.english_names import LANGUAGES
from dideban.text.dates.calendars import in_calendar, year_and_month
from dideban.text.scripts import PERSIAN_DIGITS
from dideban.text.sentence_tables import MessageLanguage, Sentences, sentences
from schemas.articles import Calendar

NO_LANGUAGE: Final = "und"
_SHOWN: Final = 4


@cache
def table(language: MessageLanguage) -> Sentences:
    """Return the clauses of a language."""
    return sentences("dideban.query", "sentences", language)


class Tongue:
    """Says clauses in one language."""

    def __init__(self, language: MessageLanguage) -> None:
        self.language: MessageLanguage = language
        self._table = table(language)
        self._locale = Locale(language)
        self._numbers = [word.replace("_", " ") for word in self("numbers").split()]
        self._months = self("months").split()
        self._calendar = msgspec.convert(self("calendar"), Calendar)

    def __call__(self, key: str, /, **pieces: str) -> str:
        """Return the clause with its pieces."""
        told = self._table[key]
        return (told if isinstance(told, str) else told["other"]).format_map(pieces)

    def counted(self, key: str, count: int, /, **pieces: str) -> str:
        """Return the clause in the plural of the count, which its pieces may tell as well."""
        told = self._table[key]
        if not isinstance(told, str):
            told = told.get(f"={count}") or told.get(self._plural(count)) or told["other"]
        numbers = {"count": self.digits(str(count)), "spelt": self.spelt(count)}
        return told.format_map(numbers | pieces)

    def _plural(self, count: int) -> str:
        return str(self._locale.plural_form(count))

    def spelt(self, count: int) -> str:
        """Return a small number as a word, a larger one in digits."""
        return self._numbers[count] if count < len(self._numbers) else self.digits(str(count))

    def digits(self, text: str) -> str:
        """Return the text with its ASCII digits as the language writes them."""
        return text.translate(PERSIAN_DIGITS) if self.language == "fa" else text

    def number(self, value: int) -> str:
        """Return a number as the language writes it, its thousands kept apart."""
        return self.digits(format_decimal(value, None, self._locale, numbering_system="default"))

    def listed(self, items: Sequence[str], last: Literal["and", "or", "nor"] = "and") -> str:
        """Return the items in one enumeration; of many, the first and how many more there are."""
        shown = list(items) if len(items) <= _SHOWN + 1 else list(items[:_SHOWN])
        if len(shown) < len(items):
            shown.append(self.counted("others", len(items) - len(shown)))
        *before, end = shown
        return self(last, items=self("list").join(before), last=end) if before else end

    def language_name(self, tag: str) -> str:
        """Return the name of a BCP 47 tag's language; the tag where there is none."""
        if tag == NO_LANGUAGE:
            return self("no_certain_language")
        primary = tag.split("-", 1)[0]
        names: Mapping[str, str] = LANGUAGES if self.language == "en" else self._locale.languages
        return names.get(primary, tag)

    def moment(self, at: datetime) -> str:
        """Return the time in UTC, for people, its day in the calendar of the language."""
        utc = at.astimezone(UTC)
        day = utc.date()
        told = in_calendar(self._calendar, day)
        year, month, number = told or (*year_and_month(self._calendar, day), day.day)
        time = self.digits(f"{utc:%H:%M}")
        return self(
            "moment",
            day=self.digits(str(number)),
            month=self._months[month - 1],
            year=self.digits(str(year)),
            time=time,
        )


@cache
def tongue(language: MessageLanguage) -> Tongue:
    """Return the tongue of a language, read once."""
    return Tongue(language)
