"""What a target of Telegram and of ntfy looks like; pure."""

import re
from dataclasses import dataclass
from typing import Final

from dideban.alerting.target_error import TargetError
from dideban.alerting.web_addresses import https_parts

_CHAT_ID: Final = re.compile(r"-?[1-9][0-9]{0,15}", re.ASCII)
"""Of at most 52 bits (Telegram's Bot API, "Chat")."""
_CHANNEL: Final = re.compile(r"@[A-Za-z][A-Za-z0-9_]{4,31}", re.ASCII)
_TOPIC: Final = re.compile(r"[-_A-Za-z0-9]{1,64}", re.ASCII)
"""The characters that ntfy's server takes in the name of a topic."""
_TOKEN: Final = re.compile(r"[!-~]{1,200}", re.ASCII)
NTFY_EXAMPLE: Final = "https://ntfy.example/gas-alerts"
NTFY_FIX: Final = f"give one such as {NTFY_EXAMPLE}"


def telegram_target(text: str) -> str:
    """Return the chat that a message goes to: a number, negative for groups, or @channel.

    Raises:
        TargetError: it is neither.
    """
    chat = text.strip()
    if _CHAT_ID.fullmatch(chat) or _CHANNEL.fullmatch(chat):
        return chat
    raise TargetError(
        f"{chat[:40]!r} is no Telegram chat",
        "give its number, such as 123456789 or -1001234567890, or the name of a public channel, "
        "such as @gas_news",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NtfyTopic:
    """The root of an ntfy server, and a topic on it."""

    server: str
    topic: str


def ntfy_topic(text: str) -> NtfyTopic:
    """Return the parts of a topic's address.

    Raises:
        TargetError: it is no topic of an ntfy server.
    """
    parts = https_parts(text.strip(), NTFY_EXAMPLE)
    topic = parts.path.removeprefix("/").removesuffix("/")
    if parts.query or parts.fragment:
        raise TargetError("the address has more than a topic", NTFY_FIX)
    if not _TOPIC.fullmatch(topic):
        raise TargetError(
            f"{topic[:70]!r} is no topic: 1 to 64 letters of a to z, digits, - and _", NTFY_FIX
        )
    return NtfyTopic(server=f"{parts.scheme}://{parts.netloc.lower()}/", topic=topic)


def ntfy_target(text: str) -> str:
    """Return the topic's address in its one form.

    Raises:
        TargetError: it is no topic of an ntfy server.
    """
    topic = ntfy_topic(text)
    return topic.server + topic.topic


def access_token(text: str) -> str:
    """Return an access token that can go into a header.

    Raises:
        TargetError: it cannot; the message does not repeat it.
    """
    token = text.strip()
    if not _TOKEN.fullmatch(token):
        raise TargetError(
            "the token is empty, too long or has a space", "copy it from the server's account page"
        )
    return token
