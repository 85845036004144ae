"""Webhooks: one signed POST, by the Standard Webhooks specification; no redirect is followed."""

from typing import Final

from services.delivery.channel import Answer, Outgoing
from services.delivery.channels.http_answers import of_error, of_response
from services.delivery.channels.signing import SecretError, body_of, signed_headers
from services.runtime.http import GuardedClient, HttpError

MAX_ANSWER_BYTES: Final = 4_096


class Webhook:
    """Posts through the guarded client, which reaches only addresses that the rules allow."""

    def __init__(self, client: GuardedClient) -> None:
        self._client = client

    async def send(self, outgoing: Outgoing) -> Answer:
        """Return how the POST ended; 410 means that the receiver wants no more."""
        body = body_of(outgoing)
        secrets = [outgoing.secret or ""]
        if outgoing.previous_secret is not None:
            secrets.append(outgoing.previous_secret)
        try:
            headers = signed_headers(outgoing.message_id, body, secrets, outgoing.now)
            response = await self._client.post(
                outgoing.target, body, headers=headers, max_answer_bytes=MAX_ANSWER_BYTES
            )
        except SecretError as error:
            return Answer(outcome="secret", words=str(error))
        except HttpError as error:
            return of_error(error)
        return of_response(response, outgoing.now)
