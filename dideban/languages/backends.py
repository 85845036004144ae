"""Detectors that score a text by language, behind one interface."""

import threading
from copy import copy
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol

from dideban.languages.news_languages import LABELS, NEWS_LABELS, SCRIPTS

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_MODEL: Final = "data/model.npz.xz"

NOISE_LABEL: Final = "zxx"
"""py3langid's label of what is no language."""
SHARED_SCRIPTS: Final = tuple(script for script, tags in SCRIPTS.items() if len(tags) > 1)

SEED: Final = 0
"""langdetect draws random numbers; a fixed seed makes its answers repeatable."""


class Backend(Protocol):
    """Scores languages; an implementation is safe to call from several threads."""

    name: str

    def load(self) -> None:
        """Read the model now, so that the first text does not wait; idempotent."""

    def scores(self, text: str, script: str = "") -> dict[str, float]:
        """Return probabilities by language tag, summing to about 1; empty when it has no idea.

        `script`, the text's main one, may be used to leave out languages not written in it.
        """


class Py3Langid:
    """py3langid (naive Bayes on byte n-grams) restricted to the languages of news."""

    name = "py3langid"

    def load(self) -> None:
        """Read the model: 0.7 s and 80 MB (measured on 0.4.0)."""
        for script in SHARED_SCRIPTS:
            _identifier_for(script)

    def scores(self, text: str, script: str = "") -> dict[str, float]:
        """Return probabilities by tag; labels of one news language are summed."""
        merged: dict[str, float] = {}
        for label, probability in _identifier_for(script).rank(text):
            tag = LABELS.get(label, label)
            merged[tag] = merged.get(tag, 0.0) + probability
        return merged


class LangDetect:
    """langdetect, a port of Google's language-detection; knows 55 languages.

    It has no model of ps, ckb, az, tg, kk, ky, hy, ka, uz, tk or am, and needs 1 to 2 ms a text.
    """

    name = "langdetect"

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def load(self) -> None:
        """Read the profiles, about a second."""
        self.scores("load")

    def scores(self, text: str, script: str = "") -> dict[str, float]:  # noqa: ARG002 the interface
        """Return probabilities by tag; one text at a time, since the package keeps state."""
        with self._lock:
            detector = import_module("langdetect.detector_factory")
            detector.DetectorFactory.seed = SEED
            try:
                guesses = import_module("langdetect").detect_langs(text)
            except import_module("langdetect.lang_detect_exception").LangDetectException:
                return {}
        merged: dict[str, float] = {}
        for guess in guesses:
            tag = LABELS.get(guess.lang, guess.lang)
            merged[tag] = merged.get(tag, 0.0) + float(guess.prob)
        return merged


@cache
def backend(name: str) -> Backend:
    """Return the shared backend called `name`.

    Raises:
        ValueError: no backend has that name.
    """
    if name == Py3Langid.name:
        return Py3Langid()
    if name == LangDetect.name:
        return LangDetect()
    raise ValueError(f"unknown language backend {name!r}; known are py3langid and langdetect")


@cache
def _identifier() -> "LanguageIdentifier":
    # With numpy it takes a tenth of a second, which most commands need not spend.
    from py3langid.langid import LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(_MODEL, norm_probs=True)
    identifier.set_languages(NEWS_LABELS)
    return identifier


@cache
def _identifier_for(script: str) -> "LanguageIdentifier":
    """Return the model over the languages of one script: a third of the time of all."""
    if script not in SCRIPTS:
        return _identifier()
    written = {*SCRIPTS[script], NOISE_LABEL}
    narrowed = copy(_identifier())
    narrowed.set_languages([label for label in NEWS_LABELS if LABELS.get(label, label) in written])
    return narrowed
