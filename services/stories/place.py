"""What the service does with one article."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.stories.decide import WINDOW
from dideban.stories.fingerprint import Fingerprint, fingerprint_of
from schemas.articles import Article, StoryRef, TaggedArticle
from services.store.placing import placed

__all__ = ["WINDOW", "fingerprinted", "place"]


def fingerprinted(tagged: TaggedArticle) -> Fingerprint:
    """Return the article's fingerprint; the costly part, done before the store is locked."""
    return fingerprint_of(
        tagged.raw, tagged.text, tagged.language.tag, tagged.entities, tagged.dates
    )


async def place(
    connection: AsyncConnection, tagged: TaggedArticle, fingerprint: Fingerprint, now: datetime
) -> Article:
    """Return the article with its story; the decision is kept in the same transaction."""
    return _with_story(tagged, await placed(connection, fingerprint, now))


def _with_story(tagged: TaggedArticle, reference: StoryRef) -> Article:
    return Article(
        raw=tagged.raw,
        language=tagged.language,
        text=tagged.text,
        entities=tagged.entities,
        quantities=tagged.quantities,
        story=reference,
        dates=tagged.dates,
    )
