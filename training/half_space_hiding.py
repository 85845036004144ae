"""Evidence that leaves out what an example itself adds, so that training meets it as new."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from dideban.text.evidence import Cuts, Evidence, Roles, Seen
from dideban.text.lexicon import Compound


@dataclass(frozen=True)
class Hiding(Evidence):
    """Evidence that does not know one word, for training on it as on a stranger."""

    hidden: str = ""
    fewer: Mapping[str, int] = field(default_factory=dict)

    def count(self, letters: str) -> int:
        """Leave the hidden word out."""
        return 0 if letters == self.hidden else super().count(letters)

    def part(self, letters: str) -> int:
        """Leave out what the word itself adds."""
        return max(0, super().part(letters) - self.fewer.get(letters, 0))

    def compound(self, letters: str) -> Compound | None:
        """Leave the hidden word out."""
        return None if letters == self.hidden else super().compound(letters)

    def verb(self, letters: str) -> Cuts | None:
        """Leave the hidden word out."""
        return None if letters == self.hidden else super().verb(letters)

    def is_listed(self, letters: str) -> bool:
        """Leave the hidden word out."""
        return letters != self.hidden and super().is_listed(letters)

    def cuts_listed(self, letters: str) -> Cuts | None:
        """Leave the hidden word out."""
        return None if letters == self.hidden else super().cuts_listed(letters)


@dataclass(frozen=True)
class Lessened(Evidence):
    """Evidence without what one occurrence itself adds to the counts."""

    instead: Mapping[str, Seen | None] = field(default_factory=dict)
    less: Mapping[str, Roles] = field(default_factory=dict)

    def printed(self, letters: str) -> Seen | None:
        """Leave the occurrence out."""
        return self.instead[letters] if letters in self.instead else super().printed(letters)

    def role(self, piece: str) -> Roles:
        """Leave the occurrence out."""
        less = self.less.get(piece, Roles())
        return Roles(
            *(max(0, count - one) for count, one in zip(super().role(piece), less, strict=True))
        )


def without(
    known: Evidence, instead: Mapping[str, Seen | None], less: Mapping[str, Roles]
) -> Lessened:
    """Return the evidence but for one occurrence of a word or of two."""
    return Lessened(*_columns(known), instead, less)


def hiding(known: Evidence, hidden: str, fewer: Mapping[str, int]) -> Hiding:
    """Return the evidence without one word, and with fewer of some pieces."""
    return Hiding(*_columns(known), hidden, fewer)


def _columns(known: Evidence) -> tuple[Any, ...]:
    return tuple(getattr(known, column.name) for column in fields(Evidence))
