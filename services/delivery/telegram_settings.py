"""What must be true of the settings for Telegram."""

import re
from typing import Final

from services.runtime.settings import SettingsError

TELEGRAM_API: Final = "https://api.telegram.org"
_TOKEN: Final = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{20,100}", re.ASCII)
_API: Final = re.compile(r"https?://[!-.0-~]+(/[!-~]*)?", re.ASCII)


def check_telegram(token: str, api: str) -> None:
    """Raise SettingsError where the token is no bot's, or the API has no web address."""
    if token and not _TOKEN.fullmatch(token):
        raise SettingsError(
            "DIDEBAN_TELEGRAM_TOKEN=(hidden): allowed is a bot's number, a colon and its key, "
            "as @BotFather gives them"
        )
    if not _API.fullmatch(api):
        raise SettingsError(f"DIDEBAN_TELEGRAM_API={api!r}: allowed is an http or https address")
