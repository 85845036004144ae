"""Web Push: one message to a browser, encrypted for it, by way of its maker's push service."""

import hashlib
import os
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)

from dideban.alerting.push_target import base64url, push_target
from dideban.alerting.target_error import TargetError
from dideban.messages import short
from services.delivery.channel import Answer, Outgoing
from services.delivery.channels.http_answers import of_error, of_response
from services.delivery.channels.push_encryption import SALT_BYTES, encrypted
from services.delivery.channels.vapid import authorization
from services.runtime.http import GuardedClient, HttpError
from services.runtime.outcomes import AwayError
from services.store.engine import Store
from services.store.push_key import push_key

MAX_ANSWER_BYTES: Final = 4_096
TTL_SECONDS: Final = 72 * 3600
"""How long a push service keeps the message for a browser that is off; 0 would drop it."""
TOPIC_CHARS: Final = 32
"""RFC 8030, section 5.4."""
GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
NEVER: Final = frozenset({HTTPStatus.REQUEST_ENTITY_TOO_LARGE})

type KeyOf = Callable[[], Awaitable[EllipticCurvePrivateKey]]


class KeptKey:
    """The installation's key, read from the store once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._key: EllipticCurvePrivateKey | None = None

    async def __call__(self) -> EllipticCurvePrivateKey:
        """Return the key; raises AwayError while the store is away."""
        if self._key is None:
            async with self._store.begin() as connection:
                self._key = await push_key(connection)
        return self._key


class WebPush:
    """Sends through the guarded client: an endpoint is an address that its subscriber chose."""

    def __init__(self, client: GuardedClient, *, key: KeyOf, subject: str) -> None:
        self._client = client
        self._key = key
        self._subject = subject

    async def send(self, outgoing: Outgoing) -> Answer:
        """Return how it ended; a browser that unsubscribed is `gone`."""
        try:
            target = push_target(outgoing.target)
            made = generate_private_key(SECP256R1())
            payload = short.web_push(outgoing.notice)
            body = encrypted(payload, target, key=made, salt=os.urandom(SALT_BYTES))
            key = await self._key()
            told = authorization(target.endpoint, key, self._subject, outgoing.now)
            response = await self._client.post(
                target.endpoint,
                body,
                headers=headers_of(outgoing, told),
                max_answer_bytes=MAX_ANSWER_BYTES,
            )
        except TargetError as error:
            return Answer(outcome="blocked", words=str(error), ending="never")
        except AwayError as away:
            return Answer(outcome="unset", words=f"the key cannot be read: {away}")
        except HttpError as error:
            return of_error(error)
        return of_response(response, outgoing.now, gone=GONE, never=NEVER)


def headers_of(outgoing: Outgoing, told: str) -> dict[str, str]:
    """Return the headers of RFC 8030 and RFC 8188."""
    return {
        "Authorization": told,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL_SECONDS),
        "Urgency": "high" if outgoing.notice.kind in {"alert", "test"} else "normal",
        "Topic": topic_of(outgoing),
    }


def topic_of(outgoing: Outgoing) -> str:
    """Return 32 characters; an undelivered message of the same topic is replaced by a newer one.

    That is right for the news of one story, and for a message that is sent twice; a digest stands
    for itself.
    """
    notice = outgoing.notice
    of_one_story = notice.kind in {"alert", "follow-up"} and notice.matches
    about = notice.matches[0].story.story_id if of_one_story else outgoing.message_id
    digest = hashlib.sha256(f"{outgoing.subscription_id} {about}".encode()).digest()
    return base64url(digest)[:TOPIC_CHARS]
