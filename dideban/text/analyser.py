"""The analyser: any text in any language as tokens that point into it.

One way for all: words by Unicode rules, folded and stemmed by language. An ending after a hyphen
is none. Persian first gets back its letters and half-spaces, and its affixes join their words.
"""

from dideban.text import folding, hyphens, persian, persian_tokens, stemming, words
from dideban.text.tokens import Found, Token
from schemas.articles import MappedText

__all__ = [
    "fold_word",
    "habit_of",
    "load",
    "mapped_tokens",
    "readable",
    "stem_word",
    "tokens",
]

fold_word = folding.fold_word
stem_word = stemming.stem_word


def load(language: str = "fa", *, raw: bool = True) -> None:
    """Read what `language` needs now, so that its first text does not wait; idempotent.

    Who only takes the tokens of display texts (`mapped_tokens`), not of `raw` ones, is spared
    the model of half-spaces and its 35 MB.
    """
    words.read("")
    if folding.primary(language) == "fa":
        persian.load(raw=raw)


def readable(text: str, language: str, *, habit: persian.Habit | None = None) -> MappedText:
    """Return the text for reading, with its map to `text`; only Persian is changed at all.

    `habit` is what `habit_of` says of the document that `text` is a part of.
    """
    if folding.primary(language) == "fa":
        return persian.display(text, habit=habit)
    return MappedText(text=text)


def habit_of(document: str, language: str) -> persian.Habit | None:
    """Return what a Persian document writes where half-spaces belong; None of another."""
    return persian.habit_of(document) if folding.primary(language) == "fa" else None


def tokens(text: str, language: str) -> list[Token]:
    """Return the words of `text` in order, with spans in `text`.

    `language` is a BCP 47 tag; any is served, an unknown one and `und` by Unicode rules alone.
    Time is linear in the length of the text; no text raises an error.
    """
    return mapped_tokens(readable(text, language), text, language)


def mapped_tokens(display: MappedText, original: str, language: str) -> list[Token]:
    """Return the words of a display text with spans in the `original` its map leads to."""
    if folding.primary(language) == "fa":
        return persian_tokens.tokens(display, original)
    return _plain_tokens(display, original, language)


def _plain_tokens(display: MappedText, original: str, language: str) -> list[Token]:
    read, found = words.read(display.text), Found()
    read = hyphens.without_endings(read, display.text, folding.primary(language))
    found.add(list(map(stemming.forms(language), read.words)), read.edges, read.sentences)
    return found.placed(display, original)
