"""Persian letters, digits and quotation marks of one kind, whatever keyboard wrote them.

Letters follow hazm's table where its target is one that Persian keyboards confuse; its removal of
marks and dots and its decimal mark are not followed.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from dideban.text import hazm_data, offsets
from dideban.text.lexicon import ZWNJ
from dideban.text.words import ARABIC_LETTERS
from schemas.articles import MappedText

_CHUNK: Final = re.compile(r"\S+")
_PROTECTED: Final = ("://", "www.", "@", "#")
_FOREIGN: Final = re.compile(r"[A-Za-z@#]|://")
_COMPATIBILITY: Final = re.compile("[\ufb50-\ufdf9\ufdfc\ufe70-\ufefc]")
"""Not the two formulas of honour (folding_tables.HONOURS), which readers know as signs."""
_QUOTED: Final = re.compile('["“”]([^\n"“”«»]+)["“”]')
_LOST_JOINER: Final = re.compile(
    "[\u00ac\u00ad\u200b\u200d-\u200f\u202f\u2060\ufeff]"
    f"(?<=[{ARABIC_LETTERS}].)(?=[{ARABIC_LETTERS}])"
)
"""What editors and converters leave where a half-space stood between two letters. The sign comes
first: a search for what stands before it takes four times as long."""
_HAZM_TARGETS: Final = frozenset("یکه")
_KEPT: Final = frozenset("ۂۃېٸ")
"""Letters hazm would change though they carry a hamza or a sound of their own."""


def load() -> None:
    """Read hazm's table now, so that the first text does not wait."""
    _number_table()


_ITSELF: Final = {code: code for code in (*range(0x20, 0x700), *range(0x2000, 0x2070))}
"""What a table does not have costs str.translate three times as much as what it has."""


@cache
def _letter_table() -> dict[int, str]:
    table = {
        ord(letter): to
        for letter, to in hazm_data.letter_table().items()
        if to in _HAZM_TARGETS and letter not in _KEPT and not _COMPATIBILITY.match(letter)
    }
    table[ord("ى")] = "ی"
    return table


@cache
def _number_table() -> dict[int, str | int]:
    digits = {ord(str(i)): chr(ord("۰") + i) for i in range(10)}
    digits |= {ord("٠") + i: chr(ord("۰") + i) for i in range(10)}
    return {**_ITSELF, **_letter_table(), **digits, ord("%"): "٪"}


def readable(text: str) -> MappedText:
    """Return the text in the letters, digits and quotation marks of Persian print."""
    expanded = _expanded(text)
    plain = _translated(expanded.text)
    plain = _QUOTED.sub(r"«\1»", plain)
    plain = _LOST_JOINER.sub(ZWNJ, plain)
    return MappedText(text=plain, map=expanded.map)


def _translated(text: str) -> str:
    """Write letters and digits one for one, but not in addresses and beside Latin letters."""
    changed = text.translate(_number_table())
    if changed == text:
        return text
    parts: list[str] = []
    done = 0
    for start, end in _foreign_spans(text):
        chunk = text[start:end]
        parts += (changed[done:start], chunk if _is_protected(chunk) else _letters_only(chunk))
        done = end
    return "".join([*parts, changed[done:]]) if parts else changed


def _letters_only(chunk: str) -> str:
    return chunk.translate(_letter_table())


def _foreign_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the chunks between spaces that hold Latin letters or signs of an address."""
    done = 0
    for match in _FOREIGN.finditer(text):
        start = match.start()
        if start < done:
            continue
        while start > done and not text[start - 1].isspace():
            start -= 1
        rest = _CHUNK.match(text, match.start())
        done = rest.end() if rest else match.end()
        yield start, done


def _is_protected(chunk: str) -> bool:
    return any(sign in chunk for sign in _PROTECTED)


def _expanded(text: str) -> MappedText:
    """Write presentation forms as the letters they stand for (Unicode NFKC)."""
    if not _COMPATIBILITY.search(text):
        return MappedText(text=text)
    parts: list[str] = []
    builder = offsets.MapBuilder()
    builder.add(0, 0)
    done = length = 0
    for match in _COMPATIBILITY.finditer(text):
        start, end = match.span()
        letters = unicodedata.normalize("NFKC", match.group())
        parts += (text[done:start], letters)
        length += start - done
        builder.add(length, start)
        length += len(letters)
        builder.add(length, end)
        done = end
    parts.append(text[done:])
    return MappedText(text="".join(parts), map=builder.build())


def protected_spans(text: str) -> list[tuple[int, int]]:
    """Return the chunks between spaces that are addresses or tags, and stay as they are."""
    if not any(sign in text for sign in _PROTECTED):
        return []
    return [m.span() for m in _CHUNK.finditer(text) if _is_protected(m.group())]
