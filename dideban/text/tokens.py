"""The token: a word as written, its forms for matching, and where it stands in the original."""

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from dideban.text import offsets
from schemas.articles import MappedText


class Token(NamedTuple):
    """One word.

    `text` is the word as its author wrote it, `folded` its spelling-independent form, `stem` its
    inflection-independent form; `start` and `end` cut `text` out of the original (code points);
    `sentence` counts from 0 within the analysed text. A tuple, since a million are made a second.
    """

    text: str
    folded: str
    stem: str
    start: int
    end: int
    sentence: int


_made: Final = partial(tuple.__new__, Token)
"""Makes a token without a call into Python: half of the time that Token(…) takes."""


class Found:
    """Tokens of a display text as columns, before they have their places in the original."""

    __slots__ = ("edges", "folded", "sentences", "stems")

    def __init__(self) -> None:
        self.folded: list[str] = []
        self.stems: list[str] = []
        self.sentences: list[int] = []
        self.edges: list[int] = []
        """Where each token begins and ends in the display text, one after the other."""

    def add(
        self, forms: Sequence[tuple[str, str]], edges: Sequence[int], sentences: Sequence[int]
    ) -> None:
        """Take in words by their folded forms and stems; one that folds to nothing is none."""
        folded = [each for each, _ in forms]
        if "" in folded:
            kept = [number for number, each in enumerate(folded) if each]
            forms = [forms[number] for number in kept]
            edges = [edge for number in kept for edge in edges[2 * number : 2 * number + 2]]
            sentences = [sentences[number] for number in kept]
            folded = [each for each, _ in forms]
        self.folded += folded
        self.stems += [stem for _, stem in forms]
        self.edges += edges
        self.sentences += sentences

    def placed(self, display: MappedText, original: str) -> list[Token]:
        """Return the tokens with the spans in the `original` that the map leads to."""
        edges = self.edges
        if display.map != offsets.IDENTITY:
            edges = offsets.followed(display.map, edges)
        starts, ends = edges[::2], edges[1::2]
        texts = [original[start:end] for start, end in zip(starts, ends, strict=True)]
        rows = zip(texts, self.folded, self.stems, starts, ends, self.sentences, strict=True)
        return list(map(_made, rows))
