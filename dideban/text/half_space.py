"""Restores the half-spaces (ZWNJ) that Persian text lost on its way.

Rules on a word's letters and a word list; no training. A word it does not know stays as it is,
as does every word that already has a half-space.
"""

import math
import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from dideban.text import lexicon, suffixes
from dideban.text.lexicon import Lexicon

MIN_LETTERS: Final = 3
MAX_LETTERS: Final = 40
"""Longer runs of letters are no Persian words; looking at them would cost without use."""
_MIN_VERB: Final = 5
_VERB_IS_NOUN: Final = 1_000_000
"""A word at least this common as a plain word is not read as a verb."""
_SHORT_VERB_IS_NOUN: Final = 100_000
_COMMON_BASE: Final = 10_000
_WRITTEN_JOINED: Final = re.compile("(?:هم)?(?:ان|این)(?:ها.*|که|چه|چنان|طور|گونه|جا|قدر|تر)$")
"""آنها, اینکه and their like: joined by convention though each part is a word."""
_COMMON_PART: Final = 100_000
_PREFIXED_PART: Final = 10_000
_DEEPEST: Final = 2
_HEH_RATIO: Final = 1.5
"""«منطقهای» is منطقه‌ای, not منطق‌های, when منطقه is so many times as common as منطق."""

type Cuts = tuple[int, ...]

_LONGEST_FIRST: Final = sorted(
    suffixes.PLURAL | suffixes.COMPARATIVE | suffixes.COMPARATIVE_PLURAL, key=len, reverse=True
)
_HEH_ENDINGS: Final = sorted(suffixes.AFTER_SILENT_HEH, key=len, reverse=True)
_SURE_ENDINGS: Final = frozenset({"ای", "اند", "ام", "ایم", "اید", "اش", "شان"})
_CLITICS: Final = ("شان", "مان", "تان", "ش", "م", "ت")


class Restorer:
    """Finds where half-spaces belong in single words; safe to share between threads."""

    def __init__(self, words: Lexicon) -> None:
        self._lexicon = words
        self.cuts = lru_cache(maxsize=30_000)(self._cuts)
        self.inflection_cuts = lru_cache(maxsize=10_000)(self._inflection_cuts)

    @property
    def lexicon(self) -> Lexicon:
        """The word list the rules ask."""
        return self._lexicon

    def _inflection_cuts(self, letters: str) -> Cuts:
        """Return only the half-spaces before endings and after می, for text that has its own."""
        if not MIN_LETTERS <= len(letters) <= MAX_LETTERS:
            return ()
        found = self.cuts(letters)
        return found if found and self._inflects(letters, found) else ()

    def _inflects(self, letters: str, cuts: Cuts) -> bool:
        edges = (0, *cuts, len(letters))
        parts = [letters[a:b] for a, b in pairwise(edges)]
        if parts[0].endswith("می"):
            return True
        return all(part in suffixes.PLURAL or part in _SURE_ENDINGS for part in parts[1:])

    def _cuts(self, letters: str) -> Cuts:
        """Return how many letters stand before each half-space of a word given by its key."""
        if not MIN_LETTERS <= len(letters) <= MAX_LETTERS:
            return ()
        plain = self._lexicon.count(letters)
        verb = self._verb(letters, plain)
        if verb or _WRITTEN_JOINED.match(letters):
            return verb or ()
        return self._noun(letters, plain)

    def _noun(self, letters: str, plain: int) -> Cuts:
        compound = self._lexicon.compounds.get(letters)
        base = self._base_count(letters)
        if compound and compound.count >= max(plain, base):
            return compound.cuts
        if plain > 0 or base >= _COMMON_BASE:
            return ()
        found = self._split(letters, 0)
        if found is None and compound:
            return compound.cuts
        return found or ()

    def _verb(self, letters: str, plain: int) -> Cuts | None:
        if letters.endswith("های") and self._lexicon.count(letters[:-3]) > plain:
            return None  # نهادهای is of نهاد, hardly "you have put"
        limit = _VERB_IS_NOUN if len(letters) >= _MIN_VERB else _SHORT_VERB_IS_NOUN
        if plain >= limit:
            return None
        for preverb in suffixes.PREVERBS:
            rest = letters.removeprefix(preverb)
            if rest.startswith(("می", "نمی")):
                found = self._lexicon.verb_cuts.get(rest)
                if found:
                    return tuple(len(letters) - len(rest) + c for c in found)
        return self._lexicon.verb_cuts.get(letters)

    def _base_count(self, letters: str) -> int:
        """Return the count of the commonest plain word that an attached ending leaves."""
        return max(
            (
                self._lexicon.count(letters[: -len(ending)])
                for ending in suffixes.ATTACHED
                if letters.endswith(ending) and len(letters) - len(ending) >= MIN_LETTERS
            ),
            default=0,
        )

    def _stem(self, letters: str) -> Cuts | None:
        """Return the half-spaces of a known stem, None of an unknown one."""
        compound = self._lexicon.compounds.get(letters)
        if compound and compound.count > self._lexicon.count(letters):
            return compound.cuts
        return () if letters in self._lexicon.plain else None

    def _deep_stem(self, letters: str, depth: int) -> Cuts | None:
        found = self._stem(letters)
        if found is None and depth < _DEEPEST:
            return self._split(letters, depth + 1)
        return found

    def _split(self, letters: str, depth: int) -> Cuts | None:
        for rule in (self._plural, self._after_heh, self._attached):
            found = rule(letters, depth)
            if found is not None:
                return found
        found = self._prefix(letters)
        if found is None and depth == 0:
            return self._compound(letters)
        return found

    def _plural(self, letters: str, depth: int) -> Cuts | None:
        for suffix in _LONGEST_FIRST:
            joined = suffix.replace("\u200c", "")
            size = len(letters) - len(joined)
            if size < MIN_LETTERS - 1 or not letters.endswith(joined):
                continue
            stem = letters[:size]
            if joined == "های" and self._is_silent_heh(stem):
                return (*(self._stem(stem + "ه") or ()), size + 1)
            found = self._deep_stem(stem, depth)
            if found is None:
                continue
            inner = tuple(
                size + i - n for n, i in enumerate(j for j, c in enumerate(suffix) if c == "\u200c")
            )
            if stem[-1] in suffixes.NON_JOINING:
                return found + inner
            return (*found, size, *inner)
        return None

    def _is_silent_heh(self, stem: str) -> bool:
        return self._lexicon.count(stem + "ه") > self._lexicon.count(stem) * _HEH_RATIO

    def _after_heh(self, letters: str, depth: int) -> Cuts | None:
        for suffix in _HEH_ENDINGS:
            size = len(letters) - len(suffix)
            if size < MIN_LETTERS or not letters.endswith("ه" + suffix):
                continue
            found = self._deep_stem(letters[:size], depth)
            if found is not None:
                return (*found, size)
        return None

    def _attached(self, letters: str, depth: int) -> Cuts | None:
        for suffix in suffixes.ATTACHED:
            size = len(letters) - len(suffix)
            if size <= MIN_LETTERS or not letters.endswith(suffix):
                continue
            compound = self._lexicon.compounds.get(letters[:size])
            if compound:
                return compound.cuts
            if depth < _DEEPEST and size > MIN_LETTERS + 1:
                found = self._split(letters[:size], depth + 1)
                if found is not None:
                    return found
        return None

    def _prefix(self, letters: str) -> Cuts | None:
        for prefix in suffixes.VERBAL_PREFIXES:
            if letters.startswith(prefix):
                return self._verb_with_clitic(letters)
        for prefix in suffixes.PREFIXES:
            rest = letters[len(prefix) :]
            if len(rest) < MIN_LETTERS or not letters.startswith(prefix):
                continue
            found = self._stem(rest)
            if found is not None and self._lexicon.count(rest) > _PREFIXED_PART:
                return (len(prefix), *(len(prefix) + c for c in found))
        return None

    def _verb_with_clitic(self, letters: str) -> Cuts | None:
        for clitic in _CLITICS:
            if letters.endswith(clitic):
                found = self._lexicon.verb_cuts.get(letters[: -len(clitic)])
                if found:
                    return found
        return None

    def _compound(self, letters: str) -> Cuts | None:
        best: tuple[float, int] | None = None
        for size in range(MIN_LETTERS, len(letters) - 2):
            if letters[size - 1] in suffixes.NON_JOINING:
                continue
            left = self._lexicon.count(letters[:size])
            right = self._lexicon.count(letters[size:])
            if left > _COMMON_PART and right > _COMMON_PART:
                score = math.log(left) + math.log(right)
                if best is None or score > best[0]:
                    best = (score, size)
        return (best[1],) if best else None


@cache
def restorer() -> Restorer:
    """Return the shared restorer, reading the word list the first time (about half a second)."""
    return Restorer(lexicon.load())
