"""Reads topic packs and makes each one tree that the query language can name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import msgspec
import yaml

from dideban.packs.groups import Groups
from dideban.packs.shipped import file_of, shipped, text_of
from dideban.query.errors import QueryError
from dideban.query.names import Names
from dideban.query.parser import parse
from dideban.query.shape import conjunction, disjunction, within
from dideban.query.tree import Meta, Node, Not, Place

LANGUAGES: Final = ("fa", "ar", "ru", "tr", "az", "en")
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C where PyYAML was built with it: the packs are half a million letters."""


class Examples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences on which the pack must fire, and sentences on which it must not."""

    fires: tuple[str, ...]
    stays_silent: tuple[str, ...]


class Patterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pack's patterns in one language, in the query language.

    `words` are named groups, written `{name}` in patterns. A text fires when one of `sure` holds,
    or when one of `likely` holds and none of the negative contexts `unless` does, in the whole
    text or in its title alone: a headline is not silenced by what a long text mentions later.
    `never` silences all of them: a neighbour of the topic that title and first paragraph tell of.
    """

    words: dict[str, str]
    sure: tuple[str, ...]
    likely: tuple[str, ...]
    unless: tuple[str, ...]
    examples: Examples
    never: tuple[str, ...] = ()


class PackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pack as its file says it; `notes` are for whoever reviews the patterns."""

    name: str
    version: int
    title: dict[str, str]
    notes: str
    languages: dict[str, Patterns]


class PackError(ValueError):
    """A pack's file cannot be used; the message names the file and the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A topic pack, its patterns parsed into one tree.

    `title` and `languages` have BCP 47 tags as keys.
    """

    name: str
    version: int
    title: Mapping[str, str]
    notes: str
    languages: Mapping[str, Patterns]
    tree: Node


@cache
def load_pack(name: str) -> Pack:
    """Return a pack that ships with the product; it is read and parsed once a process.

    Raises:
        PackError: a file that is no pack, or a pattern that cannot be parsed.
    """
    pack = pack_from_yaml(text_of(name), file_of(name))
    if pack.name != name:
        raise PackError(f"{file_of(name)}: it calls itself {pack.name!r}; give both one name")
    return pack


def load_packs() -> dict[str, Pack]:
    """Return every pack that ships with the product, by name.

    Raises:
        PackError: a file that is no pack, or a pattern that cannot be parsed.
    """
    return {name: load_pack(name) for name in shipped()}


class _Shipped(Mapping[str, Node]):
    """The trees of the packs that ship, by name; each is parsed when a query first asks for it."""

    def __getitem__(self, name: str) -> Node:
        if name not in shipped():
            raise KeyError(name)
        return load_pack(name).tree

    def __contains__(self, name: object) -> bool:
        return name in shipped()

    def __iter__(self) -> Iterator[str]:
        return iter(shipped())

    def __len__(self) -> int:
        return len(shipped())


def pack_names(
    packs: Iterable[Pack] | None = None, saved: Mapping[str, str] | None = None
) -> Names:
    """Return the packs (all that ship, where none are given) as names for the query parser.

    `saved` are queries of the owner by name, which may be used as well. One that ships is parsed
    when a query first asks for it, in a second or so; whoever cannot pause then calls
    `load_packs` before.
    """
    trees = _Shipped() if packs is None else {pack.name: pack.tree for pack in packs}
    return Names(packs=trees, saved=saved or {})


def pack_from_yaml(text: str, file: str) -> Pack:
    """Return the pack a YAML text describes; `file` names it in errors.

    Raises:
        PackError: the text is no pack, or a pattern cannot be parsed.
    """
    try:
        plain = yaml.load(text, Loader=_Loader)  # noqa: S506  either one is a safe loader
        read = msgspec.convert(plain, PackFile)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise PackError(f"{file}: {error}") from error
    covered = frozenset(read.languages)
    branches = [
        conjunction([_guard(language, covered), _body(patterns, f"{file}, {language}")])
        for language, patterns in sorted(read.languages.items())
    ]
    return Pack(
        name=read.name,
        version=read.version,
        title=read.title,
        notes=read.notes,
        languages=read.languages,
        tree=disjunction(branches),
    )


def _guard(language: str, covered: frozenset[str]) -> Node:
    """Return the condition on the article's language under which the patterns are tried.

    Patterns are tried on articles of their own language, and on articles of languages the pack
    does not cover (a headline nobody could name, Dari for Persian, Ukrainian for Russian). They
    are not tried on another covered language: Arabic and Persian, or Turkish and Azerbaijani,
    share spellings of different words.
    """
    uncovered = conjunction([Not(Meta("lang", tag)) for tag in sorted(covered)])
    return disjunction([Meta("lang", language), uncovered])


def _body(patterns: Patterns, where: str) -> Node:
    groups = Groups(patterns.words, lambda text: parse(text, names=Names()).tree)

    def read(pattern: str) -> Node:
        try:
            return groups.read(pattern)
        except QueryError as error:
            raise PackError(f"{where}: {pattern}: {error}") from error

    fires = [read(pattern) for pattern in patterns.sure]
    places: tuple[Place | None, ...] = (None, "title")
    for place in places if patterns.likely else ():
        likely = [within(read(pattern), place) for pattern in patterns.likely]
        unless = [within(read(pattern), place) for pattern in patterns.unless]
        fires.append(conjunction([disjunction(likely), *map(Not, unless)]))
    never = [Not(read(pattern)) for pattern in patterns.never]
    return conjunction([disjunction(fires), *never])
