"""ntfy: one message published as JSON to a topic of a server that the subscriber chose."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

import orjson

from dideban.alerting.chat_targets import ntfy_topic
from dideban.alerting.target_error import TargetError
from dideban.messages import short
from dideban.messages.notice import NoticeKind
from services.delivery.channel import Answer, Outgoing
from services.delivery.channels.http_answers import of_error, of_response
from services.runtime.http import GuardedClient, HttpError

MAX_ANSWER_BYTES: Final = 16_384
TAGS: Final[dict[NoticeKind, str]] = {
    "alert": "newspaper",
    "follow-up": "arrows_counterclockwise",
    "digest": "bookmark_tabs",
    "test": "wave",
}
PRIORITY: Final[dict[NoticeKind, int]] = {"alert": 4, "follow-up": 3, "digest": 3, "test": 3}
"""Of 1 to 5; 3 is usual, from 4 on a telephone vibrates longer (ntfy, "Message priority")."""
THROTTLED: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.INSUFFICIENT_STORAGE})
NEVER: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})


class Ntfy:
    """Publishes through the guarded client; the access token, if any, goes into the header."""

    def __init__(self, client: GuardedClient) -> None:
        self._client = client

    async def send(self, outgoing: Outgoing) -> Answer:
        """Return how the publishing ended; too much of it is tried again after a minute."""
        try:
            topic = ntfy_topic(outgoing.target)
            body = orjson.dumps(message_of(outgoing, topic.topic))
            response = await self._client.post(
                topic.server, body, headers=_headers(outgoing), max_answer_bytes=MAX_ANSWER_BYTES
            )
        except TargetError as error:
            return Answer(outcome="blocked", words=str(error), ending="never")
        except HttpError as error:
            return of_error(error)
        answer = of_response(response, outgoing.now, throttled=THROTTLED, never=NEVER)
        return answer if not outgoing.secret else _without(answer, outgoing.secret)


def _headers(outgoing: Outgoing) -> dict[str, str]:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if outgoing.secret:
        headers["Authorization"] = f"Bearer {outgoing.secret}"
    return headers


def _without(answer: Answer, secret: str) -> Answer:
    return replace(answer, words=answer.words.replace(secret, "(the token)"))


def message_of(outgoing: Outgoing, topic: str) -> dict[str, Any]:
    """Return the message; the same for the same matches.

    Its `sequence_id` lets a server from 2.16 on replace a message that is sent twice; an older one
    passes over it.
    """
    notice, told = outgoing.notice, short.ntfy(outgoing.notice)
    return {
        "topic": topic,
        "title": told.title,
        "message": told.body,
        "priority": PRIORITY[notice.kind],
        "tags": [TAGS[notice.kind]],
        "sequence_id": outgoing.message_id[:64],
        **({"click": told.url} if told.url else {}),
    }
