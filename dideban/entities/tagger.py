"""Tags an article: known things by the knowledge base, unknown names, measured amounts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from dideban.entities import names, russian
from dideban.entities.quantities import quantities
from dideban.text.folding import primary
from dideban.text.normalizer import passage_tokens
from dideban.text.tokens import Token
from schemas.articles import (
    Entity,
    Field,
    NormalizedText,
    Passage,
    Quantity,
    RawArticle,
)

MAX_ENTITIES: Final = 2_000
MAX_QUANTITIES: Final = 1_000
"""More than any news article has; a page of nothing but names must not swell the record."""

type Recogniser = Callable[[str, Field, int], Iterable[Entity]]
"""Finds names in a paragraph, given its text, its field and where it begins in it."""


def tag_article(
    raw: RawArticle, text: NormalizedText, language: str, *, unknown_names: bool = True
) -> tuple[tuple[Entity, ...], tuple[Quantity, ...]]:
    """Return what is named and what is measured in an article written in `language` (BCP 47).

    Both in reading order, with spans in the original fields. Where the knowledge base and the
    recogniser of the language overlap, the knowledge base is right. Without `unknown_names` no
    recogniser is asked, which saves Russian its 145 MB. Any text is accepted.
    """
    originals: dict[Field, str] = {
        "title": raw.title,
        "summary": raw.summary,
        "body": raw.body,
    }
    entities: list[Entity] = []
    amounts: list[Quantity] = []
    for passage in text.passages:
        original, spoken = originals[passage.field], passage.language or language
        recognise = _recogniser(spoken) if unknown_names else None
        words = passage_tokens(passage, original, language)
        known = tag(words, original, passage.field, spoken)
        if recognise is not None and len(entities) < MAX_ENTITIES:
            known = merged(known, _recognised(recognise, passage, original))
        entities.extend(known)
        amounts.extend(quantities(original, words, passage.field, spoken))
    return tuple(entities[:MAX_ENTITIES]), tuple(amounts[:MAX_QUANTITIES])


def tag(words: Sequence[Token], original: str, field: Field, language: str) -> list[Entity]:
    """Return the known things among `words`, whose spans point into `original`.

    The longest name at a place wins, and does not reach across a sentence.
    """
    return list(_known(words, original, field, primary(language)))


def merged(known: Sequence[Entity], others: Iterable[Entity]) -> list[Entity]:
    """Return `known` and those of `others` that touch none of them, in reading order."""
    taken = sorted((entity.start, entity.end) for entity in known)
    free: list[Entity] = []
    place = 0
    for entity in sorted(others, key=_start):
        while place < len(taken) and taken[place][1] <= entity.start:
            place += 1
        if place == len(taken) or entity.end <= taken[place][0]:
            free.append(entity)
    return sorted((*known, *free), key=_start)


def load(language: str) -> None:
    """Read what `language` needs now, so that its first article does not wait; idempotent."""
    names.index(primary(language))
    if primary(language) == russian.LANGUAGE:
        russian.load()


def _known(words: Sequence[Token], original: str, field: Field, language: str) -> Iterator[Entity]:
    index = names.index(language)
    place = 0
    while place < len(words):
        found = index.at(words, place)
        if found is None:
            place += 1
            continue
        name, end = found
        if name is None:
            place = end
            continue
        start, stop = words[place].start, _closed(original, words[place].start, words[end - 1].end)
        if not _is_name(name, words[place:end]):
            place += 1
            continue
        yield Entity(
            kind=name.thing.kind,
            surface=original[start:stop],
            field=field,
            start=start,
            end=stop,
            id=name.thing.id,
        )
        place = end


def _is_name(name: names.Name, words: Sequence[Token]) -> bool:
    first, last = words[0], words[-1]
    if name.capital and first.text[:1].islower():
        return False
    return (name.dotted or first.sentence == last.sentence) and name.fits(first.folded)


def _closed(original: str, start: int, stop: int) -> int:
    """Take in the closing mark of a quotation that opened inside the name."""
    opened = original.rfind("«", start, stop) > original.rfind("»", start, stop)
    return stop + (opened and original[stop : stop + 1] == "»")


def _recogniser(language: str) -> Recogniser | None:
    return russian.recognise if primary(language) == russian.LANGUAGE else None


def _recognised(recognise: Recogniser, passage: Passage, original: str) -> Iterable[Entity]:
    return recognise(original[passage.start : passage.end], passage.field, passage.start)


def _start(entity: Entity) -> tuple[int, int]:
    return (entity.start, entity.end)
