"""English stems: words without plural, past and -ing endings, and nothing deeper.

Steps 1a to 1c of Porter's English (Porter2) stemmer. Its later steps are left out: they let
important meet import, and transition meet transit.
"""

import re
from typing import Final

_WHOLE: Final = frozenset(
    """
    news gas series species means crossroads diplomatics politics economics physics headquarters
    bring spring string king ring sing thing wing during morning evening nothing something
    anything everything building red bed shed feed need seed speed exceed proceed succeed
    hundred indeed united herring sterling beijing chongqing nanjing mining
    this his its was has as is us yes thus lens atlas texas kansas hormuz caucasus
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
"""Words that only look inflected, and names."""

_IRREGULAR: Final = {"gases": "gas", "buses": "bus", "lying": "lie", "dying": "die", "tying": "tie"}
_VOWEL: Final = re.compile("[aeiouy]")
_DOUBLED: Final = re.compile(r"(bb|dd|ff|gg|mm|nn|pp|rr|tt)$")
_SHORT_SYLLABLE: Final = re.compile(r"^[^aeiouy]*[aeiouy][^aeiouywx]$")
_LEAST: Final = 3


def stem_word(folded: str) -> str:
    """Return the stem of a folded English word."""
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    if len(folded) <= _LEAST or folded in _WHOLE or not folded.isascii():
        return folded
    return _without_y(_without_tense(_without_plural(folded)))


def _without_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > len("ties") else word[:-1]
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith(("shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if _VOWEL.search(word[:-2]) else word


def _without_tense(word: str) -> str:
    if word.endswith("eed"):
        return word if word in _WHOLE else word[:-1]
    if word in _WHOLE:
        return word
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _LEAST - 1 and _VOWEL.search(rest):
            return _mended(rest)
    mute = len(word) > _LEAST + 1 and word.endswith("e") and not word.endswith("ee")
    return word[:-1] if mute else word


def _mended(rest: str) -> str:
    if rest.endswith("i"):
        return rest[:-1] + "y"
    if _DOUBLED.search(rest):
        return rest[:-1]
    return rest + "e" if _SHORT_SYLLABLE.search(rest) and len(rest) <= _LEAST else rest


def _without_y(word: str) -> str:
    after_consonant = len(word) > _LEAST and word.endswith("y") and not _VOWEL.match(word[-2])
    return word[:-1] + "i" if after_consonant else word
