"""What becomes of a match when it enters the ledger: a pure function of what is known."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from dideban.alerting import follow_ups
from dideban.alerting.holding import Traffic, hold
from dideban.alerting.mutes import muted
from dideban.alerting.policy import PLAIN, Policy
from dideban.alerting.targets import Channel
from schemas.articles import StoryRole
from schemas.matches import Match
from services.store.ledger import Entry, Kind, State
from services.store.standing import NOTHING, Told

ROLE_WORDS: Final[dict[StoryRole, str]] = {
    "first": "another first report",
    "copy": "a copy",
    "edit": "an edit",
    "rewrite": "a rewrite",
    "translation": "a translation",
    "follow-up": "a follow-up",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Where a subscription wants its alerts, and how.

    `target_disabled` says why its target is off, `broken` why its policy cannot be read.
    """

    name: str
    enabled: bool = True
    removed: bool = False
    channel: Channel = "live"
    target: str | None = None
    target_disabled: str | None = None
    policy: Policy = PLAIN
    broken: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was told of the match's story, and what its subscription sent of late."""

    told: Told = NOTHING
    traffic: Traffic = field(default_factory=Traffic)


NEW: Final = Standing()


def enter(match: Match, subscriber: Subscriber | None, standing: Standing, now: datetime) -> Entry:
    """Return the row for a match that comes `now` (UTC)."""
    kind: Kind = "follow-up" if standing.told.led else "alert"
    known = subscriber or Subscriber(name=match.subscription_id)
    reason = unwanted(subscriber) or _not_told(match, known, standing.told, now)
    state: State = "suppressed"
    until: datetime | None = None
    if reason is None:
        state, reason, until = _on_its_way(known, standing.traffic, now)
    return Entry(
        match=match,
        subscription_name=known.name,
        state=state,
        channel=known.channel,
        kind=None if state == "suppressed" else kind,
        reason=reason,
        held_until=until,
    )


def _not_told(match: Match, subscriber: Subscriber, told: Told, now: datetime) -> str | None:
    """Return why the reader is not told of a match that its subscription wants, or None."""
    if mute := muted(match, subscriber.policy, now):
        return f"muted: {mute.kind} {mute.value}"
    if not told.led:
        return None
    same = f"same story: {ROLE_WORDS[match.story.role]}"
    if follow_ups.material(match.story) is None:
        return same
    refusal = follow_ups.refusal(
        told=told.follow_ups,
        acknowledged=told.acknowledged,
        allowed=subscriber.policy.follow_ups,
    )
    return f"{same}; {refusal}" if refusal else None


def _on_its_way(
    subscriber: Subscriber, traffic: Traffic, now: datetime
) -> tuple[State, str | None, datetime | None]:
    """Return the state of what is to be told, why, and until when it is held."""
    if subscriber.channel == "live":
        return "delivered", None, None
    if subscriber.target_disabled is not None:
        return "dead", disabled(subscriber.target_disabled), None
    if subscriber.broken is not None:
        return "dead", f"the store's record is broken: {subscriber.broken}", None
    if held := hold(subscriber.policy, traffic, now):
        return "deferred", held.reason, held.until
    return "pending", None, None


def unwanted(subscriber: Subscriber | None) -> str | None:
    """Return why nobody wants alerts of this subscription, or None."""
    if subscriber is None:
        return "the store knows no such subscription"
    if subscriber.removed:
        return "the subscription was removed"
    if not subscriber.enabled:
        return "the subscription is disabled"
    return None


def disabled(reason: str) -> str:
    """Return why an alert cannot go to a target that was disabled."""
    return f"the target is disabled: {reason}"
