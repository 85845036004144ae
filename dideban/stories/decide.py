"""Which story an article belongs to, and what it adds to it; pure and the same every time."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from dideban.stories.fingerprint import Fingerprint, containment, similarity
from schemas.articles import StoryRef, StoryRole

WINDOW: Final = timedelta(hours=72)
"""News older than this is another story even where it reads alike."""

SAME_TEXT: Final = 0.9
"""Share of common shingles from which two articles with the same numbers are copies."""

REWRITE_CONTAINED: Final = 0.6
FOLLOW_UP_CONTAINED: Final = 0.3
"""Shares of the shorter article found in the longer one."""

MIN_SHARED: Final = 0.15
"""Three standard errors of the estimate above nothing in common."""

SAME_SUBJECT: Final = 0.25
"""Share of common title stems; below it, what is shared may be an agency's standing text."""

CLEARLY_SHARED: Final = 0.8
MAX_NUMBERS_NAMED: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article that has its place: fingerprint, what was decided, when it was seen (UTC)."""

    fingerprint: Fingerprint
    ref: StoryRef
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class _Likeness:
    member: Member
    shared: float
    contained: float


def story_id_of(article_id: str) -> str:
    """Return the id of the story that this article opens."""
    whole = f"story\0{article_id}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:32]


def decide(fingerprint: Fingerprint, candidates: Collection[Member], now: datetime) -> StoryRef:
    """Return the article's place among `candidates`, the articles it may belong to.

    Candidates are the earlier revisions of the same article, the articles with the same `exact`,
    those that share a band, and the other members of their stories, over which `sources`
    (that told it in their own words) and `copies` are counted. The order does not matter.
    An article that was decided before gets the same place again.
    """
    own = [m for m in candidates if m.fingerprint.article_id == fingerprint.article_id]
    for member in own:
        if member.fingerprint.revision == fingerprint.revision:
            return member.ref
    if own:
        latest = max(own, key=lambda m: (m.seen_at, m.fingerprint.revision))
        return _placed(fingerprint, latest, "edit", candidates)
    recent = [m for m in candidates if now - m.seen_at <= WINDOW]
    likeness = _closest(fingerprint, recent)
    role = None if likeness is None else _role(fingerprint, likeness)
    if likeness is None or role is None:
        return StoryRef(story_id=story_id_of(fingerprint.article_id), role="first")
    return _placed(fingerprint, likeness.member, role, candidates)


def changes(before: Fingerprint, after: Fingerprint) -> tuple[str, ...]:
    """Return what differs: `title`, `text`, `number-added:…` and `number-removed:…`.

    At most eight numbers of each kind are named, in the order of their digits.
    """
    if before.exact == after.exact:
        return ()
    found = ["text"] if before.title == after.title else ["title", "text"]
    added = sorted(after.numbers - before.numbers)[:MAX_NUMBERS_NAMED]
    removed = sorted(before.numbers - after.numbers)[:MAX_NUMBERS_NAMED]
    return (
        *found,
        *(f"number-added:{number}" for number in added),
        *(f"number-removed:{number}" for number in removed),
    )


def _closest(fingerprint: Fingerprint, members: Iterable[Member]) -> _Likeness | None:
    best: _Likeness | None = None
    for member in sorted(members, key=_age):
        if member.fingerprint.exact == fingerprint.exact:
            return _Likeness(member, 1.0, 1.0)
        likeness = _Likeness(
            member,
            similarity(fingerprint, member.fingerprint),
            containment(fingerprint, member.fingerprint),
        )
        if best is None or likeness.contained > best.contained:
            best = likeness
    return best


def _age(member: Member) -> tuple[datetime, str, str]:
    return (member.seen_at, member.fingerprint.article_id, member.fingerprint.revision)


def _role(fingerprint: Fingerprint, likeness: _Likeness) -> StoryRole | None:
    other = likeness.member.fingerprint
    if fingerprint.exact == other.exact:
        return "copy"
    if likeness.shared < MIN_SHARED or likeness.contained < FOLLOW_UP_CONTAINED:
        return None
    same_numbers = fingerprint.numbers == other.numbers
    if likeness.shared >= SAME_TEXT and same_numbers:
        return "copy"
    same_subject = _title_overlap(fingerprint, other) >= SAME_SUBJECT
    if not same_subject and (
        fingerprint.source == other.source or likeness.contained < CLEARLY_SHARED
    ):
        return None
    if likeness.contained < REWRITE_CONTAINED:
        return "follow-up"
    # A source that tells its own news again with other numbers has news.
    return "follow-up" if fingerprint.source == other.source and not same_numbers else "rewrite"


def _title_overlap(left: Fingerprint, right: Fingerprint) -> float:
    together = left.title_stems | right.title_stems
    return len(left.title_stems & right.title_stems) / len(together) if together else 0.0


def _placed(
    fingerprint: Fingerprint, beside: Member, role: StoryRole, candidates: Iterable[Member]
) -> StoryRef:
    story_id = beside.ref.story_id
    members = [m for m in candidates if m.ref.story_id == story_id]
    told = [m.fingerprint.source for m in members if m.ref.role != "copy"]
    copies = {m.fingerprint.article_id for m in members if m.ref.role == "copy"}
    if role == "copy":
        copies.add(fingerprint.article_id)
    else:
        told.append(fingerprint.source)
    ref = StoryRef(story_id=story_id, role=role, sources=len(set(told)), copies=len(copies))
    return replace(ref, changes=changes(beside.fingerprint, fingerprint))
