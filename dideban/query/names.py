"""The names a query may refer to: topic packs and the owner's saved queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from dideban.query.tree import Node


@dataclass(frozen=True, slots=True)
class Names:
    """Trees of topic packs by name, and texts of the owner's saved queries by name."""

    packs: Mapping[str, Node] = field(default_factory=dict)
    saved: Mapping[str, str] = field(default_factory=dict)


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, or `None` when none is like it."""
    found = get_close_matches(name.lower(), list(known), n=1, cutoff=0.5)
    return found[0] if found else None
