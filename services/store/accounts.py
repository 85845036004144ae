"""People who sign in: users, the one-time set-up code, logins and API tokens.

Secrets arrive in plain text and are kept as SHA-256 (they are random, so no salt is needed);
passwords arrive already hashed.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Row, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.statements import insert_new, upsert
from services.store.tables import logins, settings, tokens, users

type Role = Literal["viewer", "editor", "admin"]
type Scope = Literal["read", "write"]

USER_PREFIX: Final = "user_"
"""Begins the id of every user; an owner without it (`local`, say) is nobody's in particular."""
TOKEN_PREFIX: Final = "dideban_"  # noqa: S105  what a token begins with, so that scanners find it
SETUP_CODE: Final = "setup_code"
TOKEN_ID_CHARS: Final = 16
USE_NOTED_EVERY: Final = timedelta(minutes=1)
"""A token's last use is kept to this precision, so that reads seldom write."""


def new_secret() -> str:
    """Return 256 random bits in letters that fit a link, a cookie and a header."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def shared(owner: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that what `owner` has belongs to everyone at the desk."""
    return ~owner.startswith(USER_PREFIX, autoescape=True)


def visible(owner: ColumnElement[str], user_id: str, role: Role) -> ColumnElement[bool]:
    """Return the condition that a user may see what `owner` has; an admin sees everything."""
    if role == "admin":
        return owner.is_not(None)
    return or_(owner == user_id, shared(owner))


async def any_user(connection: AsyncConnection) -> bool:
    """Return whether anybody can sign in."""
    return bool((await connection.execute(select(exists(select(users.c.user_id))))).scalar_one())


async def add_user(
    connection: AsyncConnection, *, name: str, password_hash: str, role: Role, now: datetime
) -> str | None:
    """Add a user and return the id, or None where the name is taken."""
    user_id = USER_PREFIX + secrets.token_hex(8)
    row = {
        "user_id": user_id,
        "name": name,
        "password_hash": password_hash,
        "role": role,
        "created_at": now,
    }
    return user_id if await insert_new(connection, users, [row]) else None


async def user_named(connection: AsyncConnection, name: str) -> Row[Any] | None:
    """Return the user with this name, or None."""
    return (await connection.execute(select(users).where(users.c.name == name))).one_or_none()


async def every_user(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Return all users by name."""
    return (await connection.execute(select(users).order_by(users.c.name))).all()


async def put_setup_code(connection: AsyncConnection, code: str) -> None:
    """Make this the only code that sets up the first user."""
    row = {"name": SETUP_CODE, "value": hash_of(code)}
    await upsert(connection, settings, ["name"], row)


async def is_setup_code(connection: AsyncConnection, code: str) -> bool:
    """Return whether the code still opens the set-up."""
    return bool((await connection.execute(select(exists().where(_setup_code(code))))).scalar_one())


async def use_setup_code(connection: AsyncConnection, code: str) -> bool:
    """Use the code up; return whether it was the right one and nobody was faster."""
    return (await connection.execute(delete(settings).where(_setup_code(code)))).rowcount == 1


def _setup_code(code: str) -> ColumnElement[bool]:
    return (settings.c.name == SETUP_CODE) & (settings.c.value == hash_of(code))


async def open_login(
    connection: AsyncConnection, user_id: str, secret: str, now: datetime, lasts: timedelta
) -> None:
    """Keep a login until `now + lasts`, and forget those that have ended."""
    await connection.execute(delete(logins).where(logins.c.expires_at <= now))
    await connection.execute(
        insert(logins).values(
            login_hash=hash_of(secret), user_id=user_id, created_at=now, expires_at=now + lasts
        )
    )


async def close_login(connection: AsyncConnection, secret: str) -> None:
    """End a login."""
    await connection.execute(delete(logins).where(logins.c.login_hash == hash_of(secret)))


async def user_of_login(connection: AsyncConnection, secret: str, now: datetime) -> Row[Any] | None:
    """Return the user who is logged in with this secret, or None."""
    query = (
        select(users)
        .join(logins, logins.c.user_id == users.c.user_id)
        .where(logins.c.login_hash == hash_of(secret), logins.c.expires_at > now)
    )
    return (await connection.execute(query)).one_or_none()


async def add_token(
    connection: AsyncConnection,
    user_id: str,
    *,
    name: str,
    scope: Scope,
    now: datetime,
    expires_at: datetime | None,
) -> str:
    """Add an API token and return it; it cannot be read again."""
    token = TOKEN_PREFIX + new_secret()
    await connection.execute(
        insert(tokens).values(
            token_hash=hash_of(token),
            user_id=user_id,
            name=name,
            scope=scope,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return token


def token_id(token_hash: str) -> str:
    """Return the name by which a token is listed and removed."""
    return token_hash[:TOKEN_ID_CHARS]


async def tokens_of(connection: AsyncConnection, user_id: str) -> Sequence[Row[Any]]:
    """Return a user's tokens, oldest first."""
    query = select(tokens).where(tokens.c.user_id == user_id).order_by(tokens.c.created_at)
    return (await connection.execute(query)).all()


async def count_tokens(connection: AsyncConnection, user_id: str) -> int:
    """Return how many tokens a user has."""
    query = select(func.count()).select_from(tokens).where(tokens.c.user_id == user_id)
    return int((await connection.execute(query)).scalar_one())


async def remove_token(connection: AsyncConnection, user_id: str, wanted: str) -> bool:
    """Forget a token of this user; return whether there was one."""
    named = func.substr(tokens.c.token_hash, 1, TOKEN_ID_CHARS) == wanted
    statement = delete(tokens).where(tokens.c.user_id == user_id, named)
    return (await connection.execute(statement)).rowcount == 1


async def user_of_token(connection: AsyncConnection, token: str, now: datetime) -> Row[Any] | None:
    """Return the user of a token that has not expired, with its `scope` and `used_at`, or None."""
    query = (
        select(users, tokens.c.scope, tokens.c.used_at)
        .join(tokens, tokens.c.user_id == users.c.user_id)
        .where(
            tokens.c.token_hash == hash_of(token),
            or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > now),
        )
    )
    return (await connection.execute(query)).one_or_none()


async def note_token_use(connection: AsyncConnection, token: str, now: datetime) -> None:
    """Note that a token was used."""
    statement = update(tokens).where(tokens.c.token_hash == hash_of(token)).values(used_at=now)
    await connection.execute(statement)
