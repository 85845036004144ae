"""One text for all equal queries: flat, sorted, without repetition, in one notation."""

import re
from typing import Final

from dideban.query.lexer import is_plain
from dideban.query.shape import conjunction, disjunction
from dideban.query.tree import (
    And,
    AnyOf,
    Bound,
    Chain,
    Found,
    Link,
    Meta,
    MetaKey,
    Node,
    Not,
    Or,
    Prefix,
    Published,
    Saved,
    Span,
    StorySources,
    Term,
    Topic,
)

_ID: Final = re.compile(r"[a-z0-9]+:\S+")
_NO_VALUE: Final = re.compile(r"""[\s()\[\]&|!",،;]""")
_SPECIAL: Final = re.compile(r"""[\s()\[\]&|!:"“”„‟＂«»‹›*@>?؟]""")
_CASE_DIFFERS: Final = re.compile("[Iİ]")
"""Letters whose lower case is another one in Turkish and Azerbaijani."""


def render(node: Node) -> str:
    """Return the canonical text of a tree."""
    return _text(simplified(node))


def written_text(node: Node) -> str:
    """Return the text of a tree in the order and the letters of whoever wrote it."""
    return _text(_unfolded(node))


def _unfolded(node: Node) -> Node:
    """Return the tree with alternatives of words as a node of their own, as they are written."""
    match node:
        case Not(child):
            return Not(_unfolded(child))
        case And(children) | Or(children):
            return type(node)(tuple(map(_unfolded, children)))
        case Found(AnyOf(options), place, 1):
            return Or(tuple(Found(option, place) for option in options))
        case _:
            return node


def simplified(node: Node) -> Node:  # noqa: PLR0911 - one return a kind of node
    """Return the tree flat, sorted and without repetition, double negation resolved."""
    match node:
        case Found(AnyOf(options), place, 1):
            parts = [simplified(Found(option, place)) for option in options]
            return disjunction(_sorted(disjunction(list(parts))))
        case Found(span, place, at_least):
            simple = _span(span)
            return node if simple is span else Found(simple, place, at_least)
        case Not(Not(child)):
            return simplified(child)
        case Not(child):
            inner = simplified(child)
            return inner.child if isinstance(inner, Not) else Not(inner)
        case And(children):
            return conjunction(_sorted(conjunction([simplified(c) for c in children])))
        case Or(children):
            return disjunction(_sorted(disjunction([simplified(c) for c in children])))
        case _:
            return node


def _sorted(node: Node) -> list[Node]:
    children = node.children if isinstance(node, And | Or) else (node,)
    return sorted(dict.fromkeys(children), key=_rank)


def _rank(node: Node) -> tuple[bool, str]:
    text = _text(node)
    return text.startswith("NOT "), text


def _span(span: Span) -> Span:
    if isinstance(span, Chain):
        return Chain(tuple(_words(operand) for operand in span.operands), span.links)
    return _words(span)


def _words(words: Term | Prefix | AnyOf) -> Term | Prefix | AnyOf:
    if not isinstance(words, AnyOf):
        return _word(words)
    unique = {_span_text(word): word for word in map(_word, words.options)}
    ordered = tuple(unique[text] for text in sorted(unique))
    return ordered[0] if len(ordered) == 1 else AnyOf(ordered)


def _word(word: Term | Prefix) -> Term | Prefix:
    lower = _lower(word.text)
    if lower == word.text:
        return word
    if isinstance(word, Prefix):
        return Prefix(lower)
    return word if word.cased else Term(lower, exact=word.exact)


def _lower(text: str) -> str:
    return text if _CASE_DIFFERS.search(text) else text.lower()


def _text(node: Node) -> str:  # noqa: PLR0911 - one return a kind of node
    match node:
        case And(children):
            return " AND ".join(_grouped(child) for child in children)
        case Or(children):
            return " OR ".join(_grouped(child) for child in children)
        case Not(child):
            return f"NOT {_grouped(child)}"
        case Found():
            return _found(node)
        case Meta(key, value):
            return f"{key}:{_value(key, value)}"
        case Published(start, end):
            return f"published:[{_bound(start)} TO {_bound(end)}]"
        case StorySources(comparison, count):
            return f"story.sources{comparison}{count}"
        case Topic(name, place):
            return f"{place}:topic:{name}" if place else f"topic:{name}"
        case Saved(name):
            return f"@{name}"


def _grouped(node: Node) -> str:
    text = _text(node)
    return f"({text})" if isinstance(node, And | Or) else text


def _found(found: Found) -> str:
    text = _span_text(found.span)
    grouped = f"({text})" if isinstance(found.span, Chain | AnyOf) else text
    if found.at_least > 1:
        text = grouped = f"atleast{found.at_least}:{grouped}"
    return f"{found.place}:{grouped}" if found.place else text


def _span_text(span: Span) -> str:
    match span:
        case Term(text, exact, cased):
            mode = "cs:" if cased else "exact:" if exact else ""
            return mode + _quoted(text)
        case Prefix(text):
            return f"{text}*"
        case AnyOf(options):
            return " OR ".join(map(_span_text, options))
        case Chain(operands, links):
            parts = [_in_chain(operands[0])]
            for link, operand in zip(links, operands[1:], strict=True):
                parts += [_link(link), _in_chain(operand)]
            return " ".join(parts)


def _in_chain(span: Span) -> str:
    return f"({_span_text(span)})" if isinstance(span, AnyOf) else _span_text(span)


def _link(link: Link) -> str:
    return "SAME" if link.kind == "SAME" else f"{link.kind}/{link.distance}"


def _quoted(text: str) -> str:
    if text.isalpha() and not text.isupper():
        return text
    plain = not _SPECIAL.search(text) and not text.startswith("-") and is_plain(text)
    return text if plain else f'"{text}"'


def _value(key: MetaKey, text: str) -> str:
    is_id = key == "entity" and _ID.fullmatch(text) is not None
    plain = not _NO_VALUE.search(text) and (is_id or is_plain(text))
    return text if plain else f'"{text}"'


def _bound(bound: Bound | None) -> str:
    return "*" if bound is None else bound.text
