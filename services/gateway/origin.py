"""Which requests may come in at all: to hosts that are ours, and changes our own pages ask for."""

import ipaddress
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from services.gateway.problems import Problem

WAY_OUT: Final = re.compile(r"/unsubscribe/[^/]+")
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OURS: Final = frozenset({"same-origin", "none"})


def check_host(host: str, public_url: str, listens_on: str) -> None:
    """Refuse a name that is not ours, for a stranger's name may lead here (DNS rebinding).

    Raises:
        Problem: the Host header names another host than this one.
    """
    name = (urlsplit(f"//{host}").hostname or "").lower()
    if name in {"localhost", listens_on, urlsplit(public_url).hostname} or _is_address(name):
        return
    raise Problem(
        HTTPStatus.MISDIRECTED_REQUEST,
        f"this is not {name or 'a host without a name'!r}",
        field="Host",
        fix=f"set DIDEBAN_PUBLIC_URL=https://{name} if people reach it by this name",
    )


def proves_itself(method: str, path: str) -> bool:
    """Return whether a request needs no origin, since its signed link alone allows the change.

    No cookie is looked at there, so that another site gains nothing by a reader's browser; and
    mail programs, which name no origin, must be able to send it (RFC 8058).
    """
    return method == "POST" and WAY_OUT.fullmatch(path) is not None


def check_origin(method: str, headers: Mapping[str, str], public_url: str) -> None:
    """Refuse a change that another site asks a browser for.

    A request with an API token needs no check, for no browser adds one by itself. Where the
    browser says where a request comes from (Sec-Fetch-Site), that decides: under our
    Referrer-Policy it sends `Origin: null` with forms.

    Raises:
        Problem: the request comes from another site, or does not say from where.
    """
    if method in SAFE_METHODS or headers.get("authorization", "").lower().startswith("bearer "):
        return
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        good = site in OURS and (origin in {None, "null"} or _is_ours(origin, headers, public_url))
    else:
        good = _is_ours(origin, headers, public_url)
    if not good:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "the request does not come from a page of this server",
            field="Origin",
            fix="use the page itself, or an API token as Authorization: Bearer …",
        )


def _is_ours(origin: str | None, headers: Mapping[str, str], public_url: str) -> bool:
    if origin is None:
        return False
    if public_url:
        expected = urlsplit(public_url)
        if origin == f"{expected.scheme}://{expected.netloc}":
            return True
    return urlsplit(origin).netloc == headers.get("host")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
