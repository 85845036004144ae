"""How far words stand from each other that should stand near, or in one row."""

from typing import Final, NamedTuple

from dideban.query import telling
from dideban.query.finding import Article, Finding, finding, names_of, written
from dideban.query.reading import Occurrence
from dideban.query.stretches import FIELD_GAP
from dideban.query.tree import Chain, Link, Place, Term

FAR: Final = FIELD_GAP // 2
"""More words apart than any two of one field."""
_NEXT: Final = Link("ONEAR", 1)


class Gap(NamedTuple):
    """By how many words something was missed, and how that is told."""

    excess: int
    finding: Finding


class _Pair(NamedTuple):
    """The nearest occurrences of two operands as the text has them, and how far apart."""

    apart: int
    first: Occurrence
    second: Occurrence


def parts_of(term: Term) -> Chain:
    """Return a phrase as single words that follow each other; of one word, a chain of one."""
    words = tuple(Term(word, term.exact, term.cased) for word in term.text.split())
    return Chain(words, (_NEXT,) * (len(words) - 1))


def gap(chain: Chain, place: Place | None, article: Article, *, phrase: bool = False) -> Gap | None:
    """Return by how much a chain was missed; `None` where not all of its words are there.

    `phrase` tells that the chain stands for a phrase.
    """
    there = [article.occurrences(each, place) for each in chain.operands]
    if len(there) == 1 or not all(there):
        return None
    for i, link in enumerate(chain.links):
        if article.occurrences(Chain(chain.operands[i : i + 2], (link,)), place):
            continue
        pair = _closest(there[i], there[i + 1], article)
        if pair is None:
            sides = [
                article.tongue.listed(names_of(each), "or") for each in chain.operands[i : i + 2]
            ]
            return Gap(FAR, finding(telling.one_word(article.tongue, *sides), there[i], article))
        told = _told(pair, None if phrase else link, article)
        excess = max(pair.apart - link.distance, 1)
        return Gap(excess, finding(told, pair[1:], article))
    told = (
        telling.phrase_in_pieces(article.tongue)
        if phrase
        else telling.no_single_chain(article.tongue)
    )
    return Gap(1, finding(told, sorted(each[0] for each in there), article))


def _told(pair: _Pair, link: Link | None, article: Article) -> str:
    """Return how far the pair is apart; the link is `None` for words of a phrase."""
    words = [article.document.words[each[0]] for each in pair[1:]]
    first, second = (telling.quoted(written(each, article)) for each in pair[1:])
    if pair.apart > FAR:
        return telling.in_different_fields(
            article.tongue, first, words[0].field, second, words[1].field
        )
    if link is None:
        turned = pair.apart == 1
        return (
            telling.phrase_turned(article.tongue, first, second)
            if turned
            else telling.apart_in_phrase(article.tongue, first, second, pair.apart)
        )
    if link.kind == "SAME":
        sentences = words[1].sentence - words[0].sentence
        return telling.not_in_one_sentence(article.tongue, first, second, sentences, pair.apart)
    if pair.apart <= link.distance:
        return telling.wrong_order(article.tongue, first, second, link)
    return telling.too_far(article.tongue, first, second, link, pair.apart)


def _closest(some: list[Occurrence], others: list[Occurrence], article: Article) -> _Pair | None:
    """Return the nearest two occurrences that do not overlap, or `None` where all do."""
    marks = sorted([(each, 0) for each in some] + [(each, 1) for each in others])
    best: _Pair | None = None
    latest: dict[int, Occurrence] = {}
    for this, side in marks:
        before = latest.get(1 - side)
        if before is not None and before[1] < this[0]:
            apart = article.apart(before, this)
            if best is None or apart < best.apart:
                best = _Pair(apart, before, this)
        latest[side] = this
    return best
