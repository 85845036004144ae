"""Persian stems: a word without plural, ezafe, clitics and comparison; of a verb its past stem.

Endings are taken off only where the word list knows what is left, so that گازوئیل keeps its own.
"""

from itertools import pairwise
from typing import Final

from dideban.text import half_space, lexicon, persian_nouns, suffixes
from dideban.text.lexicon import Lexicon

_PLURALS: Final = tuple(sorted(suffixes.PLURAL | suffixes.COMPARATIVE, key=len, reverse=True))
_CLITICS: Final = ("شان", "مان", "تان", "یی", "ان", "ی", "م", "ت", "ش")
_LAST_LETTERS: Final = frozenset(ending[-1] for ending in (*_PLURALS, *_CLITICS))
"""A word that ends in none of them has nothing to take off."""
_SHORTEST: Final = 2
_SHORTEST_BEFORE_YEH: Final = 3
"""خالی is not خال with an ending; longer words in ی mostly are (دولتی, تهرانی)."""
_SHORT_WORD: Final = 3
_COMPARABLE: Final = frozenset(
    """
    بد کم بیش پیش زود دیر دور تند کند تیز گرم سرد نرم سخت چاق پیر پاک پست پهن تلخ ترش تنگ چرب خام
    خشک زبر زشت ژرف سبز سرخ زرد سفت سست شاد شور صاف قوی کهن مهم نو نیک خوب خوش خرد باز پر خنک داغ
    سیر گنگ کور شل چپ غنی سهل حاد خاص عام سبک جلو عقب فرو
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
"""Words of up to three letters that are compared; بستر is no بس with an ending, باتری no با."""
_ROUNDS: Final = 3
_VOWELS: Final = frozenset("او")
_SINGULARS: Final = frozenset(persian_nouns.BROKEN_PLURALS.values()) | frozenset(
    {"مسوول", "موسس", "مورخ", "صادرات", "واردات"}
)
"""Words the list lacks in their folded spelling, and those whose plurals are known."""


def stem_word(folded: str) -> str:
    """Return the stem of a folded word whose half-spaces are lost."""
    cuts = half_space.restorer().cuts(folded)
    edges = (0, *cuts, len(folded))
    return stem_parts([folded[a:b] for a, b in pairwise(edges)])


def stem_parts(parts: list[str]) -> str:
    """Return the stem of a folded word given as its parts between half-spaces."""
    words = lexicon.load()
    whole = "".join(parts)
    if noun := persian_nouns.WHOLE.get(whole):
        return noun
    lemma = words.verb_lemmas.get(whole) or persian_nouns.COMPARED.get(whole)
    if lemma:
        return lemma
    while len(parts) > 1 and parts[-1] in suffixes.INFLECTIONAL:
        parts = parts[:-1]
    rest = "".join(parts)
    for _ in range(_ROUNDS if rest[-1:] in _LAST_LETTERS else 0):
        shorter = _ezafe(_without_clitic(_without_plural(rest, words), words), words)
        if shorter == rest:
            break
        rest = shorter
    return persian_nouns.BROKEN_PLURALS.get(rest, rest)


def _without_plural(word: str, words: Lexicon) -> str:
    for ending in _PLURALS if word.endswith(_PLURALS) else ():
        rest = word.removesuffix(ending)
        if rest == word or len(rest) < _SHORTEST or words.count(word) > words.count(rest):
            continue
        if ending in suffixes.COMPARATIVE and len(rest) <= _SHORT_WORD and rest not in _COMPARABLE:
            continue
        if rest in words.plain or word not in words.plain:
            return rest
    return word


def _without_clitic(word: str, words: Lexicon) -> str:
    if words.count(word) or word in persian_nouns.BROKEN_PLURALS:
        return word
    if word.endswith("گان") and words.count(after_heh := word.removesuffix("گان") + "ه"):
        return after_heh
    if word.endswith(("ویان", "ایان")) and words.count(after_vowel := word.removesuffix("یان")):
        return after_vowel
    for ending in _CLITICS if word.endswith(_CLITICS) else ():
        rest = word.removesuffix(ending)
        least = _SHORTEST_BEFORE_YEH if ending == "ی" else _SHORTEST
        if rest != word and len(rest) > least and _is_known(rest, words):
            return rest
    return word


def _ezafe(word: str, words: Lexicon) -> str:
    rest = word.removesuffix("ی")
    if rest == word or len(rest) <= _SHORTEST or rest[-1] not in _VOWELS:
        return word
    commoner = words.count(rest) > words.count(word)
    return rest if commoner or rest in persian_nouns.BROKEN_PLURALS else word


def _is_known(word: str, words: Lexicon) -> bool:
    return bool(words.count(word)) or word in _SINGULARS or word in persian_nouns.BROKEN_PLURALS
