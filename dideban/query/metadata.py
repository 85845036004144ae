"""Whether what is known about an article, apart from its words, satisfies an atom."""

import operator
import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from dideban.query.document import Document, folded_name
from dideban.query.tree import Comparison, Meta, MetaKey, Published, StorySources
from dideban.query.words import tidy

_COMPARE: Final[dict[Comparison, Callable[[int, int], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


def known(atom: Meta | Published | StorySources, document: Document, now: datetime) -> bool:
    """Tell whether the atom holds for the document when the time is `now` (aware UTC)."""
    match atom:
        case Meta():
            return _has(atom, document)
        case Published(start, end):
            at = document.published_at
            if at is None:
                return False
            return (start is None or start.moment(now) <= at) and (
                end is None or at <= end.moment(now)
            )
        case StorySources(comparison, count):
            return _COMPARE[comparison](document.story_sources, count)


def ends_of(asked: Published, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return the aware UTC times of both ends when the time is `now`; `None` is open."""
    start, end = asked.start, asked.end
    return start.moment(now) if start else None, end.moment(now) if end else None


def _has(meta: Meta, document: Document) -> bool:  # noqa: PLR0911 - one return a field
    match meta.key:
        case "lang":
            return meta.value in document.languages
        case "country":
            return meta.value in document.countries
        case "site":
            return document.site == meta.value or document.site.endswith(f".{meta.value}")
        case "source":
            return _named(meta.value, document.source)
        case "author":
            return any(_named(meta.value, author) for author in document.authors)
        case "entity":
            if meta.value.lower() in document.entity_ids:
                return True
            return any(
                entity_key(meta.value, language) in document.entity_names
                for language in document.languages
            )


def _named(value: str, name: str) -> bool:
    """Tell whether the words of `value` stand in `name`, one after the other, whole."""
    key = name_key(value)
    return bool(key) and f" {key} " in f" {name_key(name)} "


def entity_key(name: str, language: str) -> str:
    """Return the spelling in which names of entities are compared in a language."""
    return folded_name(name, language)


def name_key(name: str) -> str:
    """Return the spelling in which names of sources and authors are compared."""
    return " ".join(re.findall(r"\w+", tidy(name).casefold()))


def runs_of(name: str, longest: int) -> set[str]:
    """Return every run of at most `longest` words of a name, as `name_key` spells them."""
    words = name_key(name).split()
    return {
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + longest, len(words)) + 1)
    }


def values_of(key: MetaKey, document: Document) -> tuple[str, ...]:
    """Return the values the document has under a metadata key, for people to read."""
    values: dict[MetaKey, tuple[str, ...]] = {
        "lang": tuple(dict.fromkeys((document.language, *document.others))),
        "country": tuple(sorted(document.countries)),
        "site": (document.site,),
        "source": (document.source,),
        "author": document.authors,
        "entity": tuple(sorted(document.entity_names)),
    }
    return tuple(value for value in values[key] if value)
