"""Addresses that people type: of a feed to read, of a webhook to call, of a reader."""

import ipaddress
from http import HTTPStatus

from dideban.alerting.chat_targets import access_token
from dideban.alerting.named_targets import named_in
from dideban.alerting.push_target import push_target
from dideban.alerting.targets import TargetError, checked_target
from services.gateway import shapes
from services.gateway.desk import Desk
from services.gateway.identity import User
from services.gateway.problems import Problem
from services.runtime.http import HttpError
from services.runtime.http.guard import check_notation
from services.runtime.http.targets import parsed
from services.store import subscriptions


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


async def address_of(desk: Desk, user: User, wanted: shapes.NewTarget) -> subscriptions.Address:
    """Return where alerts go, as it can be kept.

    Raises:
        Problem: it is nothing that alerts can be sent to, or not for this user to choose.
    """
    channel, text = wanted.channel or ("webhook" if wanted.target else "live"), wanted.target or ""
    if wanted.secret is not None and channel != "ntfy":
        raise _refused("secret", f"a target of {channel} takes no token", "leave it out")
    if channel == "live":
        return subscriptions.LIVE
    if channel == "webhook":
        return subscriptions.Address(channel=channel, target=await checked(desk, text, "target"))
    target = checked_text(channel, text, "target")
    if channel == "email" and not user.administers:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "only an admin may have alerts sent to a mail address, for nobody asks its reader",
            field="target",
            fix="ask an admin to make this subscription",
        )
    if channel == "apprise":
        _check_named(desk, target)
    if channel in {"ntfy", "webpush"}:
        await checked(
            desk, push_target(target).endpoint if channel == "webpush" else target, "target"
        )
    return subscriptions.Address(channel=channel, target=target, secret=_token(wanted.secret))


def _check_named(desk: Desk, name: str) -> None:
    try:
        names = named_in(desk.settings.apprise_file)
    except TargetError as error:
        raise _refused("target", f"DIDEBAN_APPRISE_FILE: {error.reason}", error.fix) from error
    if name not in names:
        fix = f"give one of {', '.join(names)}" if names else "ask the operator to name one"
        raise _refused("target", f"the operator has named no target {name!r}", fix)


def _token(secret: str | None) -> str | None:
    try:
        return access_token(secret) if secret is not None else None
    except TargetError as error:
        raise _refused("secret", error.reason, error.fix) from error


def _refused(field: str, reason: str, fix: str) -> Problem:
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, f"{field}: {reason}", field=field, fix=fix or None
    )


def checked_text(channel: str, text: str, field: str) -> str:
    """Return a target of a channel in the form in which it is kept; nothing is looked up.

    Raises:
        Problem: it is none.
    """
    try:
        return checked_target(channel, text)
    except TargetError as error:
        raise _refused(field, error.reason, error.fix) from error


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
