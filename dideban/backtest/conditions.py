"""What the index must hold of every article that a query can find."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dideban.backtest import index_words as words
from dideban.backtest.index_words import index_word
from dideban.query.metadata import entity_key, name_key
from dideban.query.terms import Spelled, folded_prefix, variants
from dideban.query.tree import (
    And,
    AnyOf,
    Chain,
    Found,
    Meta,
    Node,
    Not,
    Or,
    Prefix,
    Saved,
    Span,
    Term,
    Topic,
)


@dataclass(frozen=True, slots=True)
class Has:
    """The article has this word of the index, or one that begins with it."""

    word: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; without parts it always does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """At least one part holds; without parts it never does."""

    parts: tuple["Condition", ...]


type Condition = Has | AllOf | OneOf

ALWAYS: Final = AllOf(())
NEVER: Final = OneOf(())


def condition(tree: Node, languages: tuple[str, ...]) -> Condition:  # noqa: PLR0911 - one return a kind of node
    """Return what holds for every article in just these languages for which the tree holds.

    It may hold for more: distance, order and time are left to whoever reads the article.
    """
    match tree:
        case Found(span):
            return _spoken(span, languages)
        case Not(Meta("lang", value)):
            return NEVER if value in languages else ALWAYS
        case And(children):
            return _all(condition(child, languages) for child in children)
        case Or(children):
            return _one(condition(child, languages) for child in children)
        case Topic(tree=inner) | Saved(tree=inner):
            return NEVER if inner is None else condition(inner, languages)
        case Meta():
            return _known(tree, languages)
        case _:
            return ALWAYS


def _spoken(span: Span, languages: tuple[str, ...]) -> Condition:
    match span:
        case Term(text, exact):
            sequences = dict.fromkeys(
                forms for language in languages for forms in variants(text, language)
            )
            return _one(_all(_word(form, exact=exact) for form in forms) for forms in sequences)
        case Prefix(text):
            starts = {folded_prefix(text, language) for language in languages}
            return _one(_beginning(start) for start in sorted(starts))
        case AnyOf(options):
            return _one(_spoken(option, languages) for option in options)
        case Chain(operands):
            return _all(_spoken(operand, languages) for operand in operands)


def _word(form: Spelled, *, exact: bool) -> Condition:
    if not exact:
        return Has(index_word(words.STEM, form.stem))
    kinds = (words.FOLDED, words.STEM)
    return _one(Has(index_word(kind, form.folded)) for kind in kinds)


def _beginning(start: str) -> Condition:
    if not start:
        return ALWAYS
    kinds = (words.FOLDED, words.STEM)
    return _one(Has(index_word(kind, start), begins=True) for kind in kinds)


def _known(meta: Meta, languages: tuple[str, ...]) -> Condition:
    value = meta.value
    match meta.key:
        case "lang":
            return ALWAYS if value in languages else NEVER
        case "country":
            return Has(index_word(words.COUNTRY, value))
        case "site":
            return Has(index_word(words.SITE, value))
        case "source" | "author" as key:
            kind = words.SOURCE if key == "source" else words.AUTHOR
            return _all(Has(index_word(kind, word)) for word in name_key(value).split())
        case "entity":
            names = {entity_key(value, language) for language in languages}
            by_name = [Has(index_word(words.ENTITY_NAME, name)) for name in sorted(names)]
            return _one([Has(index_word(words.ENTITY_ID, value.lower())), *by_name])


def _all(parts: Iterable[Condition]) -> Condition:
    kept: dict[Condition, None] = {}
    for part in parts:
        if part == NEVER:
            return NEVER
        kept.update(dict.fromkeys(part.parts if isinstance(part, AllOf) else (part,)))
    return next(iter(kept)) if len(kept) == 1 else AllOf(tuple(kept))


def _one(parts: Iterable[Condition]) -> Condition:
    kept: dict[Condition, None] = {}
    for part in parts:
        if part == ALWAYS:
            return ALWAYS
        kept.update(dict.fromkeys(part.parts if isinstance(part, OneOf) else (part,)))
    return next(iter(kept)) if len(kept) == 1 else OneOf(tuple(kept))
