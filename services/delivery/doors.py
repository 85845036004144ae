"""Where a message leads its reader: to the desk, and out of what is sent to them."""

from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import Row

from dideban.alerting.way_out import token_of
from dideban.messages.notice import Links
from services.delivery.mail_settings import is_loopback
from services.store.engine import Store
from services.store.installation import LINK_KEY, key_of

NOWHERE: Final = Links()


class Doors:
    """Makes the links of a message; out of it only where nobody on the way can read the link."""

    def __init__(self, store: Store, public_url: str) -> None:
        self._store = store
        self._base = public_url.rstrip("/")
        self._safe = is_safe(public_url)
        self._key = b""

    async def links(self, row: Row[Any]) -> Links:
        """Return the links for a row with subscription_id and target.

        Raises:
            AwayError: the store, which has the key, is away.
        """
        if not self._base or not row.target:
            return NOWHERE
        desk = f"{self._base}/?subscription={row.subscription_id}"
        if not self._safe:
            return Links(desk=desk)
        if not self._key:
            async with self._store.begin() as connection:
                self._key = await key_of(connection, LINK_KEY)
        token = token_of(self._key, row.subscription_id, row.target)
        return Links(desk=desk, unsubscribe=f"{self._base}/unsubscribe/{token}")


def is_safe(url: str) -> bool:
    """Return whether a link there is read by nobody on the way: https, or this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
