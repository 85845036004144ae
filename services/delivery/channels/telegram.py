"""Telegram: one message of a bot to a chat, by the Bot API's sendMessage."""

from dataclasses import replace
from typing import Any, Final

import orjson

from dideban.messages.telegram import telegram
from services.delivery.channel import Answer, Outgoing
from services.delivery.channels.http_answers import of_error
from services.delivery.channels.telegram_answers import answer_of, without_token
from services.delivery.pacing import Turns
from services.runtime.http import GuardedClient, HttpError

MAX_ANSWER_BYTES: Final = 262_144
"""A good answer repeats the whole message with its entities."""
JSON: Final = {"Content-Type": "application/json; charset=utf-8"}
CHAT_SECONDS: Final = 1.0
ALL_SECONDS: Final = 1 / 30
"""One message a second to one chat, thirty a second in all (Bots FAQ, "Broadcasting")."""


def turns() -> Turns:
    """Return the pace that Telegram asks of a bot."""
    return Turns(each_seconds=CHAT_SECONDS, all_seconds=ALL_SECONDS)


class Telegram:
    """Sends as the operator's bot; its token is part of the address, so no word may show that."""

    def __init__(self, client: GuardedClient, *, token: str, api: str, turns: Turns) -> None:
        self._client = client
        self._address = f"{api.rstrip('/')}/bot{token}/sendMessage"
        self._turns = turns

    async def send(self, outgoing: Outgoing) -> Answer:
        """Return how it ended; `gone` where the bot was blocked, thrown out or knows no chat."""
        body = orjson.dumps(message_of(outgoing))
        await self._turns.wait(outgoing.target)
        try:
            response = await self._client.post(
                self._address, body, headers=JSON, max_answer_bytes=MAX_ANSWER_BYTES
            )
        except HttpError as error:
            answer = of_error(error)
            return replace(answer, words=without_token(answer.words))
        return answer_of(response)


def message_of(outgoing: Outgoing) -> dict[str, Any]:
    """Return the parameters of sendMessage; the same for the same matches."""
    chat = outgoing.target
    return {
        "chat_id": chat if chat.startswith("@") else int(chat),
        "text": telegram(outgoing.notice),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
