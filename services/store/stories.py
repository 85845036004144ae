"""The stories of the last 72 hours: who is in which, and which keys lead to them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, insert, select, text, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.stories.fingerprint import Fingerprint, FingerprintError
from services.store.statements import add_new, is_any_given, is_any_of, upsert
from services.store.tables import counters, story_keys, story_members

MOST_OWNERS: Final = 24
"""Articles that one is compared with: with most keys in common, then the newest."""

MOST_SPEAKERS: Final = 9
"""Articles of a story that say what has been told: its opener and the newest that are no copies."""

TURN_NUMBER: Final = 7_106_282
"""Any number of our own: workers that place articles on one PostgreSQL take turns on it."""

FORGOTTEN: Final = "story_members_forgotten"
"""The counter that holds the number of the last member whose keys are forgotten."""

_MEMBER: Final = (
    story_members.c.fingerprint,
    story_members.c.reference,
    story_members.c.seen_at,
)
_TURN: Final = text(f"SELECT pg_advisory_xact_lock({TURN_NUMBER})")
_MET: Final = select(story_keys).where(is_any_given(story_keys.c.key, "keys"))
_REVISIONS: Final = select(*_MEMBER).where(
    story_members.c.article_id.in_(
        union(
            select(story_members.c.article_id).where(
                is_any_given(story_members.c.number, "numbers")
            ),
            select(bindparam("own")),
        )
    )
)
_SPEAKERS: Final = (
    select(*_MEMBER)
    .where(
        story_members.c.story_id == bindparam("story"),
        story_members.c.seen_at >= bindparam("since"),
        story_members.c.role != "copy",
    )
    .order_by((story_members.c.role == "first").desc(), story_members.c.seen_at.desc())
    .limit(MOST_SPEAKERS)
)
_TELLERS: Final = (
    select(
        story_members.c.source,
        (story_members.c.role == "copy").label("copies"),
        func.count(story_members.c.article_id.distinct()).label("articles"),
    )
    .where(story_members.c.story_id == bindparam("story"))
    .group_by(story_members.c.source, "copies")
)
_KEEP: Final = insert(story_members).returning(story_members.c.number)
_TAKE_OVER: Final = (
    update(story_keys).where(is_any_given(story_keys.c.key, "keys")).values(member=bindparam("by"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The keys that others have, and the numbers of at most 24 of these, most in common first."""

    keys: frozenset[int] = frozenset()
    owners: Sequence[int] = ()


async def take_turn(connection: AsyncConnection) -> None:
    """Wait until no other worker places articles; the turn ends with the transaction.

    SQLite has one writer anyway.
    """
    if connection.dialect.name != "sqlite":
        await connection.execute(_TURN)


async def meet(connection: AsyncConnection, keys: Collection[int]) -> Met:
    """Return which of the keys are taken, and by whom."""
    rows = (await connection.execute(_MET, {"keys": keys})).all()
    shared = Counter(row.member for row in rows)
    owners = sorted(shared, key=lambda each: (shared[each], each), reverse=True)
    return Met(keys=frozenset(row.key for row in rows), owners=owners[:MOST_OWNERS])


async def revisions(
    connection: AsyncConnection, numbers: Collection[int], article_id: str
) -> Sequence[Any]:
    """Return the rows of all revisions of the article, and of those the members are of."""
    values = {"numbers": numbers, "own": article_id}
    return (await connection.execute(_REVISIONS, values)).all()


async def speakers(connection: AsyncConnection, story_id: str, since: datetime) -> Sequence[Any]:
    """Return the rows of those who say what a story has told since a time: at most nine."""
    return (await connection.execute(_SPEAKERS, {"story": story_id, "since": since})).all()


async def tellers(connection: AsyncConnection, story_id: str) -> tuple[frozenset[str], int]:
    """Return who told a story in their own words, and how many articles are copies."""
    rows = (await connection.execute(_TELLERS, {"story": story_id})).all()
    own_words = frozenset(row.source for row in rows if not row.copies)
    return own_words, sum(row.articles for row in rows if row.copies)


async def keep(connection: AsyncConnection, row: dict[str, Any]) -> int:
    """Keep an article's place in its story; return its number, higher than all before."""
    return int((await connection.execute(_KEEP, row)).scalar_one())


async def take(connection: AsyncConnection, keys: Collection[int], member: int) -> None:
    """Take keys that nobody has."""
    if keys:
        rows = [{"key": key, "member": member} for key in sorted(keys)]
        await add_new(connection, story_keys, rows)


async def take_over(connection: AsyncConnection, keys: Collection[int], member: int) -> None:
    """Let keys of older stories lead to a new one: news to come is likelier of this one."""
    if keys:
        await connection.execute(_TAKE_OVER, {"keys": keys, "by": member})


async def forget_keys(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Forget the keys of at most `most` articles seen before a time; return of how many.

    Which keys an article had follows from its fingerprint; those that lead to another by now stay.
    """
    counted = select(counters.c.value).where(counters.c.name == FORGOTTEN)
    last = (await connection.execute(counted)).scalar_one_or_none() or 0
    old = await _oldest(connection, before, most, after=last)
    if not old:
        return 0
    keys = {key for row in old for key in _keys_in(row.fingerprint)}
    numbers = [row.number for row in old]
    theirs = is_any_of(story_keys.c.key, keys) & is_any_of(story_keys.c.member, numbers)
    await connection.execute(delete(story_keys).where(theirs))
    await upsert(connection, counters, ["name"], {"name": FORGOTTEN, "value": numbers[-1]})
    return len(old)


async def forget_members(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Forget at most `most` articles seen before a time, whose keys are forgotten already."""
    numbers = [row.number for row in await _oldest(connection, before, most, after=0)]
    if numbers:
        statement = delete(story_members).where(is_any_of(story_members.c.number, numbers))
        await connection.execute(statement)
    return len(numbers)


async def _oldest(
    connection: AsyncConnection, before: datetime, most: int, *, after: int
) -> list[Any]:
    query = (
        select(story_members.c.number, story_members.c.seen_at, story_members.c.fingerprint)
        .where(story_members.c.number > after)
        .order_by(story_members.c.number)
        .limit(most)
    )
    rows = (await connection.execute(query)).all()
    return list(takewhile(lambda row: row.seen_at < before, rows))


def _keys_in(fingerprint: bytes) -> frozenset[int]:
    try:
        return Fingerprint.from_bytes(fingerprint).keys
    except FingerprintError:  # of a release to come; its keys stay until other articles take them
        return frozenset()
