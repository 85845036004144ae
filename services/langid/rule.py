"""What the service does with one article."""

from dideban.languages.backends import Backend
from dideban.languages.parts import divided, fields_of
from schemas.articles import IdentifiedArticle, RawArticle
from schemas.topics import IDENTIFIED
from services.runtime.outcomes import Emit, Out


def identified(raw: RawArticle, *, backend: Backend) -> Emit:
    """Return the article with its language, and the parts of one in several languages."""
    language = divided(fields_of(raw), hint=raw.language_hint, backend=backend)
    article = IdentifiedArticle(raw=raw, language=language)
    return Emit((Out(IDENTIFIED, raw.article_id, article),))
