"""Persian verb forms: which written words are verbs, where they part, and what verb they are."""

from collections.abc import Iterator
from typing import Final, NamedTuple

_PAST_ENDINGS: Final = ("", "م", "ی", "یم", "ید", "ند")
_PRESENT_ENDINGS: Final = ("م", "ی", "د", "یم", "ید", "ند")
_PERFECT_ENDINGS: Final = ("ام", "ای", "ایم", "اید", "اند")
IMPERSONAL: Final = (("می‌توان", "توانست"), ("نمی‌توان", "توانست"), ("می‌باید", "بایست"))
"""Impersonal forms that no table of endings gives, and their past stems."""
_LONG_VOWELS: Final = frozenset("او")


class VerbForm(NamedTuple):
    """One written form: its letters without ZWNJ, where ZWNJ stand, the past stem, its mark.

    `cuts` counts letters before each ZWNJ; `marked` is true of forms that carry می or نمی,
    which no noun looks like.
    """

    letters: str
    cuts: tuple[int, ...]
    lemma: str
    marked: bool


def forms(past: str, present: str) -> Iterator[VerbForm]:
    """Yield the one-word forms of a verb given by its stems (either may be empty).

    After the tables of Lazard, Grammaire du persan contemporain, §§ 104–128: past, imperfect,
    perfect, present, subjunctive and imperative, each with its negative.
    """
    lemma = past or present
    if past:
        yield from _past(past, lemma)
    if present:
        yield from _present(present, lemma)


def _past(past: str, lemma: str) -> Iterator[VerbForm]:
    for negated in (past, _prefixed("ن", past)):
        for ending in _PAST_ENDINGS:
            yield VerbForm(negated + ending, (), lemma, marked=False)
        participle = negated + "ه"
        yield VerbForm(participle, (), lemma, marked=False)
        for ending in _PERFECT_ENDINGS:
            yield VerbForm(participle + ending, (len(participle),), lemma, marked=False)
    for prefix in ("می", "نمی"):
        for ending in _PAST_ENDINGS:
            yield VerbForm(prefix + past + ending, (len(prefix),), lemma, marked=True)
        participle = prefix + past + "ه"
        yield VerbForm(participle, (len(prefix),), lemma, marked=True)
        for ending in _PERFECT_ENDINGS:
            cuts = (len(prefix), len(participle))
            yield VerbForm(participle + ending, cuts, lemma, marked=True)


def _present(present: str, lemma: str) -> Iterator[VerbForm]:
    joined = [present + _glide(present, ending) + ending for ending in _PRESENT_ENDINGS]
    for form in joined:
        yield VerbForm(form, (), lemma, marked=False)
        for prefix in ("ب", "ن"):
            yield VerbForm(_prefixed(prefix, form), (), lemma, marked=False)
        for prefix in ("می", "نمی"):
            yield VerbForm(prefix + form, (len(prefix),), lemma, marked=True)
    yield VerbForm(_prefixed("ب", present), (), lemma, marked=False)


def _glide(stem: str, ending: str) -> str:
    """A stem in a long vowel takes ی before an ending: آید, گوید; شود keeps its consonant و."""
    spoken_vowel = stem[-1] in _LONG_VOWELS and stem not in _CONSONANT_VAV
    return "ی" if spoken_vowel and not ending.startswith("ی") else ("ی" if spoken_vowel else "")


_CONSONANT_VAV: Final = frozenset({"شو", "رو", "دو", "جو", "شنو", "غنو", "درو", "گرو"})


def _prefixed(prefix: str, form: str) -> str:
    """A prefix before آ puts ی between and takes its hat: بیاید, نیامد."""
    if form.startswith("آ"):
        return f"{prefix}یا{form[1:]}"
    return prefix + form
