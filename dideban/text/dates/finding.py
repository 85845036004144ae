"""Finds the dates in a text: digits first, then the forms of its language over runs of words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from dideban.text.dates import weekdays
from dideban.text.dates.context import Context, context_of
from dideban.text.dates.forms import forms
from dideban.text.dates.lexemes import Lexeme, lex
from dideban.text.dates.numeric import numeric_dates
from dideban.text.dates.resolving import Parts, Reading, resolve
from dideban.text.dates.runs import runs
from dideban.text.dates.vocabulary import Vocabulary, vocabulary
from dideban.text.tokens import Token
from schemas.articles import Calendar

_TELLING: Final = re.compile(r"[MJWTRASLNHIiyz]|Y k|g (?:u|n-s)|p [nw] [degY]")
"""Signs without one of which a run holds no date."""
_BEFORE_AN_EVENT: Final = re.compile(r"(?:[dt][ae]n|dən)[\s]$")
"""Turkic ablative: «seçimden üç gün önce» counts from the election, not from today."""
_OF_AN_EVENT: Final = {
    "ru": re.compile(r"\s+(?:после|до|от|со?)\b"),
    "ar": re.compile(r"\s+من\b"),
    "en": re.compile(r"\s+(?:of|after|before|from(?! now))\b"),
}
"""What names the event from which days are counted, behind them."""
_TURKIC: Final = frozenset({"tr", "az"})
_BESIDE: Final = frozenset({" ", ", ", "، ", " (", ","})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A date as written in a text, and the closed range of days that it means.

    `start` and `end` cut `surface` out of the text (code points). A day has `first` == `last`.
    `calendar` is the one the words are of; of relative words, that of the language's everyday
    life. `relative` says that the publication time was needed for more than a missing year.
    """

    surface: str
    start: int
    end: int
    first: date
    last: date
    calendar: Calendar
    relative: bool = False


def find(
    text: str, language: str, *, published_at: datetime, zone: tzinfo | str | None = None
) -> list[Mention]:
    """Return the dates in `text`, written in `language` (BCP 47), in order; none overlap.

    `published_at` is an aware time; `zone`, an IANA name or a tzinfo, says what «today» means at
    the source, by default where most of the language's news is written (Tehran, Riyadh, Moscow,
    Istanbul, Baku, else UTC). A day or month without a year is the one nearest to the day of
    publication; of two as near, the earlier. A weekday alone is the last, or the next where the
    clause speaks of the future, today included. Hijri dates follow Umm al-Qura and may differ
    by a day where the moon is sighted. Time is linear; no text raises an error.

    Raises:
        ValueError: `published_at` has no time zone.
        ZoneInfoNotFoundError: there is no zone of that name.
    """
    context = context_of(language, published_at, zone)
    found = [
        Mention(surface=text[start:end], start=start, end=end, first=day, last=day, calendar=name)
        for start, end, day, name in numeric_dates(text, context.subtag, context.today)
    ]
    worded = list(_worded(text, context))
    return _merged(text, found, worded) if found else worded


def _worded(text: str, context: Context) -> Iterator[Mention]:
    known = vocabulary(context.subtag)
    for run, gaps in runs(text, context.subtag):
        if _is_dull(run, known):
            continue
        lexemes, shape = lex(text, run, gaps, known, context.subtag)
        if _TELLING.search(shape):
            yield from sorted(_in_run(text, lexemes, shape, context), key=_start)


def _is_dull(run: Sequence[Token], known: Vocabulary) -> bool:
    """Say whether a run is no date at first sight, as most are: one common word, bare numbers."""
    first = run[0]
    if len(run) == 1 and first.folded not in known.solo and first.text.isalpha():
        return True
    return all(token.text.isdecimal() for token in run)


def _in_run(
    text: str, lexemes: Sequence[Lexeme], shape: str, context: Context
) -> Iterator[Mention]:
    taken = bytearray(len(shape))
    for form in forms(context.subtag):
        for found in form.finditer(shape):
            match = _untaken(form, shape, found, taken)
            if match is None:
                continue
            start, end = match.span()
            parts = _parts(text, lexemes, shape, match, context)
            reading = _resolved(parts, context)
            if reading is not None:
                yield _mention(text, lexemes, match, reading)
            elif "day" in parts.of:  # the 31st of a month of 30 days is not that month
                start = match.start("day")
            elif "none" not in parts.of:
                continue
            taken[start:end] = b"\1" * (end - start)


def _untaken(
    form: re.Pattern[str], shape: str, found: re.Match[str], taken: bytearray
) -> re.Match[str] | None:
    """Return the match, or what of it fits before a part that another form has taken."""
    start, end = found.span()
    limit = taken.find(1, start, end)
    return found if limit < 0 else form.match(shape, start, limit)


def _parts(
    text: str, lexemes: Sequence[Lexeme], shape: str, match: re.Match[str], context: Context
) -> Parts:
    of = {
        name.rstrip("_"): lexemes[match.start(name) // 2]
        for name in match.re.groupindex
        if match[name] is not None
    }
    first, last = lexemes[match.start() // 2], lexemes[(match.end() - 1) // 2]
    future = (of.keys() <= {"weekday", "alone"} or "later" in of) and weekdays.is_yet_to_come(
        text, first.start, last.end, context.subtag
    )
    if of.keys() & {"ago", "later"} and _counts_from_an_event(
        text, first.start, last.end, context.subtag
    ):
        of["none"] = first
    return Parts(of=of, before=shape[max(0, match.start() - 2) :][:1], future=future)


def _counts_from_an_event(text: str, start: int, end: int, subtag: str) -> bool:
    """Tell «three days after the election» from three days from now, or before now."""
    if subtag in _TURKIC:
        return _BEFORE_AN_EVENT.search(text[max(0, start - 4) : start]) is not None
    behind = _OF_AN_EVENT.get(subtag)
    return behind is not None and behind.match(text, end) is not None


def _resolved(parts: Parts, context: Context) -> Reading | None:
    try:
        return resolve(parts, context)
    except OverflowError:  # beyond the days that a date can hold
        return None


def _mention(
    text: str, lexemes: Sequence[Lexeme], match: re.Match[str], reading: Reading
) -> Mention:
    start, end = lexemes[match.start() // 2].start, lexemes[(match.end() - 1) // 2].end
    if text[end : end + 1] == ")" and "(" in text[start:end] and ")" not in text[start:end]:
        end += 1
    return Mention(
        surface=text[start:end],
        start=start,
        end=end,
        first=reading.days[0],
        last=reading.days[1],
        calendar=reading.calendar,
        relative=reading.relative,
    )


def _merged(text: str, digits: Sequence[Mention], worded: Sequence[Mention]) -> list[Mention]:
    """Return both in order; a worded one that touches digits, or names their weekday, is theirs."""
    found: list[Mention] = []
    in_digits = {mention.start for mention in digits}
    for mention in sorted([*digits, *worded], key=_start):
        before = found[-1] if found else None
        if before is not None and mention.start < before.end:
            continue
        told = before is not None and before.relative and mention.start in in_digits
        if told and text[found[-1].end : mention.start] in _BESIDE:
            found.pop()
        found.append(mention)
    return found


def _start(mention: Mention) -> int:
    return mention.start
