"""What is said of a text, in lines for people, readable in both directions."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from dideban.languages.english_names import language_name, script_name
from dideban.languages.identify import MIXED, NO_LETTERS, NOT_SURE, TOO_SHORT, UNDETERMINED
from dideban.text import offsets
from dideban.text.dates import Mention
from dideban.text.normalizer import WholeText
from dideban.text.one_line import isolated, plain, shortened
from schemas.articles import Language, LanguageGuess

REASONS: Final = {
    NO_LETTERS: "there is no letter in it",
    TOO_SHORT: "it is too short; a word or a name fits several languages",
    MIXED: "it is in several languages, and none has a clear majority of the letters",
    NOT_SURE: "no language is likely enough to be claimed",
}
"""Every reason for `und` as a clause."""

_HEAD_CHARS: Final = 60
_CELL_CHARS: Final = 30
_CHUNK: Final = re.compile(r"\S+")
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END: Final = re.compile("\r\n?")
_COMMON: Final = "Zyyy"
_WIDE: Final = frozenset("WF")
_WIDTHLESS: Final = frozenset({"Mn", "Me", "Cf"})
_COLUMNS: Final = ("text", "folded", "stem", "start", "end", "sentence")


def language_told(text: str, language: Language) -> str:
    """Return the language with its rivals, why there is none, and each part's first words."""
    lines = [_headline(language)]
    if language.runners_up:
        lines.append(f"  {_rivals(language)}: {', '.join(map(_guess, language.runners_up))}")
    for part in language.parts:
        head = isolated(shortened(plain(text[part.start : part.end]), _HEAD_CHARS))
        name = f"{language_name(part.tag)}, {script_name(part.script)}"
        lines.append(f"  {part.start}–{part.end}  {name}, {_percent(part.confidence)} sure: {head}")
    return "\n".join(lines)


def _headline(language: Language) -> str:
    if language.tag == UNDETERMINED:
        script = "" if language.script == _COMMON else f", {script_name(language.script)}"
        return f"undetermined (und){script}: {REASONS[language.reason or NOT_SURE]}"
    sure = f"{_percent(language.confidence)} sure"
    return f"{language_name(language.tag)}, {script_name(language.script)}, {sure}"


def _rivals(language: Language) -> str:
    if language.reason == MIXED:
        return "shares"
    return "likeliest" if language.tag == UNDETERMINED else "else"


def _guess(guess: LanguageGuess) -> str:
    return f"{language_name(guess.tag)} {_percent(guess.confidence)}"


def _percent(share: float) -> str:
    whole = int(share * 100)
    return f"{whole} %" if whole else "under 1 %"


def forms_told(text: str, whole: WholeText) -> str:
    """Return the text for reading, and below it each word that was changed, once."""
    changes = dict.fromkeys(_changes(text, whole))
    lines = [f"  {isolated(plain(old))} → {isolated(plain(new))}" for old, new in changes]
    shown = _UNSEEN.sub("\ufffd", _LINE_END.sub("\n", whole.display.text))
    return "\n".join([shown, "", "changed:" if lines else "nothing was changed", *lines])


def _changes(text: str, whole: WholeText) -> Iterator[tuple[str, str]]:
    chunks = list(_CHUNK.finditer(whole.display.text))
    edges = offsets.followed(whole.display.map, [at for chunk in chunks for at in chunk.span()])
    for chunk, start, end in zip(chunks, edges[::2], edges[1::2], strict=True):
        if text[start:end] != chunk.group():
            yield text[start:end], chunk.group()


def tokens_told(whole: WholeText) -> str:
    """Return the words as a table."""
    if not whole.tokens:
        return "no words"
    rows = [
        [shortened(plain(str(getattr(token, name))), _CELL_CHARS) for name in _COLUMNS]
        for token in whole.tokens
    ]
    return table([list(_COLUMNS), *rows])


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as lines with columns of one width, cells kept in their direction."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            isolated(cell) + " " * (most - width(cell))
            for cell, most in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0
        if unicodedata.category(character) in _WIDTHLESS
        else 1 + (unicodedata.east_asian_width(character) in _WIDE)
        for character in text
    )


def dates_told(mentions: Sequence[Mention]) -> str:
    """Return each date as written, and the day or days it means."""
    return "\n".join(map(_date, mentions)) or "no dates"


def _date(mention: Mention) -> str:
    days = str(mention.first)
    if mention.last != mention.first:
        days += f" to {mention.last}"
    how = ", from the day of publication" if mention.relative else ""
    return f"{isolated(plain(mention.surface))} → {days} ({mention.calendar}{how})"
