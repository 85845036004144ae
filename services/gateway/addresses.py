"""Addresses that people type: of a feed to read, of a webhook to call, of a reader."""

import ipaddress
from http import HTTPStatus

from dideban.alerting.targets import TargetError, checked_target
from services.gateway.desk import Desk
from services.gateway.problems import Problem
from services.runtime.http import HttpError
from services.runtime.http.guard import check_notation
from services.runtime.http.targets import parsed


async def checked(desk: Desk, url: str, field: str) -> str:
    """Return the address as typed, without spaces around it.

    A name that has no address just now is taken: every address is vetted again when it is dialled.

    Raises:
        Problem: it is no web address, or leads where the rules allow nobody to go.
    """
    url = url.strip()
    try:
        target = parsed(url)
        host = target.host or ""
        check_notation(host)
        if addresses := await _addresses(desk, host, target.port or 0):
            desk.rules.vetted(host, addresses, target.port or 0)
    except HttpError as error:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, f"{field}: {error}", field=field, fix=_fix(error)
        ) from error
    return url


def checked_text(channel: str, text: str, field: str) -> str:
    """Return a target of a channel in the form in which it is kept; nothing is looked up.

    Raises:
        Problem: it is none.
    """
    try:
        return checked_target(channel, text)
    except TargetError as error:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"{field}: {error.reason}",
            field=field,
            fix=error.fix or None,
        ) from error


async def _addresses(desk: Desk, host: str, port: int) -> list[str]:
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    try:
        return list(await desk.lookup(host, port))
    except (OSError, UnicodeError):
        return []


def _fix(error: HttpError) -> str:
    if "may not be fetched" in str(error):
        return (
            "use a public address, or let the operator allow this one, such as "
            "DIDEBAN_HTTP_ALLOW=127.0.0.1:8899"
        )
    return "give a whole address that begins with https:// or http://"
