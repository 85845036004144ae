"""Queries as numbers: one form for equal queries, a fraction of the size of their trees.

A form is the number of a leaf, the complement (`~`) of it where the leaf must not hold, or a kind
followed by forms, sorted and each once.
"""

from array import array
from collections.abc import Callable, Iterable
from typing import Any, Final

from dideban.query.engine.leaves import Leaves
from dideban.query.tree import And, AnyOf, Found, Node, Not, Or, Saved, Term

type Form = int | tuple[Any, ...]

AND: Final = "and"
OR: Final = "or"
NOT: Final = "not"

_KINDS: Final = (AND, OR, NOT)
_KIND_MASK: Final = 3
_LEAF: Final = 3
_PLAIN: Final = 4
"""Every part is the number of a leaf, or the complement of one."""
_HEAD_BITS: Final = 3


def form_of(node: Node, leaves: Leaves) -> Form:  # noqa: PLR0911 - one return a kind of node
    """Return the form of a tree; leaves that nobody asked for yet are numbered."""
    if isinstance(node, Found) and isinstance(node.span, Term):
        return leaves.number(node)  # told first, since most nodes are words
    if isinstance(node, And):  # a pattern would take several times as long
        return joined(AND, [form_of(child, leaves) for child in node.children])
    if isinstance(node, Or):
        return joined(OR, [form_of(child, leaves) for child in node.children])
    if isinstance(node, Not):
        return negated(form_of(node.child, leaves))
    match node:
        case Found(AnyOf(options), place, 1):
            return joined(OR, [leaves.number(Found(option, place)) for option in options])
        case Saved(_, tree) if tree is not None:
            return form_of(tree, leaves)
        case _:
            return leaves.number(node)


def packed(forms: Iterable[Form]) -> bytes:
    """Return the forms one after the other as bytes."""
    values = array("i")
    for form in forms:
        _pack(form, values)
    return values.tobytes()


def _pack(form: Form, values: "array[int]") -> None:
    if isinstance(form, int):
        values.extend((_LEAF, form))
        return
    kind, *parts = form
    head = _KINDS.index(kind) | len(parts) << _HEAD_BITS
    if all(isinstance(part, int) for part in parts):
        values.append(head | _PLAIN)
        values.extend(parts)
        return
    values.append(head)
    for part in parts:
        _pack(part, values)


def unpacked(values: bytes, leaves: int) -> list[Form]:
    """Return the forms that were packed, which are over so many leaves."""
    # One object for each number, as there is where forms are made of trees.
    shared = [*range(leaves), *range(-leaves, 0)].__getitem__
    read = array("i", values).tolist()
    forms, at = [], 0
    while at < len(read):
        form, at = _unpack(read, at, shared)
        forms.append(form)
    return forms


def _unpack(read: list[int], at: int, shared: Callable[[int], int]) -> tuple[Form, int]:
    head = read[at]
    if head == _LEAF:
        return shared(read[at + 1]), at + 2
    count, kind = head >> _HEAD_BITS, _KINDS[head & _KIND_MASK]
    at += 1
    if head & _PLAIN:
        return (kind, *map(shared, read[at : at + count])), at + count
    parts: list[Form] = []
    for _ in range(count):
        part, at = _unpack(read, at, shared)
        parts.append(part)
    return (kind, *parts), at


def tree_of(form: Form, leaves: Leaves) -> Node:
    """Return the tree of a form."""
    if isinstance(form, int):
        return leaves[form].tree if form >= 0 else Not(leaves[~form].tree)
    kind, *parts = form
    trees = tuple(tree_of(part, leaves) for part in parts)
    match kind:
        case "and":
            return And(trees)
        case "or":
            return Or(trees)
        case _:
            return Not(trees[0])


def joined(kind: str, parts: Iterable[Form]) -> Form:
    """Return the forms joined by a kind, flat."""
    every: set[Form] = set()
    for part in parts:
        if isinstance(part, tuple) and part[0] == kind:
            every.update(part[1:])
        else:
            every.add(part)
    if len(every) == 1:
        return every.pop()
    plain = tuple not in map(type, every)
    return (kind, *sorted(every, key=None if plain else _order))


def negated(form: Form) -> Form:
    """Return the form that holds where this one does not."""
    if isinstance(form, int):
        return ~form
    return form[1] if form[0] == NOT else (NOT, form)


def _order(form: Form) -> tuple[int, str]:
    return (form, "") if isinstance(form, int) else (0, repr(form))
