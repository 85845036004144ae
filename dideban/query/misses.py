"""The nearest miss of a clause that does not hold, in words."""

from typing import Final

from dideban.query.canonical import render
from dideban.query.metadata import values_of
from dideban.query.reading import Occurrence, Reading
from dideban.query.shape import within
from dideban.query.tree import (
    And,
    AnyOf,
    Atom,
    Chain,
    Found,
    Link,
    Meta,
    Node,
    Not,
    Or,
    Place,
    Prefix,
    Published,
    Saved,
    Span,
    StorySources,
    Term,
    Topic,
)

_MAX_PARTS: Final = 4
_FAR: Final = 1_000_000
"""More words apart than any two of one field: they stand in different fields."""


def miss(node: Node, reading: Reading) -> str:  # noqa: PLR0911 - one return a kind of node
    """Return what was missing for the tree to hold; it is known not to hold."""
    match node:
        case Not(child):
            return f"not wanted, but {_presence(child, reading)}"
        case And(children):
            failed = [child for child in children if not reading.holds(child)]
            return "; ".join(f"{render(child)}: {miss(child, reading)}" for child in failed)
        case Or(children):
            return _none_of(children, reading)
        case Topic(name, place, tree) if tree is not None:
            return f"nothing of the pack {name} was found" + _pack_hint(
                within(tree, place), reading
            )
        case Saved(_, tree) if tree is not None:
            return miss(tree, reading)
        case Found():
            return _found_miss(node, reading)
        case _:
            return _metadata_miss(node, reading)


def _presence(child: Node, reading: Reading) -> str:
    if isinstance(child, Found):
        words = {
            reading.document.words[i].token.text
            for first, last in reading.occurrences(child.span, child.place)
            for i in range(first, last + 1)
        }
        return "found: " + ", ".join(f"«{word}»" for word in sorted(words)[:_MAX_PARTS])
    return f"{render(child)} holds"


def _none_of(children: tuple[Node, ...], reading: Reading) -> str:
    shown = [f"{render(child)}: {miss(child, reading)}" for child in children[:_MAX_PARTS]]
    more = len(children) - len(shown)
    return "none of these; " + "; ".join(shown) + (f"; and {more} more" if more > 0 else "")


def _pack_hint(tree: Node, reading: Reading) -> str:
    nearest = [
        hint
        for atom in _chains(tree)
        if (hint := _chain_gap(atom.span, atom.place, reading)) is not None
    ]
    best = min(nearest, default=None)
    return "" if best is None else f"; the nearest: {best[1]}"


def _chains(node: Node) -> list[Found]:
    match node:
        case And(children) | Or(children):
            return [found for child in children for found in _chains(child)]
        case Found(span=Chain()):
            return [node]
        case _:
            return []


def _found_miss(found: Found, reading: Reading) -> str:
    where = f" in the {found.place}" if found.place else ""
    here = reading.occurrences(found.span, found.place)
    if here:
        times = len({first for first, _ in here})
        return f"found {times} of {found.at_least} times{where}"
    if found.place and (elsewhere := reading.occurrences(found.span, None)):
        field = reading.document.words[elsewhere[0][0]].field
        return f"not{where}, but in the {field}"
    if isinstance(found.span, Chain):
        gap = _chain_gap(found.span, found.place, reading)
        return gap[1] if gap else f"{_absent(found.span, found.place, reading)} not found{where}"
    if isinstance(found.span, Term) and (apart := _phrase_miss(found.span, found.place, reading)):
        return apart
    return f"not found{where}"


def _phrase_miss(term: Term, place: Place | None, reading: Reading) -> str | None:
    words = [Term(word, term.exact, term.cased) for word in term.text.split()]
    if len(words) == 1:
        return None
    missing = [word.text for word in words if not reading.occurrences(word, place)]
    if missing:
        return ", ".join(f"«{word}»" for word in missing) + " not found"
    return "its words are found, but not next to each other"


def _absent(chain: Chain, place: Place | None, reading: Reading) -> str:
    missing = [
        _name(operand) for operand in chain.operands if not reading.occurrences(operand, place)
    ]
    return ", ".join(missing)


def _chain_gap(span: Span, place: Place | None, reading: Reading) -> tuple[int, str] | None:
    """Return the smallest distance of the first broken link, and the sentence about it."""
    if not isinstance(span, Chain):
        return None
    places = [reading.occurrences(operand, place) for operand in span.operands]
    if not all(places):
        return None
    for i, link in enumerate(span.links):
        names = f"{_name(span.operands[i])} and {_name(span.operands[i + 1])}"
        pair = Chain(span.operands[i : i + 2], (link,))
        if reading.occurrences(pair, place):
            continue
        return _gap(link, names, _closest(places[i], places[i + 1], reading))
    return 0, "each pair is near enough, but no single chain of all"


def _gap(link: Link, names: str, apart: int | None) -> tuple[int, str]:
    if apart is None:
        return _FAR, f"{names} are one and the same word"
    if apart > _FAR:
        return _FAR, f"{names} stand in different fields"
    if link.kind == "SAME":
        return apart, f"{names} are not in one sentence ({apart} words apart)"
    if apart <= link.distance:
        return apart, f"{names} are {apart} words apart, but in the other order"
    asked = f"{link.kind}/{link.distance} asks for {link.distance}"
    return apart, f"{names} are {apart} words apart; {asked}"


def _closest(lefts: list[Occurrence], rights: list[Occurrence], reading: Reading) -> int | None:
    """Return the smallest distance in words of two occurrences that do not overlap."""
    words = reading.document.words
    marks = sorted([(*o, 0) for o in lefts] + [(*o, 1) for o in rights])
    best: int | None = None
    ends: dict[int, int] = {}
    for first, last, side in marks:
        end = ends.get(1 - side)
        if end is not None and end < first:
            apart = words[first].position - words[end].position
            best = apart if best is None else min(best, apart)
        ends[side] = last
    return best


def _name(span: Span) -> str:
    match span:
        case Term(text):
            return f"«{text}»"
        case Prefix(text):
            return f"«{text}…»"
        case AnyOf(options):
            return "/".join(_name(option) for option in options)
        case Chain(operands):
            return " ".join(_name(operand) for operand in operands)


def _metadata_miss(atom: Atom, reading: Reading) -> str:
    document = reading.document
    match atom:
        case Meta(key):
            return f"the article has {', '.join(values_of(key, document)) or 'none'}"
        case Published():
            at = document.published_at
            return f"published {at:%Y-%m-%d %H:%M} UTC" if at else "the article has no date"
        case StorySources():
            return f"the story has {document.story_sources} so far"
        case _:
            return "not so"
