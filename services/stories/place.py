"""One article's place in its story, decided with what the store knows of the last 72 hours."""

from datetime import datetime
from typing import Any

import msgspec
import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.stories.decide import WINDOW, Member, decide, story_id_of
from dideban.stories.fingerprint import Fingerprint, fingerprint_of
from schemas.articles import Article, StoryRef, TaggedArticle
from schemas.topics import ARTICLES
from services.runtime.outcomes import Emit, Out
from services.store import stories

__all__ = ["WINDOW", "fingerprinted", "place"]


def fingerprinted(tagged: TaggedArticle) -> Fingerprint:
    """Return the article's fingerprint; the costly part, done before the store is locked."""
    return fingerprint_of(tagged.raw, tagged.text, tagged.language.tag)


async def place(
    connection: AsyncConnection, tagged: TaggedArticle, fingerprint: Fingerprint, now: datetime
) -> Emit:
    """Return the article with its story; the decision is kept in the same transaction.

    An article that comes again gets the place it was given before.
    """
    raw = tagged.raw
    opened = story_id_of(raw.article_id)
    story_ids = await stories.claim_bands(
        connection,
        fingerprint.bands,
        story_id=opened,
        article=(raw.article_id, raw.revision),
        now=now,
    )
    rows = await stories.members(
        connection,
        article_id=raw.article_id,
        exact=fingerprint.exact,
        story_ids=story_ids,
        since=now - WINDOW,
    )
    reference = decide(fingerprint, [_member(row) for row in rows], now)
    row = {
        "article_id": raw.article_id,
        "revision": raw.revision,
        "story_id": reference.story_id,
        "source": raw.source,
        "role": reference.role,
        "seen_at": now,
        "exact": fingerprint.exact,
        "fingerprint": fingerprint.to_bytes(),
        "reference": orjson.dumps(reference),
    }
    moved = fingerprint.bands if reference.story_id != opened else ()
    await stories.keep(connection, row, language=tagged.language.tag, moved_bands=moved)
    return Emit((Out(ARTICLES, raw.article_id, _with_story(tagged, reference)),))


def _member(row: Row[Any]) -> Member:
    return Member(
        fingerprint=Fingerprint.from_bytes(row.fingerprint),
        ref=msgspec.json.decode(row.reference, type=StoryRef),
        seen_at=row.seen_at,
    )


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
