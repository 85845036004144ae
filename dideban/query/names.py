"""The names a query may refer to: topic packs and the owner's saved queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from dideban.query.tree import Node

_ALIKE: Final = 0.5
_BEGINNING: Final = 3


@dataclass(frozen=True, slots=True)
class Names:
    """Trees of topic packs by name, and texts of the owner's saved queries by name."""

    packs: Mapping[str, Node] = field(default_factory=dict)
    saved: Mapping[str, str] = field(default_factory=dict)


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name` or begun by it, or `None` when none is like it."""
    low = name.lower()
    every = sorted(known)
    found = get_close_matches(low, every, n=1, cutoff=_ALIKE)
    begun = (each for each in every if len(low) >= _BEGINNING and each.lower().startswith(low))
    return found[0] if found else next(begun, None)
