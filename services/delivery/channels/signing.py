"""The signed message of the Standard Webhooks specification, version 1; pure."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import orjson

from schemas.matches import Match
from services.delivery.channel import Outgoing

SECRET_PREFIX: Final = "whsec_"  # noqa: S105  the form of a secret, not one
CONTENT_TYPE: Final = "application/json; charset=utf-8"


class SecretError(ValueError):
    """A signing secret is not `whsec_` and base64."""


def body_of(outgoing: Outgoing) -> bytes:
    """Return the message as JSON; the same bytes for the same matches, so at every retry.

    A digest holds its matches under `alerts`; a test holds none, and the time it was asked for.
    """
    notice = outgoing.notice
    subscription = {"id": outgoing.subscription_id, "name": notice.subscription}
    told = [_told(match) for match in notice.matches]
    several = {"alerts": told} if notice.kind == "digest" else {}
    one = told[0] if told and not several else {}
    message: dict[str, Any] = {
        "type": notice.kind,
        "timestamp": notice.matches[-1].matched_at if notice.matches else outgoing.now,
        "data": {"subscription": subscription, **one, **several},
    }
    return orjson.dumps(message, option=orjson.OPT_UTC_Z)


def _told(match: Match) -> dict[str, Any]:
    return {
        "article": match.article,
        "story": match.story,
        "highlights": match.highlights,
        "clauses": match.clauses,
        "seen_at": match.seen_at,
        "matched_at": match.matched_at,
    }


def signed_headers(
    message_id: str, body: bytes, secrets: Sequence[str], sent_at: datetime
) -> dict[str, str]:
    """Return the headers that prove who sent the body, and when; a signature for each secret.

    Raises:
        SecretError: a secret is malformed.
    """
    timestamp = int(sent_at.timestamp())
    signatures = [signature(secret, message_id, timestamp, body) for secret in secrets]
    return {
        "Content-Type": CONTENT_TYPE,
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return `v1,` and the base64 HMAC-SHA256 over id, timestamp and body.

    Raises:
        SecretError: the secret is malformed.
    """
    content = b".".join((message_id.encode(), str(timestamp).encode(), body))
    digest = hmac.digest(_key(secret), content, hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode()


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SecretError("the signing secret is no base64") from error
    if not key or not secret.startswith(SECRET_PREFIX):
        raise SecretError(f"the signing secret is not {SECRET_PREFIX} and base64")
    return key
