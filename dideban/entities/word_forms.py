"""Which words are forms of a one-word name, since other words may share its stem."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from dideban.text.analyser import fold_word

CASED: Final = frozenset({"ru", "tr", "az", "en"})
"""The languages whose names begin with a capital letter."""

_TURKIC: Final = frozenset({"tr", "az"})
_SOFTENED: Final = {"t": "d", "k": "ğ", "q": "ğ", "p": "b", "ç": "c"}
"""What a last consonant becomes before a vowel (İraq: İrağa)."""

_ENGLISH: Final = ("", "'s", "'")

_ADJECTIVES: Final = ("ий", "ый", "ой", "ая", "яя", "ое", "ее", "ие", "ые")
_RUSSIAN: Final = {
    # By its last letter, the endings a noun has in its place (Zaliznyak 1977, types 1 to 8).
    "а": ("а", "ы", "и", "е", "у", "ой", "ою", "ей"),
    "я": ("я", "и", "е", "ю", "ей"),
    "ь": ("ь", "и", "ью", "я", "ю", "ем", "е"),
    "й": ("й", "я", "ю", "ем", "е", "и"),
    "о": ("о", "а", "у", "ом", "е"),
    "е": ("е", "я", "ю", "ем"),
    "ы": ("ы", "", "ов", "ам", "ами", "ах"),
    "и": ("и", "", "ов", "ам", "ами", "ах", "ям", "ями", "ях", "ей"),
}
_RUSSIAN_CONSONANT: Final = ("", "а", "у", "ом", "ем", "ым", "е")
_RUSSIAN_VOWELS: Final = frozenset("уюэ")


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one or more words, folded: those written out and those that begin so."""

    whole: frozenset[str]
    begins: tuple[str, ...]

    def hold(self, word: str) -> bool:
        """Return whether the folded `word` is one of them."""
        return word in self.whole or word.startswith(self.begins)


def of(names: Iterable[str], language: str) -> Forms:
    """Return the forms of one-word names; in a language without capitals any word is one.

    English and Russian ones are known to the last letter, so that «Омский» is not «Омск» nor
    "Hamas" "Hama"; Turkish and Azerbaijani ones may have any endings, and Russian adjectives.
    """
    if language not in CASED:
        return Forms(frozenset(), ("",))
    folded = [fold_word(name, language) for name in names]
    if language in _TURKIC:
        return Forms(frozenset(), tuple(begin for word in folded for begin in _turkic(word)))
    if language == "en":
        return Forms(frozenset(word + end for word in folded for end in _ENGLISH), ())
    adjectives = tuple(word[:-2] for word in folded if word.endswith(_ADJECTIVES))
    nouns = (word for word in folded if not word.endswith(_ADJECTIVES))
    return Forms(frozenset(form for word in nouns for form in _russian(word)), adjectives)


def _turkic(word: str) -> Iterator[str]:
    yield word
    if word[-1] in _SOFTENED:
        yield word[:-1] + _SOFTENED[word[-1]]


def _russian(word: str) -> Iterator[str]:
    last = word[-1]
    if last in _RUSSIAN_VOWELS:
        yield word
    elif last in _RUSSIAN:
        yield from (word[:-1] + ending for ending in _RUSSIAN[last])
    else:
        yield from (word + ending for ending in _RUSSIAN_CONSONANT)
