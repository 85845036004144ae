"""The nearest miss of an atom that does not hold, in words."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from dideban.entities.knowledge import main_name
from dideban.query import telling, telling_facts
from dideban.query.finding import Article, Finding, finding, forms, names_of, options_of, written
from dideban.query.gaps import gap, parts_of
from dideban.query.hits import Leaf, chain_hit, thing_name, words_found
from dideban.query.metadata import ends_of, values_of
from dideban.query.terms import folded_prefix
from dideban.query.tree import (
    AnyOf,
    Chain,
    Found,
    Meta,
    Place,
    Prefix,
    Published,
    StorySources,
    Term,
)
from dideban.text.scripts import main_script
from schemas.articles import Entity

type Words = Term | Prefix | AnyOf

_SHORTEST_BEGUN: Final = 4
_SHORTEST_BEGUN_ARABIC: Final = 3
"""Arabic script writes no short vowels, so its words are shorter."""
_SHORTEST_LIKENED: Final = 5
_LIKENESS: Final = 0.85
_COUNTRY: Final = "iso3166:"


def miss(leaf: Leaf, article: Article) -> Finding:
    """Return what was missing for the leaf to hold; it is known not to hold."""
    document = article.document
    match leaf:
        case Found(span, place, at_least):
            if isinstance(span, Chain):
                return _chain_miss(span, place, article)
            if here := article.occurrences(span, place):
                told = telling.often(article.tongue, words_found(span, place, article), at_least)
                return finding(told, here, article)
            return _words_miss(span, place, article)
        case Meta():
            return Finding(values_miss((leaf,), article))
        case Published():
            return Finding(_published_miss(leaf, article))
        case StorySources(comparison, count):
            return Finding(
                telling_facts.story_has(article.tongue, document.story_sources, comparison, count)
            )


def _words_miss(words: Words, place: Place | None, article: Article) -> Finding:
    """Return what is there instead of words of which none is in the place."""
    if place and (there := article.occurrences(words, None)):
        other = telling.part_name(article.tongue, article.document.words[there[0][0]].field, place)
        shown, lacked = forms(there, article), names_of(words)
        told = telling.elsewhere(article.tongue, lacked, place, other, shown)
        return finding(told, there, article)
    options = options_of(words)
    nearest = [near for each in options if (near := _near_term(each, place, article))]
    if nearest and len(options) > 1:
        return nearest[0]._replace(told=telling.nearest_of(article.tongue, nearest[0].told))
    if nearest:
        return nearest[0]
    if len(options) == 1 and isinstance(options[0], Prefix):
        return Finding(telling.no_beginning(article.tongue, options[0].text))
    absent = telling.absent(article.tongue, names_of(words), at_all=place is not None)
    return _with_hint(absent, options[0], article) if len(options) == 1 else Finding(absent)


def _near_term(words: Term | Prefix, place: Place | None, article: Article) -> Finding | None:
    """Return by what little a term was missed, or `None` where nothing like it is there."""
    if isinstance(words, Prefix):
        return None
    if words.exact and (other := _other_form(words, place, article)):
        return other
    chain = parts_of(words)
    missing = [each for each in chain.operands if not article.occurrences(each, place)]
    if len(missing) > len(chain.operands) / 2:
        return None
    if missing:
        return _some_missing(chain, missing, place, article)
    near = gap(chain, place, article, phrase=True)
    return near and near.finding


def _other_form(term: Term, place: Place | None, article: Article) -> Finding | None:
    for wider in (Term(term.text, exact=True), Term(term.text)):
        if there := article.occurrences(wider, place):
            asked, cased = telling.quoted(term.text), term.cased and wider.exact
            told = telling.other_form(article.tongue, forms(there, article), asked, cased=cased)
            return finding(told, there, article)
    return None


def _with_hint(absent: str, word: Term | Prefix, article: Article) -> Finding:
    """Return the absence of a word with a word that is like it, or with the reason of script."""
    if " " in word.text:
        return Finding(absent)
    for language in article.languages:
        folded = folded_prefix(word.text, language)
        alike = _alike(folded, list(article.by_folded))
        if alike is not None:
            at = (article.by_folded[alike][0],) * 2
            longer = alike.startswith(folded)
            told = telling.similar(article.tongue, absent, written(at, article), longer=longer)
            return finding(told, [at], article)
    language = article.document.language
    text = " ".join(each.token.text for each in article.document.words)
    if language != "und" and main_script(text) != main_script(word.text):
        return Finding(telling.written_otherwise(article.tongue, absent, language))
    return Finding(absent)


def _alike(word: str, vocabulary: Sequence[str]) -> str | None:
    arabic = main_script(word) == "Arab"
    if len(word) >= (_SHORTEST_BEGUN_ARABIC if arabic else _SHORTEST_BEGUN):
        longer = [each for each in vocabulary if each.startswith(word)]
        if longer:
            return min(longer, key=len)
    if len(word) < _SHORTEST_LIKENED:
        return None
    close = get_close_matches(word, vocabulary, n=1, cutoff=_LIKENESS)
    return close[0] if close else None


def _chain_miss(chain: Chain, place: Place | None, article: Article) -> Finding:
    if place and article.occurrences(chain, None):
        there = chain_hit(chain, None, article)
        other = telling.part_name(article.tongue, there.spots[0].field, place)
        return there._replace(
            told=telling.linked_elsewhere(article.tongue, there.told, place, other)
        )
    if (apart := gap(chain, place, article)) is not None:
        return apart.finding
    missing = [each for each in chain.operands if not article.occurrences(each, place)]
    terms = [each for each in missing if isinstance(each, Term)]
    nearest = [near for each in terms if (near := _near_term(each, place, article))]
    return nearest[0] if nearest else _some_missing(chain, missing, place, article)


def _some_missing(
    chain: Chain, missing: Sequence[Words], place: Place | None, article: Article
) -> Finding:
    absent = list(dict.fromkeys(name for each in missing for name in names_of(each)))
    present = [each for each in chain.operands if each not in missing]
    if not present:
        return Finding(telling.absent(article.tongue, absent, at_all=place is not None))
    there = sorted({article.occurrences(each, place)[0] for each in present})
    told = telling.some_only(article.tongue, forms(there, article), absent, place)
    return finding(told, there, article)


def values_miss(asked: Sequence[Meta], article: Article) -> str:
    """Return what the article has instead of any of the values asked for, all of one key."""
    document, key = article.document, asked[0].key
    if key in {"country", "entity"}:
        countries = key == "country"
        named = [each for each in document.entities if not countries or _is_country(each)]
        others = list(dict.fromkeys(_entity_name(each, article) for each in named))
        return telling_facts.not_named(
            article.tongue,
            [thing_name(each, article) for each in asked],
            others,
            countries=countries,
        )
    values = [each.value for each in asked]
    return telling_facts.values_differ(article.tongue, key, values_of(key, document), values)


def _is_country(entity: Entity) -> bool:
    return entity.id is not None and entity.id.startswith(_COUNTRY)


def _entity_name(entity: Entity, article: Article) -> str:
    known = entity.id and main_name(entity.id, article.tongue.language)
    return known or telling.quoted(entity.surface)


def _published_miss(asked: Published, article: Article) -> str:
    at, now = article.document.published_at, article.now
    if at is None:
        return telling_facts.no_date(article.tongue)
    start, end = ends_of(asked, now)
    return telling_facts.published_outside(
        article.tongue, at, start if start and at < start else end or at
    )
