"""What the service does with one article."""

from dideban.languages.backends import Backend
from dideban.languages.parts import divided
from schemas.articles import Field, IdentifiedArticle, RawArticle
from schemas.topics import IDENTIFIED
from services.runtime.outcomes import Emit, Out


def identified(raw: RawArticle, *, backend: Backend) -> Emit:
    """Return the article with its language, and the parts of one in several languages."""
    fields: tuple[tuple[Field, str], ...] = (
        ("title", raw.title),
        ("summary", raw.summary),
        ("body", raw.body),
    )
    language = divided(fields, hint=raw.language_hint, backend=backend)
    article = IdentifiedArticle(raw=raw, language=language)
    return Emit((Out(IDENTIFIED, raw.article_id, article),))
