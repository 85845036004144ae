"""Which story an article belongs to, and what it adds to it; pure and the same every time."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from dideban.stories.changes import changes
from dideban.stories.fingerprint import Fingerprint
from dideban.stories.likeness import Likeness, Member, has_news, likeness
from schemas.articles import StoryRef, StoryRole

__all__ = ["WINDOW", "Member", "Tellers", "changes", "choose", "decide", "story_id_of"]

WINDOW: Final = timedelta(hours=72)
"""News older than this is another story even where it reads alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tellers:
    """Who has told a story in their own words so far, and how many articles are copies of it."""

    own_words: frozenset[str] = frozenset()
    copies: int = 0

    @classmethod
    def of(cls, members: Iterable[Member]) -> "Tellers":
        """Return those of a story's members."""
        members = list(members)
        copies = {m.fingerprint.article_id for m in members if m.ref.role == "copy"}
        return cls(
            own_words=frozenset(m.fingerprint.told_by for m in members if m.ref.role != "copy"),
            copies=len(copies),
        )

    def counted(self, ref: StoryRef, fingerprint: Fingerprint) -> StoryRef:
        """Return the article's place with the numbers of sources and copies, it included."""
        if ref.role == "copy":
            return replace(ref, sources=len(self.own_words), copies=self.copies + 1)
        sources = self.own_words | {fingerprint.told_by}
        return replace(ref, sources=len(sources), copies=self.copies)


def story_id_of(article_id: str) -> str:
    """Return the id of the story that this article opens."""
    whole = f"story\0{article_id}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:32]


def decide(fingerprint: Fingerprint, candidates: Collection[Member], now: datetime) -> StoryRef:
    """Return the article's place among `candidates`, all members of the stories it may belong to.

    Candidates are the earlier revisions of the same article, the articles with the same `exact`,
    those that share a band or a key, and the other members of their stories, over which `sources`
    (that told it in their own words) and `copies` are counted. The order does not matter.
    An article that was decided before gets the same place again.
    """
    ref, final = choose(fingerprint, candidates, now)
    if final:
        return ref
    return Tellers.of(_of_story(candidates, ref.story_id)).counted(ref, fingerprint)


def choose(
    fingerprint: Fingerprint, candidates: Collection[Member], now: datetime
) -> tuple[StoryRef, bool]:
    """Return the article's place, and whether it is final; else it is still to be counted.

    `candidates` need not hold all members of a story: what is missing is only not seen to have
    been said before.
    """
    own = [m for m in candidates if m.fingerprint.article_id == fingerprint.article_id]
    for member in own:
        if member.fingerprint.revision == fingerprint.revision:
            return member.ref, True
    if own:
        latest = max(own, key=lambda m: (m.seen_at, m.fingerprint.revision))
        return _beside(fingerprint, latest, "edit", candidates), False
    recent = [m for m in candidates if now - m.seen_at <= WINDOW]
    closest = _closest(fingerprint, recent, now)
    if closest is None:
        return StoryRef(story_id=story_id_of(fingerprint.article_id), role="first"), True
    story = [m.fingerprint for m in _of_story(recent, closest.member.ref.story_id)]
    return _beside(fingerprint, closest.member, _role(fingerprint, closest, story), recent), False


def _closest(fingerprint: Fingerprint, members: Iterable[Member], now: datetime) -> Likeness | None:
    best: Likeness | None = None
    for member in sorted(members, key=_age):
        if fingerprint.exact == member.fingerprint.exact:
            return likeness(fingerprint, member, now)
        found = likeness(fingerprint, member, now)
        if found is not None and (best is None or found.rank > best.rank):
            best = found
    return best


def _role(fingerprint: Fingerprint, closest: Likeness, story: list[Fingerprint]) -> StoryRole:
    if closest.by_text:
        return closest.role
    return "follow-up" if has_news(fingerprint, story) else closest.role


def _age(member: Member) -> tuple[datetime, str, str]:
    return (member.seen_at, member.fingerprint.article_id, member.fingerprint.revision)


def _beside(
    fingerprint: Fingerprint, member: Member, role: StoryRole, candidates: Iterable[Member]
) -> StoryRef:
    story_id = member.ref.story_id
    story = [m.fingerprint for m in _of_story(candidates, story_id)]
    return StoryRef(
        story_id=story_id, role=role, changes=changes(member.fingerprint, fingerprint, story)
    )


def _of_story(members: Iterable[Member], story_id: str) -> list[Member]:
    return [m for m in members if m.ref.story_id == story_id]
