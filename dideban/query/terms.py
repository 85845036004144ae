"""What a query's word becomes in a language: the forms its occurrences can have."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final, Protocol

from dideban.text.analyser import fold_word, tokens
from dideban.text.tokens import Token

ZWNJ: Final = "\u200c"
_MAX_JOINED: Final = 4
"""Written words that may be one: «حمل و نقل» and the like, not whole sentences."""

JOINING_LANGUAGES: Final = frozenset({"fa", "prs", "ckb", "ur"})
"""Languages whose writers put a half-space, a space or nothing between the parts of a word."""


@dataclass(frozen=True, slots=True)
class Form:
    """One word of a query in one language; `capitals` tells which of its letters are capital."""

    folded: str
    stem: str
    capitals: tuple[bool, ...]


@lru_cache(maxsize=200_000)
def variants(text: str, language: str) -> tuple[tuple[Form, ...], ...]:
    """Return the sequences of words that count as `text` in a document of this language.

    Usually one; where half-spaces come and go, also the parts apart and neighbours joined.
    Empty when the text has no word.
    """
    spellings = _respelled(text) if language in JOINING_LANGUAGES else [text]
    sequences = (_forms(spelling, language) for spelling in spellings)
    return tuple(dict.fromkeys(forms for forms in sequences if forms))


class Spelled(Protocol):
    """A word by its folded spelling and its stem."""

    @property
    def folded(self) -> str:
        """Its spelling-independent form."""

    @property
    def stem(self) -> str:
        """Its inflection-independent form."""


def variants_of(texts: Sequence[str], language: str) -> list[Sequence[Sequence[Spelled]]]:
    """Return the `variants` of each text; far faster for many than one by one."""
    if language in JOINING_LANGUAGES or any("\n" in text for text in texts):
        return [variants(text, language) for text in texts]
    found: list[list[Token]] = [[] for _ in texts]
    ends = list(accumulate(len(text) + 1 for text in texts))
    number = 0
    for token in tokens("\n".join(texts), language):
        while token.start >= ends[number]:
            number += 1
        found[number].append(token)
    return [(words,) if words else () for words in found]


@lru_cache(maxsize=50_000)
def folded_prefix(text: str, language: str) -> str:
    """Return the beginning that words of a document of this language must have."""
    return fold_word(text, language)


@lru_cache(maxsize=200_000)
def capitals(text: str) -> tuple[bool, ...]:
    """Return for each letter whether it is a capital."""
    return tuple(c.isupper() for c in unicodedata.normalize("NFKC", text) if c.isalpha())


def primary_tag(language: str) -> str:
    """Return the language of a BCP 47 tag without script and region."""
    return language.split("-", 1)[0].lower()


def _forms(text: str, language: str) -> tuple[Form, ...]:
    return tuple(map(_form, tokens(text, language)))


def _form(token: Token) -> Form:
    return Form(token.folded, token.stem, capitals(token.text))


def _respelled(text: str) -> list[str]:
    words = text.split()
    spellings = [text, text.replace(ZWNJ, " ")]
    for i in range(len(words) - 1):
        joined = words[i] + ZWNJ + words[i + 1]
        spellings.append(" ".join((*words[:i], joined, *words[i + 2 :])))
    if len(words) in range(3, _MAX_JOINED + 1):
        spellings.append(ZWNJ.join(words))
    return spellings
