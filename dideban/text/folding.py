"""Folding: the one spelling that all spellings of a word share, by tables with their sources."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from dideban.text import folding_tables as tables
from dideban.text import scripts

CHUNK: Final = 64
"""Code points normalised at once; canonical ordering is quadratic in a run of marks."""

_DIALECTS: Final = {"prs": "fa", "pes": "fa", "azj": "az", "azb": "az", "arz": "ar", "ary": "ar"}
"""Tags of ISO 639-3 for languages that are written alike."""
_DOTLESS: Final = frozenset({"tr", "az"})
_ARABIC_ALPHABETS: Final = frozenset({"ar", "fa"})
_FOLDED_LETTERS: Final = frozenset("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")
"""Letters that every table leaves as they are: most words of news have no other."""
_DROPPED: Final = frozenset(
    [chr(c) for c in range(0x0300, 0x0370)]  # accents left over after composition
    + [chr(c) for c in range(0x0483, 0x0488)]  # titlos
    + [chr(c) for c in range(0x0591, 0x05C8)]  # Hebrew points
    + [chr(c) for c in [*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670]]  # harakat
    + [chr(c) for c in [*range(0x06D6, 0x06DD), *range(0x06DF, 0x06E9), *range(0x06EA, 0x06EE)]]
    + [chr(c) for c in range(0x08D3, 0x0900)]
)


@lru_cache(maxsize=1_000)
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
    if _is_folded(word, subtag):
        return word
    plain = _TAKEN_BEFORE.isdisjoint(word)
    composed = unicodedata.normalize("NFKC", word if plain else word.translate(_BEFORE))
    if subtag in _DOTLESS:
        composed = composed.translate(_DOTTING)
    cased = unicodedata.normalize("NFKC", composed.casefold())
    folded = _respelled(cased, subtag).translate(_table(subtag))
    if subtag == "fa" and len(folded) > len("جزء") - 1:
        folded = folded.removesuffix("ء")
    return folded


def _is_folded(word: str, subtag: str) -> bool:
    """Say whether an Arabic or Persian word is made of letters that fold to themselves alone."""
    if subtag not in _ARABIC_ALPHABETS or not _FOLDED_LETTERS.issuperset(word):
        return False
    return not _spellings(subtag)[1].search(word)


def _respelled(cased: str, subtag: str) -> str:
    """Apply what looks at more than one letter: spellings, accents, mixed alphabets."""
    match subtag:
        case "fa" | "ar":
            return _with_one_spelling(cased.replace("ي", "ی"), subtag)
        case "en":
            return _without_accents(cased)
        case "tr" if not cased.startswith(tables.CIRCUMFLEX_PAIRS):
            return _with_one_spelling(cased.translate(_FLAT), subtag)
        case "ru":
            return _of_one_alphabet(cased)
        case _:
            return cased


def _with_one_spelling(cased: str, subtag: str) -> str:
    spellings, any_of_them = _spellings(subtag)
    if any_of_them.search(cased):
        for before, after in spellings:
            cased = cased.replace(before, after)
    return cased


@cache
def _spellings(subtag: str) -> tuple[tuple[tuple[str, str], ...], re.Pattern[str]]:
    """Return what is written otherwise, and what finds that anything is: mostly nothing."""
    pairs = tuple((s.before, s.after) for s in tables.SPELLINGS if s.language == subtag)
    return pairs, re.compile("|".join(re.escape(before) for before, _ in pairs))


def _of_one_alphabet(word: str) -> str:
    """Write look-alikes in Cyrillic where nothing else of the word is Latin."""
    mended = word.translate(_LOOKS) if _CYRILLIC_LETTER.search(word) else word
    return word if _LATIN_LETTER.search(mended) else mended


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


_DOTTING: Final = str.maketrans(tables.TURKIC_CAPITALS)
_FLAT: Final = str.maketrans(tables.CIRCUMFLEXES)
_LOOKS: Final = str.maketrans(tables.LOOK_ALIKES)
_BEFORE: Final = str.maketrans(
    dict.fromkeys(scripts.APOSTROPHES, "'") | dict.fromkeys(tables.HONOURS, "")
)
"""What NFKC would take apart, or take for accents."""
_TAKEN_BEFORE: Final = frozenset(map(chr, _BEFORE))
_CYRILLIC_LETTER: Final = re.compile("[а-яё]")
_LATIN_LETTER: Final = re.compile("[a-z]")


@cache
def _table(subtag: str) -> _Table:
    rules = [*tables.RULES, *tables.AZERBAIJANI_CYRILLIC]
    letters = {
        ord(letter): rule.to
        for rule in rules
        if not rule.languages or subtag in rule.languages
        for letter in rule.letters
    }
    return _Table(letters)
