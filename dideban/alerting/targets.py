"""Where alerts can go: the channels, and what a target of each looks like."""

from collections.abc import Callable, Mapping
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from dideban.alerting.chat_targets import ntfy_target, telegram_target
from dideban.alerting.mail_address import email_target
from dideban.alerting.named_targets import apprise_target
from dideban.alerting.push_target import webpush_target
from dideban.alerting.target_error import TargetError

__all__ = ("CHANNELS", "Channel", "TargetError", "checked_target", "email_target")

Channel = Literal["live", "webhook", "email", "telegram", "ntfy", "webpush", "apprise"]
"""`live` is the page and its stream, where every alert is shown, whatever its channel."""
CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)


def webhook_target(text: str) -> str:
    """Return the address of a webhook without spaces around it; nothing is looked up.

    Raises:
        TargetError: it is no http or https address.
    """
    address = text.strip()
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise TargetError(f"{address!r} is no address: {error}") from error
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        fix = "give a whole address that begins with https:// or http://"
        raise TargetError(f"{address!r} is no http or https address", fix)
    return address


CHECKS: Final[Mapping[str, Callable[[str], str]]] = {
    "webhook": webhook_target,
    "email": email_target,
    "telegram": telegram_target,
    "ntfy": ntfy_target,
    "webpush": webpush_target,
    "apprise": apprise_target,
}


def checked_target(channel: str, text: str) -> str:
    """Return a target of the channel in the form in which it is kept.

    Raises:
        TargetError: it is none, or the channel has no targets.
    """
    check = CHECKS.get(channel)
    if check is None:
        raise TargetError(f"nothing can be sent by {channel!r}", f"use one of {', '.join(CHECKS)}")
    return check(text)
