"""Articles as the archive keeps them, made from plain texts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from dideban.entities.tagger import tag_article
from dideban.languages.parts import divided
from dideban.text.normalizer import normalize
from schemas.articles import Article, Field, RawArticle, StoryRef
from services.store import articles
from services.store.engine import Store

SEEN = datetime(2025, 12, 17, 9, tzinfo=UTC)


def article(article_id: str, text: str, *, title: str = "", **known: object) -> Article:
    """Return a finished article; `known` are fields of the raw one, and `story_id`."""
    story_id = str(known.pop("story_id", article_id))
    fields: tuple[tuple[Field, str], ...] = (("title", title), ("body", text))
    plain = RawArticle(
        article_id=article_id,
        revision="r1",
        feed_id="f",
        source="Example Wire",
        title=title,
        body=text,
        fetched_at=SEEN,
        text_source="file",
    )
    raw = replace(plain, **known)  # type: ignore[arg-type]  fields of a RawArticle
    language = divided(fields, hint=raw.language_hint)
    normal = normalize(title, "", text, language.tag, language.parts)
    found, _ = tag_article(raw, normal, language.tag, unknown_names=False)
    story = StoryRef(story_id=story_id, role="first")
    return Article(raw=raw, language=language, text=normal, entities=found, story=story)


async def keep(store: Store, kept: Sequence[Article]) -> None:
    """Put the articles into the archive, and not into its index."""
    async with store.begin() as connection:
        for each in kept:
            await articles.keep(connection, each, [], each.raw.fetched_at)
