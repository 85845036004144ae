"""How a clause that holds is met, in words."""

from typing import Final

from dideban.entities.knowledge import id_of, main_name
from dideban.entities.knowledge import names_of as known_names
from dideban.query import telling, telling_facts
from dideban.query.finding import (
    Article,
    Finding,
    Spot,
    finding,
    forms,
    options_of,
    written,
)
from dideban.query.metadata import ends_of, entity_key, values_of
from dideban.query.reading import Occurrence
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
from schemas.articles import Entity

_COUNTRY: Final = "iso3166:"
_STARTS_TRIED: Final = 100

type Leaf = Found | Meta | Published | StorySources
"""An atom that has no tree of its own."""


def hit(leaf: Leaf, article: Article) -> Finding:
    """Return how the leaf is met; it is known to hold."""
    document = article.document
    match leaf:
        case Found(span, place, at_least):
            if isinstance(span, Chain):
                return chain_hit(span, place, article)
            told = words_found(span, place, article)
            if at_least > 1:
                told = telling.often(article.tongue, told, at_least)
            return finding(told, article.occurrences(span, place), article)
        case Meta("country" | "entity"):
            return _named(leaf, article)
        case Meta(key):
            return Finding(
                telling_facts.values_are(article.tongue, key, _values_meant(leaf, article))
            )
        case Published():
            return Finding(_published(leaf, article))
        case StorySources(comparison, count):
            return Finding(
                telling_facts.story_has(article.tongue, document.story_sources, comparison, count)
            )


def _published(asked: Published, article: Article) -> str:
    at = article.document.published_at
    return (
        telling_facts.published_within(article.tongue, at, *ends_of(asked, article.now))
        if at
        else telling_facts.no_date(article.tongue)
    )


def words_found(span: Term | Prefix | AnyOf, place: Place | None, article: Article) -> str:
    """Return how often the words occur, and in which forms where these differ from the asked."""
    occurrences = article.occurrences(span, place)
    options = options_of(span)
    shown = forms(occurrences, article)
    asked = {telling.quoted(option.text.casefold()) for option in options}
    telltale = len(options) > 1 or not {form.casefold() for form in shown} <= asked
    count = len({first for first, _ in occurrences})
    told = telling.found(article.tongue, count, shown if telltale else (), place)
    if all(isinstance(option, Term) and option.exact for option in options):
        cased = any(isinstance(option, Term) and option.cased for option in options)
        return telling.in_that_form(article.tongue, told, cased=cased)
    return told


def chain_hit(chain: Chain, place: Place | None, article: Article) -> Finding:
    """Return how the words of a chain stand where they stand nearest."""
    path = _nearest_path(chain, place, article)
    told = article.tongue("then").join(
        _linked(path[i], path[i + 1], chain, i, article) for i in range(len(chain.links))
    )
    return finding(told, sorted(path), article)


def _linked(one: Occurrence, other: Occurrence, chain: Chain, i: int, article: Article) -> str:
    left, right = sorted((one, other))
    first, second = (telling.quoted(written(each, article)) for each in (left, right))
    return telling.linked(article.tongue, first, second, chain.links[i], article.apart(left, right))


def _nearest_path(chain: Chain, place: Place | None, article: Article) -> list[Occurrence]:
    """Return one occurrence of each operand, linked as asked, over the fewest words."""
    levels = article.chain_levels(chain, place)
    paths: list[tuple[int, list[Occurrence]]] = []
    for start in levels[0][:_STARTS_TRIED]:
        path, length = [start], 0
        for link, level in zip(chain.links, levels[1:], strict=True):
            last = path[-1]
            linked = [each for each in level if article.stand(link, last, each)]
            path.append(min(linked, key=lambda each: article.apart(last, each)))
            length += article.apart(last, path[-1])
        paths.append((length, path))
    return min(paths)[1]


def _values_meant(meta: Meta, article: Article) -> tuple[str, ...]:
    values = values_of(meta.key, article.document)
    if meta.key != "author":
        return values
    wanted = meta.value.casefold()
    return tuple(value for value in values if wanted in value.casefold()) or values


def _named(meta: Meta, article: Article) -> Finding:
    mentions = [each for each in article.document.entities if _means(meta, each, article)]
    spots = tuple(Spot(each.field, each.start, each.end) for each in mentions)
    surfaces = {each.surface.casefold(): each.surface for each in mentions}
    ids = [each.id for each in mentions if each.id]
    name = (main_name(ids[0], article.tongue.language) if ids else None) or thing_name(
        meta, article
    )
    told = [] if list(surfaces) == [name.casefold()] else telling.quoted_all(surfaces.values())
    return Finding(telling_facts.named(article.tongue, name, len(mentions), told), spots)


def thing_name(meta: Meta, article: Article) -> str:
    """Return the name of the country or thing that is asked for, else what is asked."""
    entity_id = _COUNTRY + meta.value if meta.key == "country" else meta.value
    language = article.tongue.language
    known = main_name(entity_id, language) or main_name(id_of(meta.value) or "", language)
    return known or telling.quoted(meta.value)


def _means(meta: Meta, entity: Entity, article: Article) -> bool:
    if meta.key == "country":
        return entity.id == _COUNTRY + meta.value
    if entity.id is not None and meta.value.lower() == entity.id.lower():
        return True
    names = {entity.surface, *(known_names(entity.id) if entity.id else ())}
    return any(
        entity_key(meta.value, language) in {entity_key(name, language) for name in names}
        for language in article.document.languages
    )
