"""What is known of Persian words when half-spaces are looked for: lists, and counts of print.

The word lists are hazm's (see lexicon) and Lilak's; the counts are of sentences whose
half-spaces are right. dideban/models/half_space.md says where each comes from.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, NamedTuple

from dideban.text import suffixes
from dideban.text.lexicon import Compound, Lexicon

type Cuts = tuple[int, ...]
"""How many letters stand before each half-space of a word."""


class Seen(NamedTuple):
    """A word as it was most often printed: where it parts, and how often it was met at all."""

    cuts: Cuts
    times: int


class Roles(NamedTuple):
    """How often a piece was printed as a word by itself, and before and after a half-space."""

    alone: int = 0
    first: int = 0
    later: int = 0


_NO_ROLE: Final = Roles()


@dataclass(frozen=True)
class Evidence:
    """Everything known, by key (lexicon.key)."""

    lexicon: Lexicon
    seen: Mapping[str, Seen]
    parts: Mapping[str, int]
    """How often a piece between half-spaces, or a whole word without any, was printed."""
    apart: Mapping[tuple[str, str], int]
    """How often two words stood apart that are also known as one word with a half-space."""
    listed: AbstractSet[str]
    listed_cuts: Mapping[str, Cuts]
    roles: Mapping[str, Roles]
    """How often a piece was printed alone and in words of several."""
    compounding: Mapping[str, tuple[int, int]]
    """How many listed words with half-spaces begin with a piece, and how many end with it."""

    def count(self, letters: str) -> int:
        """Return how often a plain word occurs on the web; 0 of an unknown one."""
        return self.lexicon.plain.get(letters, 0)

    def part(self, letters: str) -> int:
        """Return how often the letters were printed as a piece of their own."""
        return self.parts.get(letters, 0)

    def compound(self, letters: str) -> Compound | None:
        """Return hazm's entry of a word that it writes with half-spaces."""
        return self.lexicon.compounds.get(letters)

    def verb(self, letters: str) -> Cuts | None:
        """Return where a verb form parts."""
        return self.lexicon.verb_cuts.get(letters)

    def printed(self, letters: str) -> Seen | None:
        """Return how a word was mostly printed; None of one that was not."""
        return self.seen.get(letters)

    def role(self, piece: str) -> Roles:
        """Return how often a piece was printed alone, first and later in a word."""
        return self.roles.get(piece, _NO_ROLE)

    def compounds_with(self, piece: str) -> tuple[int, int]:
        """Return how many listed words begin with a piece, and how many end with it."""
        return self.compounding.get(piece, (0, 0))

    def is_listed(self, letters: str) -> bool:
        """Say whether Lilak lists the word without a half-space."""
        return letters in self.listed

    def cuts_listed(self, letters: str) -> Cuts | None:
        """Return where a word parts that Lilak lists with half-spaces."""
        return self.listed_cuts.get(letters)

    def is_compound(self, first: str, second: str) -> bool:
        """Say whether a list has the two as one word that parts between them, or print had."""
        whole, place = first + second, len(first)
        compound, seen = self.compound(whole), self.printed(whole)
        return (
            (compound is not None and place in compound.cuts)
            or (seen is not None and place in seen.cuts)
            or place in (self.cuts_listed(whole) or ())
        )

    def knows(self, letters: str) -> bool:
        """Say whether some list has the word, however written."""
        return (
            letters in self.lexicon.plain
            or letters in self.lexicon.compounds
            or letters in self.listed
            or letters in self.listed_cuts
            or letters in self.lexicon.verb_cuts
        )

    def is_piece(self, letters: str) -> bool:
        """Say whether the letters are a word by themselves, or were printed as a piece of one."""
        return letters in self.lexicon.plain or letters in self.parts or letters in self.listed

    def wavers(self, letters: str) -> bool:
        """Say whether a word may be a plural in «های» or an «ای» after a silent ه.

        «حرفهای» is «حرف‌های» (words of) or «حرفه‌ای» (professional); only its neighbours tell.
        """
        stem = letters.removesuffix("های")
        if stem == letters or len(stem) < suffixes.MIN_STEM:
            return False
        if stem[-1] not in suffixes.NON_JOINING and self._is_one(letters, len(stem)):
            return False
        return all(word in self.listed or word in self.lexicon.plain for word in (stem, stem + "ه"))

    def _is_one(self, letters: str, stem: int) -> bool:
        """Say whether the word was printed in one piece, or has a ی after one («انتهای»)."""
        seen = self.seen.get(letters)
        if seen is not None and not {stem, stem + 1} & set(seen.cuts):
            return True
        return letters[:-1] in self.listed
