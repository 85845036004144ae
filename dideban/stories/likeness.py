"""How alike an article is to one that has its place, and which role that gives it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dideban.stories import figures, weights
from dideban.stories.contradictions import contradict, days_differ
from dideban.stories.evidence import Spoken, evidence
from dideban.stories.fingerprint import Fingerprint, containment, similarity
from dideban.stories.marks import NO_MARKS
from dideban.text.folding import primary
from schemas.articles import StoryRef, StoryRole

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

ANOTHER_DAY: Final = timedelta(hours=15)
REGULAR_WORDS: Final = 0.5
REGULAR_NUMBERS: Final = 0.6
"""A report that comes every day says the same words with other numbers the next day."""

NEW_NUMBERS: Final = 2
NEW_SHARE: Final = 0.5
TELLING: Final = 1.0
"""New numbers, and their share of all, from which an article has news of its own."""

_NEWS: Final = frozenset({"denial", "correction"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article that has its place: fingerprint, what was decided, when it was seen (UTC)."""

    fingerprint: Fingerprint
    ref: StoryRef
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Likeness:
    """A member and what binds an article to it: by its text, or else by its marks."""

    member: Member
    by_text: bool
    strength: float
    role: StoryRole

    @property
    def rank(self) -> tuple[bool, float]:
        """What is compared to find the closest: text before marks."""
        return (self.by_text, self.strength)


def likeness(fingerprint: Fingerprint, member: Member, now: datetime) -> Likeness | None:
    """Return what binds the article to a member, or None where they tell different news."""
    other = member.fingerprint
    if fingerprint.exact == other.exact:
        return Likeness(member, by_text=True, strength=2.0, role="copy")
    age = abs(now - member.seen_at)
    if of_another_day(fingerprint, other, age):
        return None
    role = _role_by_text(fingerprint, other)
    if role is not None:
        return Likeness(member, by_text=True, strength=containment(fingerprint, other), role=role)
    if NO_MARKS in (fingerprint.marks, other.marks) or _standing_text(fingerprint, other):
        return None
    left, right = spoken(fingerprint), spoken(other)
    strength = evidence(left, right, hours=age / timedelta(hours=1))
    if strength <= 0:
        return None
    role = "rewrite" if left.language == right.language else "translation"
    return Likeness(member, by_text=False, strength=strength, role=role)


def has_news(fingerprint: Fingerprint, story: Iterable[Fingerprint]) -> bool:
    """Say whether an article tells what its story's others do not: a denial, other figures."""
    others = list(story)
    if (fingerprint.said & _NEWS) - frozenset().union(*(each.said for each in others)):
        return True
    mine = frozenset(n for n in fingerprint.marks.numbers if weights.number(n) >= TELLING)
    new = mine - frozenset().union(*(each.marks.numbers for each in others))
    return len(new) >= NEW_NUMBERS and len(new) >= NEW_SHARE * len(mine)


def of_another_day(fingerprint: Fingerprint, other: Fingerprint, age: timedelta) -> bool:
    """Say whether they contradict each other, or are a regular report on two days."""
    if contradict(fingerprint.marks, other.marks):
        return True
    if age < ANOTHER_DAY or fingerprint.language != other.language:
        return False
    mine, theirs = fingerprint.marks, other.marks
    together = len(mine.words | theirs.words)
    regular = together and len(mine.words & theirs.words) / together >= REGULAR_WORDS
    if not regular:
        return False
    lacking = figures.lacking(mine.numbers, theirs.numbers)
    return lacking >= REGULAR_NUMBERS or days_differ(mine, theirs)


def _role_by_text(fingerprint: Fingerprint, other: Fingerprint) -> StoryRole | None:
    shared, contained = similarity(fingerprint, other), containment(fingerprint, other)
    if shared < MIN_SHARED or contained < FOLLOW_UP_CONTAINED:
        return None
    same_numbers = fingerprint.numbers == other.numbers
    if shared >= SAME_TEXT and same_numbers:
        return "copy"
    same_source = fingerprint.source == other.source
    same_subject = _title_overlap(fingerprint, other) >= SAME_SUBJECT
    if not same_subject and (same_source or contained < CLEARLY_SHARED):
        return None
    if contained < REWRITE_CONTAINED:
        return "follow-up"
    # A source that tells its own news again with other numbers has news.
    return "follow-up" if same_source and not same_numbers else "rewrite"


def spoken(fingerprint: Fingerprint) -> Spoken:
    """Return what evidence is taken from."""
    return Spoken(
        marks=fingerprint.marks,
        title=fingerprint.title_stems,
        language=primary(fingerprint.language),
    )


def _standing_text(fingerprint: Fingerprint, other: Fingerprint) -> bool:
    """Say whether a source's articles that are no one story share what it always writes."""
    return (
        fingerprint.source == other.source
        and containment(fingerprint, other) >= FOLLOW_UP_CONTAINED
    )


def _title_overlap(left: Fingerprint, right: Fingerprint) -> float:
    together = left.title_stems | right.title_stems
    return len(left.title_stems & right.title_stems) / len(together) if together else 0.0
