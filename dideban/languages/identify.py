"""Says which language a text is in, or says honestly why it cannot."""

import re
from typing import Final

from dideban.languages import backends, evidence, plausible, weighing
from dideban.languages.backends import Backend, Py3Langid
from dideban.languages.evidence import CODE, Evidence
from dideban.languages.news_languages import (
    CLAIMING_LETTERS,
    CLAIMING_WORDS,
    DEFAULT_SCRIPT,
    SCRIPTS,
    USUAL_SCRIPT,
    tagged,
)
from dideban.languages.writing import Writing, read
from dideban.text import folding
from schemas.articles import Language, LanguageGuess

UNDETERMINED: Final = "und"
NO_LETTERS: Final = "no letters"
TOO_SHORT: Final = "too short"
MIXED: Final = "mixed"
NOT_SURE: Final = "not sure"
REASONS: Final = (NO_LETTERS, TOO_SHORT, MIXED, NOT_SURE)
"""Every reason there is for `und`."""

LEAST_LETTERS: Final = 4
"""Fewer letters than this are a guess in any script shared by several languages."""
LEAST_LETTERS_HAN: Final = 2
SURE: Final = 0.35
"""Least probability that is claimed: below it half of the answers on the dev set were wrong."""
CLAIM: Final = 0.95
"""Probability where letters or words leave no doubt."""
NOISE: Final = 0.5
"""Probability of `zxx` from which a detector has seen no language."""
CLAIMING_TOGETHER: Final = 2
RUNNERS_UP: Final = 3

_WORD: Final = re.compile(r"\w+")


def load(name: str = Py3Langid.name) -> None:
    """Read the named backend's model and the word lists, so that the first text does not wait."""
    backends.backend(name).load()
    evidence.tables()


def identify(text: str, *, hint: str | None = None, backend: Backend | None = None) -> Language:
    """Return the language of `text` with its script, confidence and up to three runners-up.

    The tag is `und`, with one of REASONS, where a claim would be a guess; `mixed` comes from
    `parts.divided` only. `hint` is the source's language: it weighs in the balance and never
    decides alone. Safe to call from several threads; no text raises an error.
    """
    writing = read(text)
    if not writing.letters:
        return Language(tag=UNDETERMINED, reason=NO_LETTERS)
    if _is_too_short(writing):
        return Language(tag=UNDETERMINED, script=writing.script, reason=TOO_SHORT)
    claimed = _claimed(writing)
    if claimed:
        return _ranked({claimed: CLAIM}, writing.script, None)
    said = evidence.of(writing)
    detector = backend if backend is not None else backends.backend(Py3Langid.name)
    weights = _weights(writing, said, folding.primary(hint) if hint else None, detector)
    name = plausible.may_be_a_name(writing, said)
    return _ranked(weights, writing.script, TOO_SHORT if weights and name else None)


def _weights(
    writing: Writing, said: Evidence, hint: str | None, detector: Backend
) -> dict[str, float]:
    """Return probabilities by language, none where there is no language.

    The detector is asked only where words and letters leave a doubt.
    """
    if plausible.is_noise(writing, said):
        return {}
    if weighing.is_settled(writing, said):
        return weighing.probabilities({}, writing, said, hint)
    scores = detector.scores(writing.sample, writing.script)
    if scores.get(CODE, 0.0) >= NOISE:
        return {}
    return weighing.probabilities(scores, writing, said, hint)


def _is_too_short(writing: Writing) -> bool:
    possible = SCRIPTS.get(writing.script)
    least = LEAST_LETTERS_HAN if writing.script == "Hani" else LEAST_LETTERS
    return writing.size < least and not (possible and len(possible) == 1)


def _claimed(writing: Writing) -> str | None:
    """Return the language that letters or words of this script leave no doubt about."""
    letters = writing.letters.keys()
    for together, language in CLAIMING_LETTERS.get(writing.script, ()):
        if all(letter in letters or letter.upper() in letters for letter in together):
            return language
    telling = CLAIMING_WORDS.get(writing.script)
    if telling is None:
        return None
    found = [telling[word] for word in _WORD.findall(writing.sample) if word in telling]
    return found[0] if len(found) >= CLAIMING_TOGETHER else None


def _ranked(weights: dict[str, float], script: str, doubt: str | None) -> Language:
    """Return the likeliest language, or `und` where it is not likely enough or in `doubt`."""
    highest = sorted(weights, key=weights.__getitem__, reverse=True)[: 1 + RUNNERS_UP]
    ranked = [
        LanguageGuess(tag=tagged(tag, _script_for(tag, script)), confidence=weights[tag])
        for tag in highest
    ]
    best = ranked[0].confidence if ranked else 0.0
    if doubt or best < SURE:
        return Language(
            tag=UNDETERMINED,
            script=script,
            confidence=best,
            reason=doubt or NOT_SURE,
            runners_up=tuple(ranked[:RUNNERS_UP]),
        )
    return Language(tag=ranked[0].tag, script=script, confidence=best, runners_up=tuple(ranked[1:]))


def _script_for(tag: str, script: str) -> str:
    """A language never written in the text's main script is named in its own."""
    possible = SCRIPTS.get(script, frozenset())
    return script if tag in possible else USUAL_SCRIPT.get(tag, DEFAULT_SCRIPT)
