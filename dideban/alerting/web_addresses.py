"""Addresses of push servers that people give: https, or http to this very machine."""

import ipaddress
from typing import Final
from urllib.parse import SplitResult, urlsplit

from dideban.alerting.target_error import TargetError

MAX_URL_CHARS: Final = 2_000


def https_parts(text: str, example: str) -> SplitResult:
    """Return the parts of an address to which messages can be sent.

    Raises:
        TargetError: it is none; the message ends with `example`.
    """
    fix = f"give one such as {example}"
    if len(text) > MAX_URL_CHARS:
        raise TargetError(f"the address is longer than {MAX_URL_CHARS:,} characters", fix)
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        raise TargetError("the address has a character that no address has", fix)
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise TargetError(f"the address cannot be read: {error}", fix) from error
    if not host:
        raise TargetError("the address names no host", fix)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise TargetError("the address does not begin with https://", fix)
    if "@" in parts.netloc:
        raise TargetError("the address holds a user name or a password", fix)
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
