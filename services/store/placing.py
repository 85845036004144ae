"""One article's place in its story, decided with what the store knows of the last 72 hours."""

from datetime import datetime
from typing import Any

import msgspec
import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.stories.decide import WINDOW, Member, Tellers, choose, story_id_of
from dideban.stories.fingerprint import Fingerprint
from schemas.articles import StoryRef
from services.store import stories


async def placed(connection: AsyncConnection, fingerprint: Fingerprint, now: datetime) -> StoryRef:
    """Return the article's place, which is kept in the same transaction.

    An article that comes again gets the place it was given before. `now` is aware UTC.
    """
    opened = story_id_of(fingerprint.article_id)
    claim = stories.Claim(
        bands=(*fingerprint.bands, *fingerprint.keys),
        story_id=opened,
        article_id=fingerprint.article_id,
        revision=fingerprint.revision,
        at=now,
    )
    met = await stories.claim_bands(connection, claim)
    rows = await stories.members(connection, fingerprint.article_id, met, since=now - WINDOW)
    reference, final = choose(fingerprint, [_member(row) for row in rows], now)
    if not final:
        own_words, copies = await stories.tellers(connection, reference.story_id)
        reference = Tellers(own_words=own_words, copies=copies).counted(reference, fingerprint)
    await stories.keep(connection, _row(fingerprint, reference, now), fingerprint.language)
    if reference.story_id != opened:
        await stories.give(connection, claim, reference.story_id)
    elif met.bands:
        await stories.take_over(connection, claim, met.bands)
    return reference


def _row(fingerprint: Fingerprint, reference: StoryRef, now: datetime) -> dict[str, Any]:
    return {
        "article_id": fingerprint.article_id,
        "revision": fingerprint.revision,
        "story_id": reference.story_id,
        "source": fingerprint.told_by,
        "role": reference.role,
        "seen_at": now,
        "exact": fingerprint.exact,
        "fingerprint": fingerprint.to_bytes(),
        "reference": orjson.dumps(reference),
    }


def _member(row: Row[Any]) -> Member:
    return Member(
        fingerprint=Fingerprint.from_bytes(row.fingerprint),
        ref=msgspec.json.decode(row.reference, type=StoryRef),
        seen_at=row.seen_at,
    )
