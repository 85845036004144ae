"""Phrases of a table found in running words, by their stems, longest first."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from dideban.text import tables
from dideban.text.analyser import tokens
from dideban.text.tables import alternatives
from dideban.text.tokens import Token

__all__ = ["EXACT", "PhraseIndex", "alternatives", "table"]

EXACT: Final = "="
"""A word so marked stands only as written, for words that do not inflect or have false friends."""

type Key = tuple[str, ...]


class PhraseIndex[T]:
    """Phrases of one language and what they stand for; built once, then only read.

    Each word of a phrase is sought by its stem, or by its folded form where it is marked with
    `=`. Of phrases that begin alike the longest that fits wins, of equally long
    ones the marked, then the first added.
    """

    def __init__(self, language: str, phrases: Iterable[tuple[str, T]]) -> None:
        self._values: dict[Key, T] = {}
        self._longest: dict[str, int] = {}
        """By first word, and by the folded form of one that stands only as written."""
        self._longest_exact: dict[str, int] = {}
        for phrase, value in phrases:
            key = _key(phrase, language)
            if key:
                self._values.setdefault(key, value)
                exact = key[0].startswith(EXACT)
                longest = self._longest_exact if exact else self._longest
                first = key[0].removeprefix(EXACT)
                longest[first] = max(longest.get(first, 0), len(key))

    def at(self, words: Sequence[Token], index: int) -> tuple[T, int] | None:
        """Return what the longest phrase at `index` stands for and the index behind it."""
        first = words[index]
        longest = self._longest.get(first.stem, 0)
        exact = self._longest_exact.get(first.folded, 0)
        if not (longest or exact):
            return None
        longest = max(longest, exact)
        for length in range(min(longest, len(words) - index), 0, -1):
            for key in _readings(words[index : index + length]):
                if key in self._values:
                    return self._values[key], index + length
        return None


def table(name: str) -> Iterator[list[str]]:
    """Yield the rows of one of this package's tables as cells, without its comments."""
    return tables.rows("dideban.entities", name)


def _readings(words: Sequence[Token]) -> Iterator[Key]:
    yield tuple(EXACT + word.folded for word in words)
    yield tuple(word.stem for word in words)


@cache
def _key(phrase: str, language: str) -> Key:
    if phrase.startswith(EXACT):
        return tuple(EXACT + token.folded for token in tokens(phrase[1:], language))
    return tuple(token.stem for token in tokens(phrase, language))
