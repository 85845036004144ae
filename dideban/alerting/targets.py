"""Where alerts can go: the channels, and what a target of each looks like."""

from typing import Final, Literal, get_args

Channel = Literal["live", "webhook", "email", "telegram", "ntfy", "webpush", "apprise"]
"""`live` is the page and its stream, where every alert is shown, whatever its channel."""
CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)


class TargetError(ValueError):
    """A target is none of its channel; the message says why and what to write."""
