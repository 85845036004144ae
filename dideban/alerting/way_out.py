"""The link by which a reader ends what is sent to them, without a login: what it holds, pure."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final

PURPOSE: Final = b"unsubscribe"
TARGET_CHARS: Final = 12
MAC_BYTES: Final = 18
"""144 bits, beyond guessing; 24 letters of base64 without padding."""
_TOKEN: Final = re.compile(r"([\w-]{1,64})\.([0-9a-f]{12})\.([\w-]{24})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """Whose messages to end: of a subscription, as long as it goes to this target."""

    subscription_id: str
    target_digest: str


def digest_of(target: str) -> str:
    """Return by what a link knows its target; the address itself is not in the link."""
    whole = hashlib.sha256(target.encode("utf-8", "surrogatepass")).hexdigest()
    return whole[:TARGET_CHARS]


def token_of(key: bytes, subscription_id: str, target: str) -> str:
    """Return the last part of the link, in letters that a URL takes as they are."""
    named = f"{subscription_id}.{digest_of(target)}"
    return f"{named}.{_mac(key, named)}"


def way_out_of(key: bytes, token: str) -> WayOut | None:
    """Return what a token names, or None where it was not made with this key."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    subscription_id, target, mac = found.groups()
    if not hmac.compare_digest(mac, _mac(key, f"{subscription_id}.{target}")):
        return None
    return WayOut(subscription_id=subscription_id, target_digest=target)


def _mac(key: bytes, named: str) -> str:
    whole = hmac.digest(key, PURPOSE + b"\0" + named.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(whole[:MAC_BYTES]).decode()
