"""Endings written after a hyphen: NATO-nun and SOCAR-ом are one word and its case."""

from bisect import bisect_left
from itertools import chain, compress
from typing import Final

from dideban.text import folding
from dideban.text.words import Read

HYPHENS: Final = "-\u2011"
"""The hyphen and the one at which no line breaks; a dash parts words."""

_TURKIC: Final = """
ın in un ün nın nin nun nün a ə ya yə na nə ı i u ü yı yi yu yü nı ni nu nü da də ta tə nda ndə
dan dən tan tən ndan ndən la lə yla ylə lar lər ları ləri ların lərin lara lərə larda lərdə
lardan lərdən dakı dəki dır dir dur dür
"""
_RUSSIAN: Final = "а у ю я ом ем ой ей е ы и ов ев ам ям ами ями ах ях"

ENDINGS: Final = {
    "az": frozenset(_TURKIC.split() + _TURKIC.replace("ə", "e").split()),
    "tr": frozenset(_TURKIC.replace("ə", "e").split()),
    "ru": frozenset(_RUSSIAN.split()),
}
"""By language the case endings that are written so, as they are folded.

Azerbaijani orthographic norms of 2019, on abbreviations; Russian practice on names in Latin
letters and on abbreviations. An Ottoman izafet (Misak-ı Milli) loses its vowel too, as where it
is left out.
"""

_LONGEST: Final = max(map(len, chain.from_iterable(ENDINGS.values())))
_OTHER_PART: Final = frozenset(HYPHENS)
"""What shows that an ending is none: Rio-de-Janeyro."""


def without_endings(read: Read, text: str, subtag: str) -> Read:
    """Return the words of `text` without the endings of abbreviations and names."""
    if subtag not in ENDINGS:
        return read
    after = [at + 1 for hyphen in HYPHENS if hyphen in text for at in _places(hyphen, text)]
    dropped = [
        number
        for start in after
        if _is_ending(read, text, number := bisect_left(read.edges, start) // 2, start, subtag)
    ]
    return _without(read, dropped) if dropped else read


def _without(read: Read, dropped: list[int]) -> Read:
    kept = bytearray(b"\1") * len(read.words)
    for number in dropped:
        kept[number] = 0
    both = chain.from_iterable(zip(kept, kept, strict=True))
    return Read(
        list(compress(read.words, kept)),
        list(compress(read.edges, both)),
        list(compress(read.sentences, kept)),
    )


def _places(hyphen: str, text: str) -> list[int]:
    found, at = [], text.find(hyphen)
    while at >= 0:
        found.append(at)
        at = text.find(hyphen, at + 1)
    return found


def _is_ending(read: Read, text: str, number: int, start: int, subtag: str) -> bool:
    """Say whether the word of that number is an ending, with a hyphen alone before its `start`."""
    if not 0 < number < len(read.words):
        return False
    before, own, end = read.edges[2 * number - 1 : 2 * number + 2]
    if before != start - 1 or own != start or end - start > _LONGEST:
        return False
    if not _takes(read.words[number - 1], subtag) or text[end : end + 1] in _OTHER_PART:
        return False
    return folding.fold_word(read.words[number], subtag) in ENDINGS[subtag]


def _takes(name: str, subtag: str) -> bool:
    """Say whether a word is an abbreviation or, but for Russian ones, a name."""
    if len(name) < len("AB"):
        return False
    return name.isupper() or (name.isascii() if subtag == "ru" else name[0].isupper())
