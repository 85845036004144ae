"""One article's place in its story, decided with what the store knows of the last 72 hours."""

from datetime import datetime
from typing import Any

import msgspec
import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.stories.decide import (
    WINDOW,
    Member,
    Tellers,
    closest_of,
    place_beside,
    place_known,
    story_id_of,
)
from dideban.stories.fingerprint import Fingerprint
from dideban.stories.likeness import Likeness
from schemas.articles import StoryRef
from services.store import stories


async def placed(connection: AsyncConnection, fingerprint: Fingerprint, now: datetime) -> StoryRef:
    """Return the article's place, which is kept in the same transaction.

    An article that comes again gets the place it was given before. Workers take turns, so that
    two articles of one event never open a story each. `now` is aware UTC.
    """
    await stories.take_turn(connection)
    keys = fingerprint.keys
    met = await stories.meet(connection, keys)
    rows = await stories.revisions(connection, met.owners, fingerprint.article_id)
    candidates = [_member(row) for row in rows]
    known = place_known(fingerprint, candidates)
    if known is not None:
        return known
    closest = closest_of(fingerprint, candidates, now)
    if closest is None:
        reference = StoryRef(story_id=story_id_of(fingerprint.article_id), role="first")
    else:
        reference = await _beside(connection, fingerprint, closest, now)
    member = await stories.keep(connection, _row(fingerprint, reference, now))
    await stories.take(connection, keys - met.keys, member)
    if closest is None:
        await stories.take_over(connection, met.keys, member)
    return reference


async def _beside(
    connection: AsyncConnection, fingerprint: Fingerprint, closest: Likeness, now: datetime
) -> StoryRef:
    story_id = closest.member.ref.story_id
    speakers = await stories.speakers(connection, story_id, now - WINDOW)
    reference = place_beside(fingerprint, closest, [_member(row) for row in speakers])
    own_words, copies = await stories.tellers(connection, story_id)
    return Tellers(own_words=own_words, copies=copies).counted(reference, fingerprint)


def _row(fingerprint: Fingerprint, reference: StoryRef, now: datetime) -> dict[str, Any]:
    return {
        "article_id": fingerprint.article_id,
        "revision": fingerprint.revision,
        "story_id": reference.story_id,
        "source": fingerprint.told_by,
        "role": reference.role,
        "seen_at": now,
        "fingerprint": fingerprint.to_bytes(),
        "reference": orjson.dumps(reference),
    }


def _member(row: Row[Any]) -> Member:
    return Member(
        fingerprint=Fingerprint.from_bytes(row.fingerprint),
        ref=msgspec.json.decode(row.reference, type=StoryRef),
        seen_at=row.seen_at,
    )
