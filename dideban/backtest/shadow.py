"""What other rules would have alerted on beside what the live ones did."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from dideban.entities.knowledge import names_of
from dideban.entities.tagger import tag_article
from dideban.languages.parts import divided, fields_of
from dideban.query.document import Document
from dideban.query.engine import Engine
from dideban.text.normalizer import normalize
from schemas.articles import Article
from schemas.matches import Clause, Highlight, Match

type Kind = Literal["added", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One subscription and article on which the rules differ, and why the one side matched.

    `added` is what only the other rules match, `dropped` what only the live ones do.
    """

    kind: Kind
    subscription_id: str
    article_id: str
    language: str
    source: str
    title: str
    url: str | None
    seen_at: datetime
    clauses: tuple[Clause, ...]
    highlights: tuple[Highlight, ...]


def differences(
    engine: Engine, article: Article, live: Mapping[str, Match], since: Mapping[str, datetime]
) -> list[Difference]:
    """Return where the engine and the live matches of an article differ.

    `since` says from when each subscription stood as the engine has it (aware UTC): one that was
    made or changed after the article was seen is not compared.
    """
    seen = article.raw.fetched_at
    compared = {name for name, start in since.items() if start <= seen}
    hits = {hit.subscription_id: hit for hit in engine.match(Document.of(article, names_of), seen)}
    added = [
        _difference("added", name, article, hits[name].clauses, hits[name].highlights)
        for name in sorted(hits.keys() & compared - live.keys())
    ]
    dropped = [
        _difference("dropped", name, article, live[name].clauses, live[name].highlights)
        for name in sorted(live.keys() & compared - hits.keys())
    ]
    return added + dropped


def read_again(article: Article) -> Article:
    """Return the article as this code's own rules identify, normalise and tag it."""
    raw = article.raw
    language = divided(fields_of(raw), hint=raw.language_hint)
    text = normalize(raw.title, raw.summary, raw.body, language.tag, language.parts)
    entities, quantities = tag_article(raw, text, language.tag)
    return replace(article, language=language, text=text, entities=entities, quantities=quantities)


def _difference(
    kind: Kind,
    name: str,
    article: Article,
    clauses: tuple[Clause, ...],
    highlights: tuple[Highlight, ...],
) -> Difference:
    raw = article.raw
    return Difference(
        kind=kind,
        subscription_id=name,
        article_id=raw.article_id,
        language=article.language.tag,
        source=raw.source,
        title=raw.title,
        url=raw.url,
        seen_at=raw.fetched_at,
        clauses=clauses,
        highlights=highlights,
    )
