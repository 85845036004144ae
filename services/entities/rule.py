"""What the service does with one article."""

from dideban.entities.dates import dates_of
from dideban.entities.tagger import tag_article
from schemas.articles import NormalizedArticle, TaggedArticle
from schemas.topics import TAGGED
from services.runtime.outcomes import Emit, Out


def tagged(article: NormalizedArticle, *, unknown_names: bool) -> Emit:
    """Return the article with its entities, quantities and dates."""
    entities, quantities = tag_article(
        article.raw, article.text, article.language.tag, unknown_names=unknown_names
    )
    result = TaggedArticle(
        raw=article.raw,
        language=article.language,
        text=article.text,
        entities=entities,
        quantities=quantities,
        dates=dates_of(article.raw, article.text, article.language.tag),
    )
    return Emit((Out(TAGGED, article.raw.article_id, result),))
