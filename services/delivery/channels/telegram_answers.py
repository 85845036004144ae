"""What an answer of Telegram's Bot API says of a delivery ("Making requests"); pure."""

import re
from http import HTTPStatus
from typing import Final

import msgspec

from services.delivery.channel import Answer
from services.delivery.channels.http_answers import answer_words, outcome_of, storable
from services.runtime.http import Response

_TOKEN: Final = re.compile(r"(bot)?\d+:[\w-]{6,}")
_GONE: Final = re.compile(
    r"chat not found|user not found|group chat was deactivated|PEER_ID_INVALID", re.IGNORECASE
)
_RIGHTS: Final = re.compile(r"not enough rights|no rights|CHAT_\w+_FORBIDDEN", re.IGNORECASE)


class _Parameters(msgspec.Struct, frozen=True):
    migrate_to_chat_id: int | None = None
    retry_after: float | None = None


class _Said(msgspec.Struct, frozen=True):
    ok: bool
    description: str = ""
    parameters: _Parameters = _Parameters()


def answer_of(response: Response) -> Answer:
    """Return what the answer means; one that is not the Bot API's is tried again."""
    status = response.status
    try:
        said = msgspec.json.decode(response.body, type=_Said)
    except (msgspec.DecodeError, UnicodeError):
        return _unread(response)
    if said.ok and status == HTTPStatus.OK:
        return Answer(outcome="delivered", words=str(status), ending="delivered")
    return _refusal(status, said)


def without_token(text: str) -> str:
    """Return the words with whatever looks like a bot's token taken out."""
    return _TOKEN.sub("(the token)", text)


def _refusal(status: int, said: _Said) -> Answer:
    outcome, words = outcome_of(status), storable(f"{status}: {without_token(said.description)}")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = said.parameters.retry_after
        return Answer(outcome=outcome, words=words, retry_after_seconds=seconds, throttled=True)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        fault = f"the bot's token is not taken, the operator must mend it: {words}"
        return Answer(outcome=outcome, words=fault, refused=True, ours=True)
    if status == HTTPStatus.FORBIDDEN or _GONE.search(said.description):
        return Answer(outcome=outcome, words=f"the bot may not write there: {words}", ending="gone")
    if status == HTTPStatus.BAD_REQUEST:
        return _bad_request(outcome, words, said)
    return Answer(outcome=outcome, words=words)


def _bad_request(outcome: str, words: str, said: _Said) -> Answer:
    if (chat := said.parameters.migrate_to_chat_id) is not None:
        moved = f"the group has moved to {chat}: {words}"
        return Answer(outcome=outcome, words=moved, moved_to=str(chat))
    if _RIGHTS.search(said.description):
        return Answer(outcome=outcome, words=words, refused=True)
    return Answer(outcome=outcome, words=words, ending="never")


def _unread(response: Response) -> Answer:
    words = without_token(answer_words(response.status, response.body))
    good = response.status == HTTPStatus.OK
    outcome = "parse_error" if good else outcome_of(response.status)
    throttled = response.status == HTTPStatus.TOO_MANY_REQUESTS
    told = f"the answer is not the Bot API's: {words}"
    return Answer(outcome=outcome, words=told, throttled=throttled, refused=not throttled)
