"""Restores the half-spaces (ZWNJ) that Persian text lost on its way.

A word often printed is parted as it was mostly printed; one that is listed without half-spaces
stays; of the rest a trained balance of traits decides, and a word that it does not know keeps
its letters together unless an affix speaks for itself.
"""

import itertools
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from dideban.text import half_space_features, half_space_model, lexicon, suffixes
from dideban.text.evidence import Cuts, Evidence
from dideban.text.half_space_model import Model
from dideban.text.lexicon import ZWNJ

MIN_LETTERS: Final = 3
MAX_LETTERS: Final = 40
"""Longer runs of letters are no Persian words; looking at them would cost without use."""
OFTEN_PRINTED: Final = 3
"""A word met this often in right text is parted as it mostly was there."""
SURE: Final = 2.0
"""Log-odds asked for in text that keeps its own half-spaces: its author meant the rest."""
STRANGE: Final = 2.5
"""Log-odds asked for before a short tail of a word no list knows: it is mostly a foreign name."""
_PLURALS: Final = ("ها", "های", "هایی")
"""Lists hold some plurals as careless writers join them («همکاریها»); of these they decide none."""
_ARTICLE: Final = "ال"
"""Nobody means «بینالمللی» to be joined."""
_SHORT_TAIL: Final = 3
_WITH_ENDING: Final = 1.0
"""Log-odds that a known compound loses where its second word has an ending («دانش آموزانی»)."""
_LEAST_PIECE: Final = 2
"""«حرف‌ه‌ای» is no word: two half-spaces have two letters between them."""
_LONGEST_ENDING: Final = 4
"""Letters of an ending that is written joined to the second word of a compound."""
_SHORTEST_COMPOUND: Final = 6
"""Letters of two words as one, where no list has it; «به‌ام» would be noise."""


class Restorer:
    """Finds where half-spaces belong; safe to share between threads."""

    def __init__(self, evidence: Evidence, model: Model) -> None:
        self._known = evidence
        self._in_word, self._wavering = model.in_word, model.wavering
        self._between = model.between
        self.cuts = lru_cache(maxsize=50_000)(self._cuts)
        self.sure_cuts = lru_cache(maxsize=10_000)(self._sure_cuts)
        self.wavering_cuts = lru_cache(maxsize=5_000)(self._wavering_cuts)
        self.join_odds = lru_cache(maxsize=30_000)(self._join_odds)

    def is_verb(self, letters: str) -> bool:
        """Say whether a word that begins with می or its negative is a verb some list has."""
        return self._known.verb(letters) is not None or self._known.cuts_listed(letters) is not None

    def wavers(self, letters: str) -> bool:
        """Say whether only its neighbours tell how the word parts."""
        return letters.endswith("های") and self._known.wavers(letters)

    def _cuts(self, letters: str) -> Cuts:
        """Return how many letters stand before each half-space of a word given by its key."""
        if not MIN_LETTERS <= len(letters) <= MAX_LETTERS:
            return ()
        if perfect := self._perfect(letters):
            return perfect
        seen = self._known.seen.get(letters)
        if seen is not None and seen.times >= OFTEN_PRINTED:
            return seen.cuts
        listed = self._listed(letters)
        return self._decided(letters, 0.0) if listed is None else listed

    def _perfect(self, letters: str) -> Cuts:
        """Part «شده‌است»: print writes two words, so the training text has none of these."""
        stem = letters.removesuffix("است")
        if stem == letters or not stem.endswith("ه"):
            return ()
        return self._known.verb(f"{stem}اند") or ()

    def _listed(self, letters: str) -> Cuts | None:
        """Return how a word is listed, where it is listed in one way only."""
        known = self._known
        plain, cuts = known.is_listed(letters), known.cuts_listed(letters)
        if plain and cuts is None and known.verb(letters) is None:
            doubt = letters.endswith(_PLURALS) or letters in known.seen or known.compound(letters)
            return None if doubt else ()
        return cuts if not plain and letters not in known.seen else None

    def _sure_cuts(self, letters: str) -> Cuts:
        """Return only what is beyond doubt, for text that has half-spaces of its own."""
        found = self._cuts(letters)
        if not found or not self._inflects(letters, found):
            return ()
        return found if self._decided(letters, SURE) == found else ()

    def _inflects(self, letters: str, cuts: Cuts) -> bool:
        first, *rest = lexicon.pieces(letters, cuts)
        if first.endswith("می"):
            return True
        return all(piece in suffixes.INFLECTIONAL or piece.startswith(_ARTICLE) for piece in rest)

    def _decided(self, letters: str, least: float) -> Cuts:
        strange = not self._known.knows(letters) and letters not in self._known.seen
        places = self._plausible(letters) if strange else range(1, len(letters))
        if not places:
            return ()
        found: list[tuple[int, float]] = []
        for place, traits in half_space_features.in_word(letters, places, self._known):
            odds = self._in_word.score(traits)
            if odds <= (max(least, STRANGE) if strange and _is_tail(letters[place:]) else least):
                continue
            if found and place - found[-1][0] < _LEAST_PIECE:
                if odds <= found[-1][1]:
                    continue
                found.pop()
            found.append((place, odds))
        cuts = _with_one_plural(letters, tuple(place for place, _ in found))
        if not self._has_stem(letters, cuts):
            return ()
        return self._with_cuts_of_stem(letters, cuts)

    def _plausible(self, letters: str) -> list[int]:
        """Return the places with something known beside them: strangers are costly to weigh."""
        is_piece, compound = self._known.is_piece, len(letters) >= _SHORTEST_COMPOUND
        found: list[int] = []
        start = 0
        last = len(letters) - _LEAST_PIECE
        for place in range(_LEAST_PIECE, len(letters)):
            tail = letters[place:]
            if letters[place - 1] in suffixes.NON_JOINING or self._only_looks_so(letters, place):
                continue
            ends = tail in suffixes.INFLECTIONAL and (found or self._is_word(letters[:place]))
            parts = (
                compound
                and place <= last
                and (is_piece(letters[:place]) or (start and is_piece(letters[start:place])))
                and self._begins_with_piece(tail)
            )
            if ends or parts:
                found.append(place)
            if parts:
                start = place
        return found

    def _only_looks_so(self, letters: str, place: int) -> bool:
        """Say whether what looks like a comparative there is none: «والتری» of no «وال‌تر»."""
        if letters[place:] not in suffixes.COMPARATIVE_ENDED:
            return False
        return place not in self.cuts(letters[:place] + suffixes.COMPARATIVE_BARE)

    def _begins_with_piece(self, letters: str) -> bool:
        """Say whether the letters are a word, or one with something that may be an ending."""
        if self._known.is_piece(letters):
            return True
        shortest = max(MIN_LETTERS, len(letters) - _LONGEST_ENDING)
        return any(self._known.is_piece(letters[:end]) for end in range(shortest, len(letters)))

    def _with_cuts_of_stem(self, letters: str, cuts: Cuts) -> Cuts:
        """Before an ending a word parts as it does without one: «گردهمایی‌های»."""
        stem = letters[: cuts[-1]]
        if letters[cuts[-1] :] not in suffixes.INFLECTIONAL or self.wavers(stem):
            return cuts
        return (*self.cuts(stem), cuts[-1])

    def _has_stem(self, letters: str, cuts: Cuts) -> bool:
        """Say whether something before the endings is a word; a stranger keeps its letters."""
        stems = itertools.takewhile(
            lambda piece: piece not in suffixes.INFLECTIONAL, lexicon.pieces(letters, cuts)
        )
        return bool(cuts) and any(map(self._is_word, stems))

    def _is_word(self, letters: str) -> bool:
        """Say whether the letters are a word, or two that are written as one (زیرعبارت)."""
        known = self._known
        return (
            bool(known.part(letters))
            or known.knows(letters)
            or any(
                known.is_listed(letters[:place]) and known.is_listed(letters[place:])
                for place in range(MIN_LETTERS, len(letters) - MIN_LETTERS + 1)
            )
        )

    def _wavering_cuts(self, letters: str, before: str, after: str, gap: str) -> Cuts:
        """Return how a wavering word parts between the keys of its neighbours."""
        traits = half_space_features.of_wavering(letters, before, after, gap, self._known)
        stem = letters.removesuffix("های")
        if self._wavering.score(traits) > 0:
            return (*self.cuts(stem + "ه"), len(stem) + 1)
        inner = self.cuts(stem)
        return inner if stem[-1] in suffixes.NON_JOINING else (*inner, len(stem))

    def _join_odds(self, left: str, right: str, before: str, after: str) -> float:
        """Return the log-odds that a space between two keys stands for a half-space.

        `left` may hold half-spaces that were found before it; `before` and `after` are the keys
        of the words around the two, empty at a sign or an end.
        """
        odds = self._weighed(left, right, before, after)
        first = left.replace(ZWNJ, "")
        for bare in suffixes.without_attached(right):
            if self._known.is_compound(first, bare):
                return max(odds, self._weighed(left, bare, before, after) - _WITH_ENDING)
        return odds

    def _weighed(self, left: str, right: str, before: str, after: str) -> float:
        traits = half_space_features.between(left, right, before, after, self._known)
        return self._between.score(traits)

    def may_be_one(self, last: str, right: str) -> bool:
        """Say whether a piece and the word after it may be one: two strangers never are.

        To weigh them would be costly.
        """
        known = self._known
        return known.knows(right) or right in known.parts or known.is_piece(last)


def _with_one_plural(letters: str, cuts: Cuts) -> Cuts:
    """No plural has another: «حرف‌های‌ها» is «حرفه‌ای‌ها»."""
    if len(cuts) < len("ab"):
        return cuts
    last, end = cuts[-2:]
    if letters[last:end] == "های" and letters[end:] in suffixes.PLURAL:
        return (*cuts[:-2], last + 1, end)
    return cuts


def _is_tail(piece: str) -> bool:
    return len(piece) <= _SHORT_TAIL and piece not in suffixes.INFLECTIONAL


def parted(word: str, cuts: Iterable[int]) -> str:
    """Return a word with ZWNJ at its cuts."""
    done, parts = 0, []
    for cut in cuts:
        parts.append(word[done:cut])
        done = cut
    return ZWNJ.join([*parts, word[done:]])


@cache
def restorer() -> Restorer:
    """Return the shared restorer, reading the lists the first time (about 0.7 s)."""
    model = half_space_model.load()
    return Restorer(half_space_model.evidence(lexicon.load(), model), model)
