"""What a browser says of where to push to, checked before anything is encrypted for it; pure."""

import base64
import binascii
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import msgspec

from dideban.alerting.target_error import TargetError
from dideban.alerting.web_addresses import https_parts

P256DH_BYTES: Final = 65
AUTH_BYTES: Final = 16
"""RFC 8291, section 3.2."""
MAX_CHARS: Final = 4_000
EXAMPLE: Final = "https://push.example/send/abc"
FIX: Final = "give what pushManager.subscribe() gave, as JSON"
UNCOMPRESSED: Final = 4

# The curve P-256: y² = x³ - 3x + b modulo p (NIST SP 800-186, section 3.2.1.3).
_P: Final = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B: Final = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B


class _Keys(msgspec.Struct, frozen=True):
    p256dh: str
    auth: str


class _Subscription(msgspec.Struct, frozen=True):
    endpoint: str
    keys: _Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class PushTarget:
    """Where a browser listens: its push service's address, its public key and its secret."""

    endpoint: str
    p256dh: bytes
    auth: bytes


def push_target(text: str) -> PushTarget:
    """Return what the JSON of a `PushSubscription` says (Push API, section 9).

    Raises:
        TargetError: it is none, or nothing could be encrypted for it.
    """
    if len(text) > MAX_CHARS:
        raise TargetError(f"the push subscription is longer than {MAX_CHARS:,} characters", FIX)
    try:
        read = msgspec.json.decode(text, type=_Subscription)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise TargetError(f"the push subscription cannot be read: {error}", FIX) from error
    https_parts(read.endpoint, EXAMPLE)
    p256dh = _bytes_of("p256dh", read.keys.p256dh, P256DH_BYTES)
    if not _is_on_curve(p256dh):
        raise TargetError("keys.p256dh is no point of the curve P-256", FIX)
    auth = _bytes_of("auth", read.keys.auth, AUTH_BYTES)
    return PushTarget(endpoint=read.endpoint, p256dh=p256dh, auth=auth)


def webpush_target(text: str) -> str:
    """Return the subscription as JSON in its one form, with nothing but what is needed.

    Raises:
        TargetError: it is no push subscription.
    """
    target = push_target(text)
    keys = _Keys(p256dh=base64url(target.p256dh), auth=base64url(target.auth))
    return msgspec.json.encode(_Subscription(endpoint=target.endpoint, keys=keys)).decode()


def shown_webpush(target: str) -> str:
    """Return a kept subscription as it may be shown: whoever has its whole address can push."""
    try:
        parts = urlsplit(push_target(target).endpoint)
    except TargetError:
        return "…"
    return f"{parts.scheme}://{parts.netloc}/…"


def base64url(raw: bytes) -> str:
    """Return the text without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes_of(name: str, text: str, length: int) -> bytes:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise TargetError(f"keys.{name} is no base64url", FIX) from error
    if len(raw) != length:
        raise TargetError(f"keys.{name} has {len(raw)} bytes, not {length}", FIX)
    return raw


def _is_on_curve(point: bytes) -> bool:
    half = P256DH_BYTES // 2
    x, y = int.from_bytes(point[1 : 1 + half]), int.from_bytes(point[1 + half :])
    if point[0] != UNCOMPRESSED or not (x < _P and y < _P):
        return False
    return (y * y - (x * x * x - 3 * x + _B)) % _P == 0
