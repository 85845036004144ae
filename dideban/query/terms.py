"""What a query's word becomes in a language: the forms its occurrences can have."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final, Protocol

from dideban.text.analyser import fold_word, tokens
from dideban.text.stemming import forms
from dideban.text.tokens import Token

ZWNJ: Final = "\u200c"
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
"""The Unicode blocks of the Arabic script."""
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

    Usually one; where half-spaces come and go, also the parts apart, neighbours joined, and each
    word whole, as a document whose half-spaces stand keeps it (آبگیری beside آب‌گیری).
    Empty when the text has no word.
    """
    spellings = _respelled(text) if _is_joining(text, language) else [text]
    sequences = [_forms(spelling, language) for spelling in spellings]
    if _is_joining(text, language):
        sequences.append(_as_written(text, language, sequences[0]))
    return tuple(dict.fromkeys(found for found in sequences if found))


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
    if any("\n" in text for text in texts):
        return [variants(text, language) for text in texts]
    if any(_is_joining(text, language) for text in texts):
        return _some_joining(texts, language)
    found: list[list[Token]] = [[] for _ in texts]
    ends = list(accumulate(len(text) + 1 for text in texts))
    number = 0
    for token in tokens("\n".join(texts), language):
        while token.start >= ends[number]:
            number += 1
        found[number].append(token)
    return [(words,) if words else () for words in found]


def _some_joining(texts: Sequence[str], language: str) -> list[Sequence[Sequence[Spelled]]]:
    others = iter(variants_of([t for t in texts if not _is_joining(t, language)], language))
    return [
        variants(text, language) if _is_joining(text, language) else next(others) for text in texts
    ]


def _is_joining(text: str, language: str) -> bool:
    """Tell whether parts of a word of the text may be written together, apart or half apart."""
    return language in JOINING_LANGUAGES and _ARABIC.search(text) is not None


@lru_cache(maxsize=50_000)
def folded_prefix(text: str, language: str) -> str:
    """Return the beginning that words of a document of this language must have."""
    return fold_word(text, language)


@lru_cache(maxsize=200_000)
def capitals(text: str) -> tuple[bool, ...]:
    """Return for each letter whether it is a capital."""
    return tuple(c.isupper() for c in unicodedata.normalize("NFKC", text) if c.isalpha())


@lru_cache(maxsize=1_000)
def primary_tag(language: str) -> str:
    """Return the language of a BCP 47 tag without script and region."""
    return language.split("-", 1)[0].lower()


def _forms(text: str, language: str) -> tuple[Form, ...]:
    return tuple(map(_form, tokens(text, language)))


def _as_written(text: str, language: str, read: tuple[Form, ...]) -> tuple[Form, ...]:
    """Return the written words whole where reading them alone has parted one; else nothing."""
    words = text.replace(ZWNJ, "").split()
    if len(words) >= len(read) or not all(map(str.isalpha, words)):
        return ()
    both = forms(language)
    return tuple(Form(*both(word), capitals(word)) for word in words)


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
