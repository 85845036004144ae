"""The naive evaluator that says what the engine ought to find: the meaning of the language.

It tries every word and every combination, and shares no matching code with the engine.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise, product

from dideban.query.document import Document
from dideban.query.metadata import known
from dideban.query.shape import within
from dideban.query.stretches import Word
from dideban.query.terms import Form, capitals, folded_prefix, variants
from dideban.query.tree import (
    And,
    AnyOf,
    Chain,
    Found,
    Link,
    Node,
    Not,
    Or,
    Prefix,
    Saved,
    Span,
    Term,
    Topic,
)

type Words = tuple[Word, ...]


def holds(node: Node | None, doc: Document, now: datetime) -> bool:  # noqa: PLR0911 - one return a kind of node
    """Tell whether the tree holds for the document at the time `now` (aware UTC)."""
    match node:
        case Found(span, place, at_least):
            words = tuple(w for w in doc.words if place is None or place in w.places)
            return len({o[0] for o in _spans(span, words, doc.languages)}) >= at_least
        case Not(child):
            return not holds(child, doc, now)
        case And(children):
            return all(holds(child, doc, now) for child in children)
        case Or(children):
            return any(holds(child, doc, now) for child in children)
        case Topic(_, place, tree):
            return tree is not None and holds(within(tree, place), doc, now)
        case Saved(_, tree):
            return holds(tree, doc, now)
        case _:
            return node is not None and known(node, doc, now)


def _spans(span: Span, words: Words, languages: tuple[str, ...]) -> Iterator[Words]:
    match span:
        case Prefix(text):
            starts = tuple(folded_prefix(text, language) for language in languages)
            yield from ((w,) for w in words if w.token.folded.startswith(starts))
        case AnyOf(options):
            yield from (o for option in options for o in _spans(option, words, languages))
        case Chain(operands, links):
            for path in product(*(_spans(operand, words, languages) for operand in operands)):
                if all(_linked(k, *pair) for k, pair in zip(links, pairwise(path), strict=True)):
                    yield path[0]
        case Term():
            for forms in (f for language in languages for f in variants(span.text, language)):
                for run in zip(*(words[i:] for i in range(len(forms))), strict=False):
                    if _adjacent(run) and all(map(_same, [span] * len(run), forms, run)):
                        yield run


def _adjacent(run: Words) -> bool:
    return all(b.position - a.position == 1 for a, b in pairwise(run))


def _same(term: Term, form: Form, word: Word) -> bool:
    if not term.exact:
        return form.stem == word.token.stem
    case_kept = not term.cased or capitals(word.token.text) == form.capitals
    return form.folded == word.token.folded and case_kept


def _linked(link: Link, left: Words, right: Words) -> bool:
    if link.kind == "SAME":
        apart = max(right[0].position - left[-1].position, left[0].position - right[-1].position)
        return left[0].sentence == right[0].sentence and apart > 0
    after, before = right[0].position - left[-1].position, left[0].position - right[-1].position
    return 0 < after <= link.distance or (link.kind == "NEAR" and 0 < before <= link.distance)
