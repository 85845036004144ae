"""Says which language a text is in, or says honestly why it cannot."""

import re
from typing import Final

from dideban.languages import backends
from dideban.languages.backends import Backend, Py3Langid
from dideban.languages.news_languages import (
    CLAIMING_LETTERS,
    CLAIMING_WORDS,
    DEFAULT_SCRIPT,
    SCRIPTS,
    TELLING_LETTERS,
    USUAL_SCRIPT,
    tagged,
)
from dideban.text import folding, scripts
from schemas.articles import Language, LanguageGuess

UNDETERMINED: Final = "und"
NO_LETTERS: Final = "no letters"
TOO_SHORT: Final = "too short"
NOT_SURE: Final = "not sure"

SAMPLE: Final = 3000
"""Code points looked at; longer texts do not get surer, only slower."""
LEAST_LETTERS: Final = 4
"""Fewer letters than this are a guess in any script shared by several languages."""
LEAST_LETTERS_HAN: Final = 2
SHORT_LETTERS: Final = 12
SURE: Final = 0.25
SURE_WHEN_SHORT: Final = 0.5
"""Least probability that is claimed: below it half of the answers on the dev set were wrong."""
HINT_WEIGHT: Final = 4.0
"""How many times more likely the source's own language is before anything is read."""
TELLING_WEIGHT: Final = 5.0
TELLING_FLOOR: Final = 0.05
CLAIM: Final = 0.95
"""Weight of letters or words that only one language has."""
CLAIMING_TOGETHER: Final = 2
RUNNERS_UP: Final = 3

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|[@#]\w+")
_WORD: Final = re.compile(r"\w+")
_LETTER: Final = re.compile(r"[^\W\d_]")


def load(name: str = Py3Langid.name) -> None:
    """Read the named backend's model now, so that the first text does not wait."""
    backends.backend(name).load()


def identify(text: str, *, hint: str | None = None, backend: Backend | None = None) -> Language:
    """Return the language of `text` with its script, confidence and up to three runners-up.

    The tag is `und`, with a reason (`no letters`, `too short`, `not sure`), where a claim would
    be a guess. `hint` is the source's language: it weighs in the balance and never decides
    alone. Safe to call from several threads; no text raises an error.
    """
    sample = _sample(text)
    letters = _LETTER.findall(sample)
    if not letters:
        return Language(tag=UNDETERMINED, reason=NO_LETTERS)
    script = scripts.main_script(sample)
    possible = SCRIPTS.get(script)
    least = LEAST_LETTERS_HAN if script == "Hani" else LEAST_LETTERS
    if len(letters) < least and not (possible and len(possible) == 1):
        return Language(tag=UNDETERMINED, script=script, reason=TOO_SHORT)
    weights = _weighed(_default(backend).scores(sample), script, set(letters), hint)
    claimed = _claimed(sample, script, set(sample.lower()))
    if claimed:
        weights = {tag: weight * (1 - CLAIM) for tag, weight in weights.items()}
        weights[claimed] = weights.get(claimed, 0.0) + CLAIM
    ranked = _ranked(weights, script)
    return _decided(ranked, script, len(letters))


def _default(given: Backend | None) -> Backend:
    return given if given is not None else backends.backend(Py3Langid.name)


def _sample(text: str) -> str:
    head = text[:SAMPLE].encode("utf-8", "replace").decode("utf-8")
    words = _ADDRESS.sub(" ", head)
    return words if _LETTER.search(words) else head


def _weighed(
    scores: dict[str, float], script: str, letters: set[str], hint: str | None
) -> dict[str, float]:
    """Rule out what is not written in this script; weigh telling letters and the source."""
    possible = SCRIPTS.get(script)
    weights = dict(scores)
    if possible is not None:
        weights = {tag: weight for tag, weight in scores.items() if tag in possible}
        if len(possible) == 1:
            weights = dict.fromkeys(possible, 1.0)
    for letter, language in TELLING_LETTERS.get(script, {}).items():
        if letter in letters or letter.upper() in letters:
            weights[language] = weights.get(language, 0.0) * TELLING_WEIGHT + TELLING_FLOOR
    hinted = folding.primary(hint) if hint else None
    if hinted in weights:
        weights[hinted] *= HINT_WEIGHT
    return weights


def _claimed(sample: str, script: str, letters: set[str]) -> str | None:
    """Return the language that letters or words of this script leave no doubt about."""
    for together, language in CLAIMING_LETTERS.get(script, ()):
        if together <= letters:
            return language
    telling = CLAIMING_WORDS.get(script)
    if telling is None:
        return None
    found = [telling[word] for word in _WORD.findall(sample) if word in telling]
    return found[0] if len(found) >= CLAIMING_TOGETHER else None


def _ranked(weights: dict[str, float], script: str) -> list[LanguageGuess]:
    total = sum(weights.values())
    if total <= 0:
        return []
    guesses = [
        LanguageGuess(tag=tagged(tag, _script_for(tag, script)), confidence=weight / total)
        for tag, weight in weights.items()
    ]
    return sorted(guesses, key=lambda guess: (-guess.confidence, guess.tag))


def _script_for(tag: str, script: str) -> str:
    """A language never written in the text's main script is named in its own."""
    possible = SCRIPTS.get(script, frozenset())
    return script if tag in possible else USUAL_SCRIPT.get(tag, DEFAULT_SCRIPT)


def _decided(ranked: list[LanguageGuess], script: str, letters: int) -> Language:
    short = letters < SHORT_LETTERS and script != "Hani"
    needed = SURE_WHEN_SHORT if short else SURE
    if not ranked or ranked[0].confidence < needed:
        return Language(
            tag=UNDETERMINED,
            script=script,
            confidence=ranked[0].confidence if ranked else 0.0,
            reason=NOT_SURE,
            runners_up=tuple(ranked[:RUNNERS_UP]),
        )
    return Language(
        tag=ranked[0].tag,
        script=script,
        confidence=ranked[0].confidence,
        runners_up=tuple(ranked[1 : 1 + RUNNERS_UP]),
    )
