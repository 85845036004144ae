"""English stems: words without plural, past and -ing endings, and nothing deeper.

Steps 1a to 1c of Porter's English (Porter2) stemmer. Its later steps are left out: they let
important meet import, and transition meet transit.
"""

import re
from typing import Final

from dideban.text import english_spellings

_WHOLE: Final = frozenset(
    """
    news gas series species means crossroads diplomatics politics economics physics headquarters
    bring spring string king ring sing thing wing during morning evening nothing something
    anything everything building red bed shed feed need seed speed exceed proceed succeed
    hundred indeed united herring sterling beijing chongqing nanjing mining
    corps this his its was has as is us yes thus lens atlas texas kansas hormuz caucasus
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
"""Words that only look inflected, and names."""

_KEEPS_E: Final = frozenset(
    """
    aide caste corpse coupe envelope finale humane locale morale paste rationale unite urbane
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
"""Words that without their e would be other words: a coup is no coupe, a unit does not unite."""

_IRREGULAR: Final = {
    "gases": "gas",
    "buses": "bus",
    "lying": "lie",
    "dying": "die",
    "tying": "tie",
    "uniting": "unite",
    "pasted": "paste",
    "pasting": "paste",
    "men": "man",
    "women": "woman",
    "children": "child",
    "crises": "crisis",
    "halves": "half",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "shelves": "shelf",
    "thieves": "thief",
    "wolves": "wolf",
}
"""Forms that no rule gives (Quirk et al., A Comprehensive Grammar of English, §§ 5.81–5.103)."""
_VOWEL: Final = re.compile("[aeiouy]")
_DOUBLED: Final = re.compile(r"(bb|dd|ff|gg|mm|nn|pp|rr|tt)$")
_SHORT_SYLLABLE: Final = re.compile(r"^[^aeiouy]*[aeiouy][^aeiouywx]$")
"""One short syllable (Porter2): before its mute e it is another word, plan and plane."""
_AFTER_HISS: Final = (
    "shes", "ches", "xes", "viruses", "bonuses", "campuses", "censuses", "statuses", "focuses",
)  # fmt: skip
"""Plurals in -es, not in -s."""
_LEAST: Final = 3


def stem_word(folded: str) -> str:
    """Return the stem of a folded English word."""
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    if len(folded) <= _LEAST or folded in _WHOLE or not folded.isascii():
        return folded
    singular = english_spellings.american(_without_plural(folded))
    return _without_y(english_spellings.with_single_l(_without_tense(singular)))


def _without_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > len("ties") else word[:-1]
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith(_AFTER_HISS):
        return word[:-2]
    return word[:-1] if _VOWEL.search(word[:-2]) else word


def _without_tense(word: str) -> str:
    if word.endswith("eed"):
        return word if word in _WHOLE else word[:-1]
    if word in _WHOLE or word in _KEEPS_E:
        return word
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _LEAST - 1 and _VOWEL.search(rest):
            return _mended(rest)
    mute = len(word) > _LEAST and word.endswith("e") and not word.endswith("ee")
    return word[:-1] if mute and not _SHORT_SYLLABLE.match(word[:-1]) else word


def _mended(rest: str) -> str:
    if rest.endswith("i"):
        return rest[:-1] + "y"
    if _DOUBLED.search(rest) and len(rest) > _LEAST:
        return rest[:-1]
    return rest + "e" if _SHORT_SYLLABLE.match(rest) else rest


def _without_y(word: str) -> str:
    after_consonant = len(word) > _LEAST and word.endswith("y") and not _VOWEL.match(word[-2])
    return word[:-1] + "i" if after_consonant else word
