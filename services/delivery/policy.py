"""What becomes of a match when it enters the ledger: a pure function of what is known."""

from dataclasses import dataclass
from typing import Final

from dideban.alerting.targets import Channel
from schemas.articles import StoryRole
from schemas.matches import Match
from services.store.ledger import Entry

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
    """Where a subscription wants its alerts; `target_disabled` says why its target is off."""

    name: str
    enabled: bool = True
    removed: bool = False
    channel: Channel = "live"
    target: str | None = None
    target_disabled: str | None = None


def enter(match: Match, subscriber: Subscriber | None, *, story_led: bool) -> Entry:
    """Return the row for a match; `story_led` tells that the story was alerted before."""
    name = subscriber.name if subscriber else match.subscription_id
    channel = subscriber.channel if subscriber else "live"
    reason = unwanted(subscriber)
    if reason is None and story_led:
        reason = f"same story: {ROLE_WORDS[match.story.role]}"
    if reason is not None or subscriber is None:
        return Entry(
            match=match,
            subscription_name=name,
            state="suppressed",
            channel=channel,
            kind=None,
            reason=reason,
        )
    if subscriber.target_disabled is not None and channel != "live":
        return Entry(
            match=match,
            subscription_name=name,
            state="dead",
            channel=channel,
            kind="alert",
            reason=disabled(subscriber.target_disabled),
        )
    return Entry(
        match=match,
        subscription_name=name,
        state="delivered" if channel == "live" else "pending",
        channel=channel,
        kind="alert",
    )


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
