"""What the service does with one article."""

from dideban.text.normalizer import normalize
from schemas.articles import IdentifiedArticle, NormalizedArticle
from schemas.topics import NORMALIZED
from services.runtime.outcomes import Emit, Out


def normalized(article: IdentifiedArticle) -> Emit:
    """Return the article with its normalised text."""
    raw = article.raw
    language = article.language
    text = normalize(raw.title, raw.summary, raw.body, language.tag, language.parts)
    result = NormalizedArticle(raw=raw, language=article.language, text=text)
    return Emit((Out(NORMALIZED, raw.article_id, result),))
