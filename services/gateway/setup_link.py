"""The one-time link that makes the first user, who is an admin."""

import os
from http import HTTPStatus
from pathlib import Path

from services.gateway.desk import Desk
from services.gateway.problems import Problem
from services.store import accounts

FILE: str = "setup-link.txt"


async def offer(desk: Desk, base_url: str) -> str | None:
    """Write the link to the home folder while nobody can sign in, and return it.

    The link of an earlier start no longer works.
    """
    path = desk.settings.home_path / FILE
    async with desk.store.begin() as connection:
        if await accounts.any_user(connection):
            path.unlink(missing_ok=True)
            return None
        code = accounts.new_secret()
        await accounts.put_setup_code(connection, code)
    link = f"{base_url}/setup?code={code}"
    _write_private(path, link + "\n")
    return link


def _write_private(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


async def is_open(desk: Desk, code: str) -> bool:
    """Return whether the code still makes the first user."""
    async with desk.store.begin(reading=True) as connection:
        return await accounts.is_setup_code(connection, code)


async def make_first_user(desk: Desk, code: str, name: str, password: str) -> str:
    """Make the first user, use the code up, and return the user's id.

    Raises:
        Problem: the code is not, or no longer, the right one.
    """
    if not await is_open(desk, code):
        raise _closed()
    stored = await desk.passwords.hash(password)
    async with desk.store.begin() as connection:
        if not await accounts.use_setup_code(connection, code):
            raise _closed()
        user_id = await accounts.add_user(
            connection, name=name, password_hash=stored, role="admin", now=desk.now()
        )
        if user_id is None:
            raise _closed()
    (desk.settings.home_path / FILE).unlink(missing_ok=True)
    return user_id


def _closed() -> Problem:
    return Problem(
        HTTPStatus.FORBIDDEN,
        "this set-up link does not work, or no longer",
        field="code",
        fix="sign in, or take the newest link from the terminal",
    )
