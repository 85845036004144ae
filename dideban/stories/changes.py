"""What an article changes in its story, as data from a closed set and in words."""

from collections.abc import Iterable
from typing import Final

from dideban.entities.knowledge import main_name
from dideban.stories.fingerprint import Fingerprint
from dideban.stories.weights import COUNTRY
from dideban.text.folding import primary

MOST_NAMED: Final = 8
_WORDS: Final = {
    "title": "another title",
    "text": "another text",
    "official-source": "an official source speaks",
    "denial": "it is denied",
    "correction": "it is corrected",
    "number-added": "new figure {}",
    "number-removed": "without the figure {}",
    "country": "concerns {} too",
    "place": "names {}",
    "language": "told in another language ({})",
}


def changes(
    before: Fingerprint, after: Fingerprint, story: Iterable[Fingerprint] = ()
) -> tuple[str, ...]:
    """Return what `after` changes beside `before`, and what it is the first of its `story` to say.

    The tokens are those that `StoryRef` lists, in that order; at most eight of a kind are named.
    """
    if before.exact == after.exact:
        return ()
    known = [before, *story]
    if before.language == after.language:
        found = ["text"] if before.title == after.title else ["title", "text"]
        found += _named("number-added", after.numbers - before.numbers)
        found += _named("number-removed", before.numbers - after.numbers)
    else:
        new_numbers = after.marks.numbers - _union(m.marks.numbers for m in known)
        found = _named("number-added", (f"{float(number):.15g}" for number in new_numbers))
    new = after.said - _union(m.said for m in known)
    found += [what for what in ("official-source", "denial", "correction") if what in new]
    if any(m.marks.concepts or m.marks.things for m in known):
        things = after.marks.things - _union(m.marks.things for m in known)
        found += _named("country", (t.removeprefix(COUNTRY) for t in things if _is_country(t)))
        found += _named("place", (t for t in things if _is_place(t)))
    language = primary(after.language)
    if language not in {primary(m.language) for m in known}:
        found.append(f"language:{language}")
    return tuple(found)


def in_words(change: str) -> str:
    """Return a token of `StoryRef.changes` in English words; an unknown one as it is."""
    kind, _, value = change.partition(":")
    if kind == "country":
        value = main_name(f"{COUNTRY}{value}") or value
    elif kind == "place":
        value = main_name(value) or value
    return _WORDS.get(kind, change).format(value)


def _named(kind: str, values: Iterable[str]) -> list[str]:
    return [f"{kind}:{value}" for value in sorted(values)[:MOST_NAMED]]


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _is_country(thing: str) -> bool:
    return thing.startswith(COUNTRY)


def _is_place(thing: str) -> bool:
    return thing.startswith("geonames:")
