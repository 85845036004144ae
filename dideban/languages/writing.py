"""What a text is written in: its letters, its words and its main script."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dideban.text import scripts

SAMPLE: Final = 1000
"""Code points looked at; longer texts do not get surer, only slower."""
LATIN_WEIGHT: Final = 1 / 3
"""Names and brands are quoted in Latin letters in every script, hardly ever the other way."""
KANA_SHARE: Final = 0.05
"""Han letters with more kana than this are Japanese."""
_WEIGHTS: Final = {
    "Latn": LATIN_WEIGHT, "Hani": 3.0, "Hang": 2.0, "Hira": 2.0, "Kana": 2.0, "Thai": 2.0,
    "Ethi": 2.0,
}  # fmt: skip
"""What one letter of a script says, in letters of a small alphabet."""

COMMON: Final = "Zyyy"

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S{1,300}|[@#]\w{1,100}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_MARKS: Final = (
    "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0981-\u0983"
    "\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0b82\u0bbe-\u0bcd\u0e31\u0e34-\u0e4e"
)
"""Vowel signs and accents of the scripts of news, which go on with a word."""
_WORD: Final = re.compile(rf"[^\W\d_][\w{_MARKS}']*")
MOST_WORDS: Final = 24
"""Words looked at: by then the n-grams are sure without them."""
WORD_SPAN: Final = 20
"""Code points allowed for each of them."""
_MIXED_WORD: Final = re.compile(r"[Ѐ-ӿ][A-Za-z]|[A-Za-z][Ѐ-ӿ]")
_LOOK_ALIKE: Final = str.maketrans(
    "aceopxyijkmhtbABCEHIJKMOPTXYsS",
    "асеорхуіјкмнтвАВСЕНІЈКМОРТХУѕЅ",
)
"""Latin letters that pass for Cyrillic ones (Unicode confusables), as some keyboards mix them."""
_APOSTROPHE: Final = re.compile("[’ʻʼ`]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """The part of a text that is looked at, in `script`: its letters counted, its first words."""

    sample: str
    script: str
    letters: Counter[str]
    size: int
    words: tuple[str, ...]


def read(text: str) -> Writing:
    """Return what the head of `text` is written in, addresses left out; never raises."""
    head = text[:SAMPLE].encode("utf-8", "replace").decode("utf-8")
    sample = _ADDRESS.sub(" ", head)
    if not _LETTER.search(sample):
        sample = head
    letters = Counter(sample)
    for sign in [sign for sign in letters if not sign.isalpha()]:
        del letters[sign]
    script = _main(letters)
    if script == "Cyrl" and _MIXED_WORD.search(sample):
        sample = sample.translate(_LOOK_ALIKE)
    return Writing(
        sample=sample, script=script, letters=letters, size=letters.total(), words=_words(sample)
    )


def _words(sample: str) -> tuple[str, ...]:
    alike = _APOSTROPHE.sub("'", sample[: WORD_SPAN * MOST_WORDS])
    return tuple([word.rstrip("'") for word in _WORD.findall(alike)[:MOST_WORDS]])


def _main(letters: Counter[str]) -> str:
    weights: dict[str, float] = {}
    for letter, count in letters.items():
        script = _script_of(letter)
        weights[script] = weights.get(script, 0.0) + count * _WEIGHTS.get(script, 1.0)
    if not weights:
        return COMMON
    kana = weights.get("Hira", 0.0) + weights.get("Kana", 0.0)
    if kana > sum(weights.values()) * KANA_SHARE:
        return "Jpan"
    script = max(weights, key=lambda name: (weights[name], name))
    return "Kore" if script == "Hang" else script


@lru_cache(maxsize=8192)
def _script_of(letter: str) -> str:
    return scripts.script_of(letter)
