"""Checking a name and a password, no oftener than the throttle allows."""

from http import HTTPStatus

from services.gateway.desk import Desk
from services.gateway.problems import Problem
from services.store import accounts


async def user_id_of(desk: Desk, name: str, password: str, address: str) -> str:
    """Return the id of the user with this name and password.

    Raises:
        Problem: there is none, or too many were tried.
    """
    account = name.casefold()
    if seconds := desk.throttle.wait_seconds(account, address, desk.now()):
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too many tries",
            field="password",
            fix=f"try again in {seconds} s",
            headers={"Retry-After": str(seconds)},
        )
    async with desk.store.begin(reading=True) as connection:
        row = await accounts.user_named(connection, name)
    if not await desk.passwords.fits(row.password_hash if row else None, password) or row is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "name or password is wrong",
            field="password",
            fix="try again; an admin can make another user",
        )
    desk.throttle.forget(account, address)
    return str(row.user_id)
