"""The Persian word list behind half-spaces and stems: hazm's words and the forms of its verbs."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from dideban.text import hazm_data, verbs
from dideban.text.suffixes import NON_JOINING

ZWNJ: Final = "\u200c"

_ONE_TO_ONE: Final = str.maketrans("يىكأإآٱؤئۀةہھەے", "ییکااااویهههههی")
_FOLDED: Final = frozenset(map(chr, _ONE_TO_ONE))
"""Looked for first: to find that a word has none of them takes a quarter of the time."""
_NOMINAL: Final = frozenset({"N", "AJ", "NUM", "ADV"})


def key(word: str) -> str:
    """Return the look-up key of a word: its letters folded one to one, so positions keep."""
    return word if _FOLDED.isdisjoint(word) else word.translate(_ONE_TO_ONE)


def _keys(words: Iterable[str]) -> list[str]:
    """Return the keys of many words, none with a line end; a tenth of the time of one by one."""
    text = "\n".join(words)
    for written, folded in _ONE_TO_ONE.items():
        text = text.replace(chr(written), chr(folded))
    return text.split("\n")


@dataclass(frozen=True, slots=True)
class Compound:
    """A word that is written with half-spaces: letters before each, and its count."""

    cuts: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by key: counts of plain ones, half-spaces of compounds, verbs and their lemmas."""

    plain: dict[str, int]
    compounds: dict[str, Compound]
    verb_cuts: dict[str, tuple[int, ...]]
    verb_lemmas: dict[str, str]

    def count(self, letters: str) -> int:
        """Return how often a plain word occurs on the web; 0 of an unknown one."""
        return self.plain.get(letters, 0)


@cache
def load() -> Lexicon:
    """Read the word list; takes about half a second the first time.

    Raises:
        ModuleNotFoundError: hazm is not installed.
    """
    plain: dict[str, int] = {}
    compounds: dict[str, Compound] = {}
    nominal: set[str] = set()
    listed = list(hazm_data.words())
    of_nouns = {speech for _, _, speech in listed if not _NOMINAL.isdisjoint(speech.split(","))}
    keys = _keys(word.replace(ZWNJ, "") for word, _, _ in listed)
    for letters, (word, count, speech) in zip(keys, listed, strict=True):
        if cuts := _cuts(word):
            known = compounds.get(letters)
            if known is None or count > known.count:
                compounds[letters] = Compound(cuts, count)
        else:
            plain[letters] = max(count, plain.get(letters, 0))
            if speech in of_nouns:
                nominal.add(letters)
    verb_cuts, verb_lemmas = _verbs(plain, nominal)
    return Lexicon(plain, compounds, verb_cuts, verb_lemmas)


def cut(word: str) -> tuple[str, tuple[int, ...]]:
    """Return a word's key without ZWNJ, and where ZWNJ stand that are seen in print."""
    return key(word.replace(ZWNJ, "")), _cuts(word)


def _cuts(word: str) -> tuple[int, ...]:
    if ZWNJ not in word:
        return ()
    cuts: list[int] = []
    position = 0
    parts = [part for part in word.split(ZWNJ) if part]
    for part in parts[:-1]:
        position += len(part)
        if part[-1] not in NON_JOINING:
            cuts.append(position)
    return tuple(cuts)


def pieces(letters: str, cuts: tuple[int, ...]) -> list[str]:
    """Return what stands between the half-spaces of a word."""
    edges = (0, *cuts, len(letters))
    return [letters[first:last] for first, last in pairwise(edges)]


def _verbs(
    plain: dict[str, int], nominal: set[str]
) -> tuple[dict[str, tuple[int, ...]], dict[str, str]]:
    cuts: dict[str, tuple[int, ...]] = {}
    lemmas: dict[str, str] = {}
    for written, lemma in verbs.IMPERSONAL:
        letters, seen = cut(written)
        cuts[letters], lemmas[letters] = seen, lemma
    forms = [form for stems in hazm_data.verb_roots() for form in verbs.forms(*stems)]
    keys = _keys(form.letters for form in forms)
    lemma_keys = _keys(form.lemma for form in forms)
    for form, letters, lemma in zip(forms, keys, lemma_keys, strict=True):
        seen = tuple(c for c in form.cuts if form.letters[c - 1] not in NON_JOINING)
        if seen:
            cuts.setdefault(letters, seen)
        else:
            plain.setdefault(letters, 1)
        ambiguous = letters.endswith("ی") or letters in nominal
        if form.marked or not ambiguous:
            lemmas.setdefault(letters, lemma)
    return cuts, lemmas
