"""What the service does with one article."""

from typing import Final

from dideban.languages.backends import Backend
from dideban.languages.identify import identify
from schemas.articles import IdentifiedArticle, RawArticle
from schemas.topics import IDENTIFIED
from services.runtime.outcomes import Emit, Out

READ_CHARS: Final = 4_000
"""A language shows in far less; a detector's time grows with what it reads."""


def identified(raw: RawArticle, *, backend: Backend) -> Emit:
    """Return the article with its language."""
    text = "\n".join(part for part in (raw.title, raw.summary, raw.body) if part)[:READ_CHARS]
    language = identify(text, hint=raw.language_hint, backend=backend)
    article = IdentifiedArticle(raw=raw, language=language)
    return Emit((Out(IDENTIFIED, raw.article_id, article),))
