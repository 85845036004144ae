"""Which story an article belongs to, and what it adds to it; pure and the same every time."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from dideban.stories.changes import changes
from dideban.stories.fingerprint import Fingerprint
from dideban.stories.likeness import Likeness, Member, has_news, likeness
from schemas.articles import StoryRef

__all__ = [
    "WINDOW",
    "Member",
    "Tellers",
    "changes",
    "closest_of",
    "decide",
    "place_beside",
    "place_known",
    "story_id_of",
]

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
    known = place_known(fingerprint, candidates)
    if known is not None:
        return known
    closest = closest_of(fingerprint, candidates, now)
    if closest is None:
        return StoryRef(story_id=story_id_of(fingerprint.article_id), role="first")
    story_id = closest.member.ref.story_id
    story = [m for m in candidates if m.ref.story_id == story_id]
    return Tellers.of(story).counted(place_beside(fingerprint, closest, story), fingerprint)


def place_known(fingerprint: Fingerprint, candidates: Iterable[Member]) -> StoryRef | None:
    """Return the place that this revision of the article was given before."""
    for member in candidates:
        other = member.fingerprint
        if (other.article_id, other.revision) == (fingerprint.article_id, fingerprint.revision):
            return member.ref
    return None


def closest_of(
    fingerprint: Fingerprint, candidates: Iterable[Member], now: datetime
) -> Likeness | None:
    """Return what the article belongs to: its last revision, or the member most like it.

    None says that it opens a story.
    """
    members = sorted(candidates, key=_age)
    own = [m for m in members if m.fingerprint.article_id == fingerprint.article_id]
    if own:
        return Likeness(own[-1], by_text=True, strength=2.0, role="edit")
    best: Likeness | None = None
    for member in members:
        if now - member.seen_at > WINDOW:
            continue
        found = likeness(fingerprint, member, now)
        if found is not None and (best is None or found.rank > best.rank):
            best = found
    return best


def place_beside(fingerprint: Fingerprint, closest: Likeness, story: Iterable[Member]) -> StoryRef:
    """Return the place beside a member, its sources not yet counted.

    `story` need not hold all members: what is missing is only not seen to have been said before.
    """
    others = [m.fingerprint for m in story]
    role = closest.role
    if not closest.by_text and has_news(fingerprint, [closest.member.fingerprint, *others]):
        role = "follow-up"
    return StoryRef(
        story_id=closest.member.ref.story_id,
        role=role,
        changes=changes(closest.member.fingerprint, fingerprint, others),
    )


def _age(member: Member) -> tuple[datetime, str, str]:
    return (member.seen_at, member.fingerprint.article_id, member.fingerprint.revision)
