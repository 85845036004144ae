"""The token: a word as written, its forms for matching, and where it stands in the original."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One word.

    `text` is the word as its author wrote it, `folded` its spelling-independent form, `stem` its
    inflection-independent form; `start` and `end` cut `text` out of the original (code points);
    `sentence` counts from 0 within the analysed text.
    """

    text: str
    folded: str
    stem: str
    start: int
    end: int
    sentence: int
