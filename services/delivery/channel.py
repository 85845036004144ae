"""How a message leaves: what a channel is given, and what it says of how the sending ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from dideban.messages.notice import Notice

type Ending = Literal["delivered", "again", "never", "gone"]
"""`again` is tried later; `never` ends this message; `gone` also ends the target for all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an attempt brought; `outcome` names it in the delivery log, from a closed set.

    A `throttled` target is left alone for a minute at least; one that `refused` may have to be
    mended by its owner. `retry_after_seconds` is what it asked for itself; `moved_to` is its new
    name, which the subscription takes. What is `ours` is the operator's to mend, and says nothing
    of the target.
    """

    outcome: str
    words: str
    ending: Ending = "again"
    retry_after_seconds: float | None = None
    throttled: bool = False
    refused: bool = False
    moved_to: str | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message on its way; `message_id` is the same at every retry and replay.

    `secret` is what the subscription keeps for its target: a signing secret, an access token;
    `previous_secret` is one that was replaced and still holds. A `held` one waited as its reader
    wished.
    """

    message_id: str
    subscription_id: str
    target: str
    secret: str | None
    previous_secret: str | None = None
    notice: Notice
    now: datetime
    held: bool = False


class Channel(Protocol):
    """Sends one message and says how it ended; raises nothing that a target can cause."""

    async def send(self, outgoing: Outgoing) -> Answer:
        """Return how the attempt ended, within the seconds the settings give an attempt."""
