"""Folding: the one spelling that all spellings of a word share, by tables with their sources."""

import unicodedata
from functools import lru_cache
from typing import Final

from dideban.text import scripts

CHUNK: Final = 64
"""Code points normalised at once; canonical ordering is quadratic in a run of marks."""

ARABIC_SCRIPT: Final[dict[str, str]] = {
    # Persian and Arabic keyboards give different letters for one sound (ISIRI 6219, section 4.2).
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    # Hamza is written or left out freely (Larkey, Ballesteros, Connell 2007: light stemming).
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ؤ": "و",
    "ئ": "ی",
    "ۀ": "ه",
    "ة": "ه",
    # Urdu and Kurdish forms of heh and yeh (Unicode 15.1, chapter 9.2).
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ۃ": "ه",
    "ۂ": "ه",
    "ے": "ی",
    "ۓ": "ی",
    # Kashida only stretches a line (Unicode 15.1, chapter 9.2).
    "ـ": "",
}
"""Letters of the Arabic script that people type for one another."""

CYRILLIC: Final[dict[str, str]] = {
    "ё": "е",  # optional in print (Rules of Russian Orthography 1956, § 10)
}

TURKIC_LATIN: Final[dict[str, str]] = {
    # Unicode SpecialCasing.txt, languages tr and az: the dot is a letter's own.
    "I": "ı",
    "İ": "i",
}

PERSIAN: Final[dict[str, str]] = {
    "ې": "ی",
    "ۆ": "و",
    "ۇ": "و",
}

AZERBAIJANI_LATIN: Final[dict[str, str]] = {
    "ä": "ə",  # the letter's first form in the alphabet of 1991, still typed for it
}

HAMZA_PAIRS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    # One word, two seats: مسئول and مسؤول, هیئت and هیأت (Dastur-e khatt, Persian Academy 1389).
    "fa": (("ئو", "ؤو"), ("یئ", "یأ")),
    "ar": (("ئو", "ؤو"),),  # شئون and شؤون: Egyptian and Levantine spelling
}
"""Pairs of letters by which one word is spelled in two ways, before letters are folded."""

APOSTROPHES: Final = dict.fromkeys(scripts.APOSTROPHES, "'")
"""Every mark typed for an apostrophe is one."""

_DIALECTS: Final = {"prs": "fa", "pes": "fa", "azj": "az", "azb": "az", "arz": "ar", "ary": "ar"}
"""Tags of ISO 639-3 for languages that are written alike."""
_DOTLESS: Final = frozenset({"tr", "az"})
_BARE_LATIN: Final = frozenset({"en"})
_DROPPED: Final = frozenset(
    [chr(c) for c in range(0x0300, 0x0370)]  # accents left over after composition
    + [chr(c) for c in range(0x0483, 0x0488)]  # titlos
    + [chr(c) for c in range(0x0591, 0x05C8)]  # Hebrew points
    + [chr(c) for c in [*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670]]  # harakat
    + [chr(c) for c in [*range(0x06D6, 0x06DD), *range(0x06DF, 0x06E9), *range(0x06EA, 0x06EE)]]
    + [chr(c) for c in range(0x08D3, 0x0900)]
)


def primary(language: str) -> str:
    """Return the language subtag of a BCP 47 tag, in lower case, of dialects the main one."""
    subtag = language.replace("_", "-").split("-", 1)[0].lower()
    return _DIALECTS.get(subtag, subtag)


@lru_cache(maxsize=30_000)
def _fold_short(word: str, subtag: str) -> str:
    return _fold(word, subtag)


def fold_word(word: str, language: str) -> str:
    """Return the spelling-independent form of one word, as texts in `language` are folded.

    NFKC, case folding with the i's of Turkish and Azerbaijani, letter variants, no diacritics
    but those that make letters, ASCII digits for those of any script. Linear time; idempotent.
    """
    subtag = primary(language)
    if len(word) <= CHUNK:
        return _fold_short(word, subtag)
    return "".join(_fold(word[i : i + CHUNK], subtag) for i in range(0, len(word), CHUNK))


def _fold(word: str, subtag: str) -> str:
    if word.isascii() and subtag not in _DOTLESS:
        return word.lower().replace("`", "'")
    composed = unicodedata.normalize("NFKC", word)
    if subtag in _DOTLESS:
        composed = composed.translate(_DOTTING)
    cased = unicodedata.normalize("NFKC", composed.casefold())
    if subtag in _BARE_LATIN:
        cased = _without_accents(cased)
    table = _table(subtag)
    for before, after in HAMZA_PAIRS.get(subtag, ()):
        cased = cased.replace(before, after)
    folded = cased.translate(table)
    if subtag == "fa" and len(folded) > len("جزء") - 1:
        folded = folded.removesuffix("ء")
    return folded


def _without_accents(word: str) -> str:
    return "".join(
        letter
        for letter in unicodedata.normalize("NFD", word)
        if not "\u0300" <= letter <= "\u036f"
    )


class _Table(dict[int, str]):
    """A translation table that learns each code point when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        value = self[code] = _fold_letter(letter)
        return value


def _fold_letter(letter: str) -> str:
    if letter in _DROPPED or unicodedata.category(letter) == "Cf":
        return ""
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)


_DOTTING: Final = str.maketrans(TURKIC_LATIN)
_COMMON: Final = {**ARABIC_SCRIPT, **CYRILLIC, **APOSTROPHES}
_OWN_LETTERS: Final[dict[str, dict[str, str]]] = {
    "fa": PERSIAN,
    "az": AZERBAIJANI_LATIN,
}
_TABLES: Final[dict[str, _Table]] = {}


def _table(subtag: str) -> _Table:
    key = subtag if subtag in _OWN_LETTERS else ""
    if key not in _TABLES:
        letters = {**_COMMON, **_OWN_LETTERS.get(key, {})}
        _TABLES[key] = _Table({ord(letter): to for letter, to in letters.items()})
    return _TABLES[key]
