"""An article as the engine reads it: words with their place, and what is known about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

from dideban.entities.knowledge import names_of as known_names
from dideban.entities.tagger import tag_article
from dideban.languages.parts import divided
from dideban.query.stretches import FIELD_GAP, FIELDS, Columns, Stretch, Word, words_of
from dideban.query.terms import primary_tag
from dideban.query.tree import Place
from dideban.text.analyser import tokens
from dideban.text.normalizer import normalize, passage_tokens
from schemas.articles import (
    Article,
    Entity,
    Field,
    NormalizedText,
    Passage,
    RawArticle,
    StoryRef,
)

_COUNTRY: Final = "iso3166:"
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)

type NamesOf = Callable[[str], Iterable[str]]


@dataclass(frozen=True, kw_only=True)
class Document:
    """An article ready to be matched; names are folded, countries are ISO 3166-1 codes."""

    article_id: str
    language: str
    others: tuple[str, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    source: str = ""
    site: str = ""
    authors: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    entity_ids: frozenset[str] = frozenset()
    entity_names: frozenset[str] = frozenset()
    entities: tuple[Entity, ...] = ()
    published_at: datetime | None = None
    story_sources: int = 1

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in, without script and region; its main one first."""
        return tuple(dict.fromkeys(map(primary_tag, (self.language, *self.others))))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words one by one, in reading order."""
        return words_of(self.stretches)

    @cached_property
    def columns(self) -> Columns:
        """The words column by column, in reading order."""
        return Columns(self.stretches)

    @classmethod
    def of(cls, article: Article, names_of: NamesOf | None = None) -> "Document":
        """Return the document of a finished article.

        `names_of` gives all names of an entity id, so that any of them finds the entity.
        """
        raw = article.raw
        language = article.language.tag
        originals: dict[Field, str] = {
            "title": raw.title,
            "summary": raw.summary,
            "body": raw.body,
        }
        ids = frozenset(entity.id for entity in article.entities if entity.id)
        return cls(
            article_id=raw.article_id,
            language=language,
            others=tuple(p.language for p in article.text.passages if p.language),
            stretches=read_stretches(article.text, originals, language),
            source=raw.source,
            site=_site(raw.url),
            authors=raw.authors,
            countries=frozenset(i.removeprefix(_COUNTRY) for i in ids if i.startswith(_COUNTRY)),
            entity_ids=frozenset(i.lower() for i in ids),
            entity_names=_names(article.entities, names_of, language),
            entities=article.entities,
            published_at=raw.published_at,
            story_sources=article.story.sources,
        )


def document_from_text(  # noqa: PLR0913 - the fields of a row, most of them optional
    *,
    article_id: str,
    title: str,
    text: str,
    language: str | None = None,
    source: str = "",
    url: str | None = None,
    authors: tuple[str, ...] = (),
    published_at: datetime | None = None,
    entities: bool = False,
) -> Document:
    """Return the document of a plain text, read exactly as the running stages read an article.

    `language` is a hint (BCP 47), as a feed would give it. Things of the knowledge base are
    looked for where `entities` says so; names that it does not have are not.
    """
    fields: tuple[tuple[Field, str], ...] = (("title", title), ("body", text))
    identified = divided(fields, hint=language)
    raw = RawArticle(
        article_id=article_id,
        revision="",
        feed_id="",
        source=source,
        url=url,
        authors=authors,
        title=title,
        body=text,
        language_hint=language,
        published_at=published_at,
        fetched_at=published_at or _LONG_AGO,
        text_source="file",
    )
    normal = normalize(title, "", text, identified.tag, identified.parts)
    found: tuple[Entity, ...] = ()
    if entities:
        found, _ = tag_article(raw, normal, identified.tag, unknown_names=False)
    story = StoryRef(story_id=article_id, role="first")
    article = Article(raw=raw, language=identified, text=normal, entities=found, story=story)
    return Document.of(article, known_names)


def folded_name(name: str, language: str) -> str:
    """Return the name in the spelling in which names are compared."""
    return " ".join(token.folded for token in tokens(name, primary_tag(language)))


def read_stretches(
    text: NormalizedText, originals: dict[Field, str], language: str
) -> tuple[Stretch, ...]:
    """Return the passages of a normalised text, whose fields were `originals`, as words."""
    found: list[Stretch] = []
    lead = _lead(text)
    sentence = 0
    for rank, field in enumerate(FIELDS):
        position = rank * FIELD_GAP
        for passage in text.passages:
            if passage.field != field:
                continue
            read = passage_tokens(passage, originals[field], language)
            found.append(Stretch(field, _places(passage, lead), tuple(read), position, sentence))
            position += len(read) + 1
            sentence += 1 + max((token.sentence for token in read), default=0)
    return tuple(found)


def _lead(text: NormalizedText) -> list[Passage]:
    summary = [passage for passage in text.passages if passage.field == "summary"]
    return summary or [p for p in text.passages if p.field == "body"][:1]


def _places(passage: Passage, lead: list[Passage]) -> frozenset[Place]:
    places: set[Place] = {"lead"} if passage in lead else set()
    if passage.field != "summary":
        places.add(passage.field)
    if places & {"title", "lead"}:
        places.add("head")
    return frozenset(places)


def _names(entities: tuple[Entity, ...], names_of: NamesOf | None, language: str) -> frozenset[str]:
    names = {entity.surface for entity in entities}
    if names_of is not None:
        for entity_id in {entity.id for entity in entities if entity.id}:
            names.update(names_of(entity_id))
    return frozenset(folded_name(name, language) for name in names)


def _site(url: str | None) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
