"""One document under evaluation: where its words are, and what has been asked already."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from operator import itemgetter
from typing import Protocol

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
    Place,
    Prefix,
    Saved,
    Span,
    Term,
    Topic,
)

type Occurrence = tuple[int, int]
"""The first and the last word of an occurrence, as indices into the document's words."""


class Sight(Protocol):
    """What has been seen of a document before, for all queries together."""

    def has(self, topic: Topic) -> bool | None:
        """Tell whether the topic holds; `None` where that is not known."""

    def occurrences(self, span: Span, place: Place | None) -> list[Occurrence] | None:
        """Return where a term or prefix occurs, in reading order; `None` where not known."""


class Reading:
    """Answers whether a tree holds for one document; answers are kept while it lives.

    What `sight` knows is not looked for again.
    """

    def __init__(self, document: Document, now: datetime, sight: Sight | None = None) -> None:
        self.document = document
        self.now = now
        self.languages = document.languages
        self._sight = sight
        self._occurrences: dict[tuple[Span, Place | None], list[Occurrence]] = {}
        self._topics: dict[tuple[str, Place | None, int], bool] = {}

    @cached_property
    def by_stem(self) -> dict[str, list[int]]:
        """The words of each stem, as indices in reading order."""
        return _indices(self.document.columns.stems)

    @cached_property
    def by_folded(self) -> dict[str, list[int]]:
        """The words of each folded spelling, as indices in reading order."""
        return _indices(self.document.columns.folded)

    @cached_property
    def _positions(self) -> list[int]:
        positions: list[int] = self.document.columns.positions.tolist()
        return positions

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self.by_folded)

    def holds(self, node: Node) -> bool:  # noqa: PLR0911 - one return a kind of node
        """Tell whether the tree holds for the document."""
        match node:
            case Found(span, place, at_least):
                found = self.occurrences(span, place)
                return bool(found) and (
                    at_least == 1 or len({first for first, _ in found}) >= at_least
                )
            case Not(child):
                return not self.holds(child)
            case And(children):
                return all(self.holds(child) for child in children)
            case Or(children):
                return any(self.holds(child) for child in children)
            case Topic():
                return self._topic(node)
            case Saved(_, tree):
                return tree is not None and self.holds(tree)
            case _:
                return known(node, self.document, self.now)

    def _topic(self, topic: Topic) -> bool:
        if topic.tree is None:
            return False
        seen = None if self._sight is None else self._sight.has(topic)
        if seen is not None:
            return seen
        key = (topic.name, topic.place, id(topic.tree))
        if key not in self._topics:
            self._topics[key] = self.holds(within(topic.tree, topic.place))
        return self._topics[key]

    def occurrences(self, span: Span, place: Place | None) -> list[Occurrence]:
        """Return where the span occurs in the place, in reading order.

        For a chain, the occurrences of its operands that take part in it.
        """
        key = (span, place)
        found = self._occurrences.get(key)
        if found is None:
            seen = self._seen(span, place)
            found = self._occurrences[key] = self._find(span, place) if seen is None else seen
        return found

    def _seen(self, span: Span, place: Place | None) -> list[Occurrence] | None:
        if self._sight is None or isinstance(span, AnyOf | Chain):
            return None
        return self._sight.occurrences(span, place)

    def _find(self, span: Span, place: Place | None) -> list[Occurrence]:
        match span:
            case Term():
                return sorted(
                    {
                        occurrence
                        for language in self.languages
                        for forms in variants(span.text, language)
                        for occurrence in self._sequence(span, forms, place)
                    }
                )
            case Prefix(text):
                prefixes = {folded_prefix(text, each) for each in self.languages}
                return sorted({o for prefix in prefixes for o in self._prefixed(prefix, place)})
            case AnyOf(options):
                return sorted({o for option in options for o in self.occurrences(option, place)})
            case Chain():
                levels = self.chain_levels(span, place)
                return sorted({o for level in levels for o in level})

    def _sequence(
        self, term: Term, forms: tuple[Form, ...], place: Place | None
    ) -> list[Occurrence]:
        words = self.document.words
        first = forms[0]
        starts = (
            self.by_folded.get(first.folded, ()) if term.exact else self.by_stem.get(first.stem, ())
        )
        found: list[Occurrence] = []
        for start in starts:
            last = start + len(forms) - 1
            if last >= len(words) or not _in(words[start], place):
                continue
            if words[last].position - words[start].position != len(forms) - 1:
                continue
            if all(_fits(term, form, words[start + i]) for i, form in enumerate(forms)):
                found.append((start, last))
        return found

    def _prefixed(self, prefix: str, place: Place | None) -> list[Occurrence]:
        found: list[Occurrence] = []
        for at in range(bisect_left(self._vocabulary, prefix), len(self._vocabulary)):
            if not self._vocabulary[at].startswith(prefix):
                break
            found.extend((i, i) for i in self.by_folded[self._vocabulary[at]])
        return sorted(o for o in found if _in(self.document.words[o[0]], place))

    def chain_levels(self, chain: Chain, place: Place | None) -> list[list[Occurrence]]:
        """Return for each operand its occurrences that stand in a whole chain."""
        levels = [self.occurrences(operand, place) for operand in chain.operands]
        for i, link in enumerate(chain.links):
            levels[i + 1] = self._linked(levels[i + 1], levels[i], link, ahead=False)
        for i in range(len(chain.links) - 1, -1, -1):
            levels[i] = self._linked(levels[i], levels[i + 1], chain.links[i], ahead=True)
        return levels

    def _linked(
        self, these: list[Occurrence], others: list[Occurrence], link: Link, *, ahead: bool
    ) -> list[Occurrence]:
        kept: list[Occurrence] = []
        longest = max((last - first for first, last in others), default=0)
        for this in these:
            pairs = (
                (this, others[i]) if ahead else (others[i], this)
                for i in self._candidates(this, others, link, longest)
            )
            if any(self.stand(link, left, right) for left, right in pairs):
                kept.append(this)
        return kept

    def _candidates(
        self, this: Occurrence, others: list[Occurrence], link: Link, longest: int
    ) -> Iterator[int]:
        """Yield indices of `others` that may be linked to `this`, the nearest first."""
        if link.kind == "SAME":
            sentence = self.document.columns.sentences[this[0]]
            low = bisect_left(others, sentence, key=self._sentence)
            high = bisect_right(others, sentence, key=self._sentence)
        else:
            low = bisect_left(others, this[0] - link.distance - longest, key=itemgetter(0))
            high = bisect_right(others, this[1] + link.distance, key=itemgetter(0))
        middle = bisect_left(others, this[0], low, high, key=itemgetter(0))
        for step in range(max(middle - low, high - middle) + 1):
            if low <= middle - 1 - step:
                yield middle - 1 - step
            if middle + step < high:
                yield middle + step

    def _sentence(self, occurrence: Occurrence) -> int:
        return self.document.columns.sentences[occurrence[0]]

    def apart(self, one: Occurrence, other: Occurrence) -> int:
        """Return how many words apart two occurrences are, whichever comes first.

        Neighbours are 1 apart; below 1 they overlap.
        """
        left, right = sorted((one, other))
        return self._positions[right[0]] - self._positions[left[1]]

    def stand(self, link: Link, left: Occurrence, right: Occurrence) -> bool:
        """Tell whether two occurrences stand as the link asks, `left` being its first."""
        positions = self._positions
        if left[1] < right[0]:
            apart = positions[right[0]] - positions[left[1]]
        elif right[1] < left[0] and link.kind != "ONEAR":
            apart = positions[left[0]] - positions[right[1]]
        else:
            return False
        if link.kind == "SAME":
            sentences = self.document.columns.sentences
            return sentences[left[0]] == sentences[right[0]]
        return apart <= link.distance


def _indices(words: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(words):
        found[word].append(i)
    return found


def _in(word: Word, place: Place | None) -> bool:
    return place is None or place in word.places


def _fits(term: Term, form: Form, word: Word) -> bool:
    token = word.token
    if not term.exact:
        return token.stem == form.stem
    return token.folded == form.folded and (not term.cased or capitals(token.text) == form.capitals)
