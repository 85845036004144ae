"""The knowledge base: known things, the names they have in six languages, and their ids."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, cast, get_args

from dideban.entities.phrases import EXACT, alternatives, table
from schemas.articles import EntityKind

LANGUAGES: Final = ("fa", "ar", "ru", "tr", "az", "en")
"""The order of the name columns."""

TABLES: Final = (
    "countries.tsv",
    "places.tsv",
    "cities.tsv",
    "facilities.tsv",
    "organisations.tsv",
    "people.tsv",
)


class KnowledgeError(ValueError):
    """A table of the knowledge base is malformed; the message names table and row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A known thing.

    `id` is `iso3166:XX`, `geonames:N` or our own `dideban:slug`; `names` by language, as written
    in the table (`=` marks those that are sought exactly as written), the main one first;
    `source` says where the row comes from.
    """

    id: str
    kind: EntityKind
    names: dict[str, tuple[str, ...]]
    source: str


@cache
def things() -> dict[str, Thing]:
    """Return everything known, by id.

    Raises:
        KnowledgeError: a row is malformed or an id is taken twice.
    """
    found: dict[str, Thing] = {}
    for name in TABLES:
        for thing in _rows(name):
            if thing.id in found:
                raise KnowledgeError(f"{name}: the id {thing.id} is taken twice")
            found[thing.id] = thing
    return found


def names_of(entity_id: str) -> tuple[str, ...]:
    """Return all names of a thing in all languages, without marks; of an unknown id none."""
    thing = things().get(entity_id)
    if thing is None:
        return ()
    every = (name.removeprefix(EXACT) for names in thing.names.values() for name in names)
    return tuple(dict.fromkeys(every))


@cache
def _ids() -> dict[str, str]:
    return {name.casefold(): each for each in reversed(things()) for name in names_of(each)}


def id_of(name: str) -> str | None:
    """Return the id of the first thing that has this name in any language, case set aside."""
    return _ids().get(name.casefold())


def main_name(entity_id: str, language: str = "en") -> str | None:
    """Return the main name of a thing in one of the six languages; of an unknown id `None`."""
    thing = things().get(entity_id)
    return thing.names[language][0].removeprefix(EXACT) if thing else None


def _rows(name: str) -> Iterator[Thing]:
    for row in table(name):
        if len(row) != len(LANGUAGES) + 3 or row[1] not in get_args(EntityKind):
            raise KnowledgeError(f"{name}: malformed row {row[0]}")
        cells = dict(zip(LANGUAGES, row[2:-1], strict=True))
        names = {language: tuple(alternatives(cell)) for language, cell in cells.items()}
        if not all(names.values()):
            raise KnowledgeError(f"{name}: a name of {row[0]} is missing")
        yield Thing(id=row[0], kind=cast("EntityKind", row[1]), names=names, source=row[-1])
