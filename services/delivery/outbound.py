"""One signed POST of a claimed row and what came back, in words that can be stored."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row

from schemas.matches import Match
from services.delivery.policy import Subscriber, disabled, unwanted
from services.delivery.retry import Answer
from services.delivery.webhook import SecretError, alert_body, signed_headers
from services.runtime.http import GuardedClient, HttpError
from services.store.ledger import State

MAX_ANSWER_BYTES: Final = 4_096
SHOWN_CHARS: Final = 200


def unsendable(row: Row[Any]) -> tuple[State, str] | None:
    """Return how a claimed row ends without being sent, and why, or None."""
    known = row.enabled is not None
    subscriber = Subscriber(name="", enabled=row.enabled, removed=row.removed) if known else None
    if (reason := unwanted(subscriber)) is not None:
        return "suppressed", f"{reason} before the alert could be sent"
    if not row.webhook_url:
        return "suppressed", "the webhook was taken away before the alert could be sent"
    if row.target_disabled is not None:
        return "dead", disabled(row.target_disabled)
    return None


async def post_alert(client: GuardedClient, row: Row[Any], match: Match, now: datetime) -> Answer:
    """Send a claimed row to its webhook and return the answer; never follows a redirect."""
    body = alert_body(match, row.subscription_name)
    try:
        headers = signed_headers(row.match_id, body, row.webhook_secret or "", now)
        response = await client.post(
            row.webhook_url, body, headers=headers, max_answer_bytes=MAX_ANSWER_BYTES
        )
    except SecretError as error:
        return Answer(kind="secret", words=str(error))
    except HttpError as error:
        return Answer(kind=error.outcome, words=storable(str(error)))
    return Answer(
        status=response.status,
        words=answer_words(response.status, response.body),
        retry_after=response.headers.get("Retry-After"),
    )


def answer_words(status: int, body: bytes) -> str:
    """Return the status and the beginning of the body."""
    said = storable(body.decode("utf-8", "replace"))
    return f"{status}: {said}" if said else str(status)


def storable(text: str) -> str:
    """Return the text on one line, short, with nothing a store or a terminal chokes on."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= SHOWN_CHARS else line[: SHOWN_CHARS - 1] + "…"
