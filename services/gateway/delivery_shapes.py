"""What the API takes and gives about delivery: the log, test messages, secrets."""

from datetime import datetime

from pydantic import AwareDatetime, Field

from services.gateway.shapes import Shape, SubscriptionRef, Text
from services.store.ledger import State


class TrialAsked(Shape):
    """A test message on its way; ask for it by its id until it is answered."""

    trial_id: str


class Trial(Shape):
    """A test message: when it was asked for, and what came back; times are UTC."""

    trial_id: str
    asked_at: datetime
    answered_at: datetime | None
    milliseconds: int | None
    outcome: str | None
    answer: str | None


class NewSecret(Shape):
    """How many hours the secret so far still signs beside the new one."""

    overlap_hours: float = Field(default=24, ge=0, le=168)


class MadeSecret(Shape):
    """A new signing secret, shown this once; until `previous_until` (UTC) both sign."""

    secret: str
    previous_until: datetime


class Attempt(Shape):
    """One try to send a message: when (UTC), how long it took, and what came back."""

    started_at: datetime
    milliseconds: int
    outcome: str
    answer: str | None


class Delivery(Shape):
    """What became of one match; those with the same `message_id` went out as one message."""

    match_id: str
    message_id: str
    subscription: SubscriptionRef
    kind: str | None
    channel: str
    state: str
    reason: str | None
    title: str
    source: str
    matched_at: datetime
    written_at: datetime
    ended_at: datetime | None
    next_attempt_at: datetime | None
    attempts: int
    acknowledged_at: datetime | None


class LogQuery(Shape):
    """What the delivery log is looked through by; `before` is the `next` of the page before."""

    subscription: str | None = Field(default=None, max_length=64)
    state: State | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    before: str | None = Field(default=None, max_length=200)
    limit: int = Field(default=50, ge=1, le=200)


class Deliveries(Shape):
    """A page of the delivery log, newest first; ask on with `before=next`."""

    deliveries: list[Delivery]
    next: str | None


class DeliveryDetail(Delivery):
    """One match with every attempt to tell it, oldest first."""

    tries: list[Attempt]


class Replay(Shape):
    """Which dead messages of a subscription to send again, by when they were matched (UTC)."""

    subscription_id: Text
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class Replayed(Shape):
    """How many matches are on their way again."""

    replayed: int
