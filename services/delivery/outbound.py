"""What a claimed message is: the rows it tells, as the channel that sends it wants them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from dideban.alerting.holding import Hold, resting, was_held
from dideban.alerting.policy import policy_of
from dideban.messages.notice import Links, Notice, NoticeKind
from schemas.codec import decode
from schemas.matches import Match
from services.delivery.channel import Outgoing
from services.delivery.policy import Subscriber, disabled, unwanted
from services.store.ledger import State


def unsendable(row: Row[Any]) -> tuple[State, str] | None:
    """Return how a claimed message ends without being sent, and why, or None."""
    known = row.enabled is not None
    subscriber = Subscriber(name="", enabled=row.enabled, removed=row.removed) if known else None
    if (reason := unwanted(subscriber)) is not None:
        return "suppressed", f"{reason} before the alert could be sent"
    if not row.target:
        return "suppressed", f"the {row.channel} was taken away before the alert could be sent"
    if row.target_disabled is not None:
        return "dead", disabled(row.target_disabled)
    return None


def resting_now(row: Row[Any], now: datetime) -> Hold | None:
    """Return until when a claimed message has to wait: its reader's hours of quiet have come.

    Raises:
        PolicyError: what the store keeps of the policy cannot be read.
    """
    return resting(policy_of(row.policy), now)


def outgoing_of(rows: Sequence[Row[Any]], now: datetime, links: Links) -> Outgoing:
    """Return the message that these rows, claimed together, make.

    Raises:
        MalformedRecordError: what the ledger keeps of a match cannot be read.
        PolicyError: what the store keeps of the policy cannot be read.
    """
    first = rows[0]
    policy = policy_of(first.policy)
    kind: NoticeKind = "digest" if len(rows) > 1 else (first.kind or "alert")
    notice = Notice(
        kind=kind,
        subscription=first.subscription_name,
        matches=tuple(decode(Match, row.match) for row in rows),
        language=policy.language,
        zone=policy.zone,
        links=links,
    )
    return replace(_outgoing(first, first.message_id, notice, now), held=was_held(first.reason))


def test_of(row: Row[Any], now: datetime, links: Links) -> Outgoing:
    """Return the test message that a subscription's owner asked for.

    Raises:
        PolicyError: what the store keeps of the policy cannot be read.
    """
    policy = policy_of(row.policy)
    notice = Notice(
        kind="test",
        subscription=row.name,
        language=policy.language,
        zone=policy.zone,
        links=links,
    )
    return _outgoing(row, row.trial_id, notice, now)


def _outgoing(row: Row[Any], message_id: str, notice: Notice, now: datetime) -> Outgoing:
    overlaps = row.previous_until is not None and now < row.previous_until
    return Outgoing(
        message_id=message_id,
        subscription_id=row.subscription_id,
        target=row.target,
        secret=row.target_secret,
        previous_secret=row.previous_secret if overlaps else None,
        notice=notice,
        now=now,
    )
