"""An article read as the pipe reads it, up to its fingerprint, where it comes by itself."""

from dideban.entities.dates import dates_of
from dideban.entities.tagger import tag_article
from dideban.languages.parts import divided, fields_of
from dideban.stories.fingerprint import Fingerprint, fingerprint_of
from dideban.text.normalizer import normalize
from schemas.articles import Language, RawArticle


def fingerprint_read(raw: RawArticle, language: str | None = None) -> Fingerprint:
    """Return the fingerprint of an article, its language (BCP 47) identified where not given.

    No recogniser of unknown names is asked: only known things are marks.
    """
    if language is None:
        spoken = divided(fields_of(raw), hint=raw.language_hint)
    else:
        spoken = Language(tag=language)
    text = normalize(raw.title, raw.summary, raw.body, spoken.tag, spoken.parts)
    entities, _ = tag_article(raw, text, spoken.tag, unknown_names=False)
    return fingerprint_of(raw, text, spoken.tag, entities, dates_of(raw, text, spoken.tag))
