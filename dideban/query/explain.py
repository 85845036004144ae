"""Why a query matched, in clauses and words of the original, and why another did not."""

from dataclasses import replace
from typing import Final

from msgspec.structs import replace as restructured

from dideban.query.canonical import render
from dideban.query.guards import leaves, on_facts
from dideban.query.reading import Occurrence, Reading
from dideban.query.shape import as_one, within
from dideban.query.stretches import FIELDS, Word
from dideban.query.tree import (
    And,
    AnyOf,
    Atom,
    Chain,
    Found,
    Meta,
    Node,
    Not,
    Or,
    Place,
    Prefix,
    Saved,
    Term,
    Topic,
)
from schemas.matches import Clause, Highlight

MAX_HIGHLIGHTS: Final = 500
"""More marks help no reader, and a match must stay far below a broker's limit of 1 MB."""

type Reason = Atom | And
"""What makes a tree hold: an atom, or the words that a pack looks for together."""

type Fired = tuple[Reason, str | None]
"""A reason that holds, and the pack it stands in, if any."""


def reasons(tree: Node, reading: Reading) -> tuple[tuple[Clause, ...], tuple[Highlight, ...]]:
    """Return the clauses of a matching tree that fired, and their words in the original."""
    atoms = list(dict.fromkeys(fired(tree, reading)))
    told = dict.fromkeys((render(narrowed(atom, reading)), pack) for atom, pack in atoms)
    ordered = sorted(told, key=lambda each: (each[1] or "", each[0]))
    clauses = tuple(Clause(text=text, pack=pack) for text, pack in ordered)
    words: set[int] = set()
    for atom, _ in atoms:
        words |= words_of_reason(atom, reading)
    return clauses, highlighted([reading.document.words[i] for i in sorted(words)])


def words_of_reason(reason: Node, reading: Reading) -> set[int]:
    """Return by which of the article's words the reason holds, as indices into them."""
    found = [leaf for leaf in leaves(reason) if isinstance(leaf, Found)]
    spans = [span for each in found for span in reading.occurrences(each.span, each.place)]
    return {i for first, last in spans for i in range(first, last + 1)}


def fired(  # noqa: PLR0911 - one return a kind of node
    node: Node, reading: Reading, pack: str | None = None
) -> list[Fired]:
    """Return what makes the tree hold; nothing for what does not hold or is negated.

    Words that a pack looks for together are one reason, as a reader would tell it.
    """
    if isinstance(node, Not) or not reading.holds(node):
        return []
    match node:
        case And(children) if pack is not None and (pattern := _together(children)):
            return [(pattern, pack)]
        case And(children) | Or(children):
            return [found for child in children for found in fired(child, reading, pack)]
        case Topic(name, place, tree) if tree is not None:
            return fired(within(tree, place), reading, pack or name)
        case Saved(_, tree) if tree is not None:
            return fired(tree, reading, pack)
        case Meta() if pack is not None:
            return []
        case _:
            return [(node, pack)]


def _together(children: tuple[Node, ...]) -> And | None:
    """Return the words among the parts, where what is wanted is several words and no more."""
    wanted = [each for each in children if not isinstance(each, Not) and not on_facts(each)]
    words = tuple(found for each in wanted if (found := as_one(each)) is not None)
    return And(words) if len(wanted) == len(words) > 1 else None


def narrowed(reason: Node, reading: Reading) -> Node:
    """Return the reason without the alternatives that did not occur."""
    match reason:
        case And(children):
            return And(tuple(narrowed(child, reading) for child in children))
        case Found(AnyOf() as options, place):
            there = set(reading.occurrences(options, place))
            return restructured(reason, span=occurring(options, there, place, reading))
        case Found(Chain(operands, links) as chain, place):
            levels = reading.chain_levels(chain, place)
            kept = (
                occurring(operand, set(level), place, reading)
                for operand, level in zip(operands, levels, strict=True)
            )
            return restructured(reason, span=Chain(tuple(kept), links))
        case _:
            return reason


def occurring(
    words: Term | Prefix | AnyOf, there: set[Occurrence], place: Place | None, reading: Reading
) -> Term | Prefix | AnyOf:
    """Return the words without alternatives that are not `there`, or are so by others already."""
    if not isinstance(words, AnyOf):
        return words
    kept: list[Term | Prefix] = []
    left = set(there)
    for option in words.options:
        here = left.intersection(reading.occurrences(option, place))
        if here:
            kept.append(option)
            left -= here
    return kept[0] if len(kept) == 1 else AnyOf(tuple(kept))


def highlighted(words: list[Word]) -> tuple[Highlight, ...]:
    """Return the first words as spans of the original, in reading order, each place once.

    Parts of one written word («بین» and «المللی» of «بینالمللی») make one span.
    """
    marks: list[Highlight] = []
    for word in sorted(words, key=lambda w: (FIELDS.index(w.field), w.token.start, w.token.end)):
        token = word.token
        last = marks[-1] if marks and marks[-1].field == word.field else None
        if last is not None and token.start <= last.end:
            text = last.text + token.text[last.end - token.start :]
            marks[-1] = replace(last, end=max(last.end, token.end), text=text)
        else:
            marks.append(
                Highlight(field=word.field, start=token.start, end=token.end, text=token.text)
            )
    return tuple(marks[:MAX_HIGHLIGHTS])
