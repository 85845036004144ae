"""Who asks, and whether they may: a login's cookie or an API token, and a role."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Final, cast

from fastapi import Depends, Request, Response

from services.gateway.desk import AtDesk, Desk
from services.gateway.problems import Problem
from services.store import accounts
from services.store.accounts import Role, Scope
from services.store.alerts_view import Reader

BEARER: Final = "bearer "


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody known; `scope` is what their token allows, everything for a login."""

    user_id: str
    name: str
    role: Role
    scope: Scope
    by_token: bool = False

    @property
    def edits(self) -> bool:
        """Whether they may change things."""
        return self.role != "viewer" and self.scope == "write"

    @property
    def administers(self) -> bool:
        """Whether they may do everything."""
        return self.role == "admin" and self.scope == "write"

    def reader(self, subscription_id: str | None = None) -> Reader:
        """Return them as a reader of alerts."""
        return Reader(user_id=self.user_id, role=self.role, subscription_id=subscription_id)


def cookie_name(desk: Desk) -> str:
    """Return the cookie's name; `__Host-` binds it to this host, which needs https."""
    return "__Host-dideban" if desk.settings.secure else "dideban"


async def who(request: Request, desk: Desk) -> User | None:
    """Return who sends the request, or None."""
    authorization = request.headers.get("authorization", "")
    if authorization[: len(BEARER)].lower() == BEARER:
        return await _by_token(desk, authorization[len(BEARER) :].strip())
    if secret := request.cookies.get(cookie_name(desk)):
        async with desk.store.begin(reading=True) as connection:
            row = await accounts.user_of_login(connection, secret, desk.now())
        if row is not None:
            role = cast("Role", row.role)
            return User(user_id=row.user_id, name=row.name, role=role, scope="write")
    return None


async def _by_token(desk: Desk, token: str) -> User | None:
    now = desk.now()
    async with desk.store.begin(reading=True) as connection:
        row = await accounts.user_of_token(connection, token, now)
    if row is None:
        return None
    if row.used_at is None or now - row.used_at > accounts.USE_NOTED_EVERY:
        async with desk.store.begin() as connection:
            await accounts.note_token_use(connection, token, now)
    return User(
        user_id=row.user_id,
        name=row.name,
        role=cast("Role", row.role),
        scope=cast("Scope", row.scope),
        by_token=True,
    )


async def reading(request: Request, desk: AtDesk) -> User:
    """Return who asks.

    Raises:
        Problem: nobody known.
    """
    user = await who(request, desk)
    if user is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "nobody is signed in",
            fix="sign in, or send a valid API token as Authorization: Bearer …",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return user


async def editing(user: Annotated[User, Depends(reading)]) -> User:
    """Return who asks.

    Raises:
        Problem: they may not change things.
    """
    if not user.edits:
        raise _forbidden("editor", user)
    return user


async def administering(user: Annotated[User, Depends(reading)]) -> User:
    """Return who asks.

    Raises:
        Problem: they are no admin.
    """
    if not user.administers:
        raise _forbidden("admin", user)
    return user


async def in_person(user: Annotated[User, Depends(reading)]) -> User:
    """Return who asks.

    Raises:
        Problem: a token asks, for what only a person may do.
    """
    if user.by_token:
        raise Problem(HTTPStatus.FORBIDDEN, "an API token cannot do this", fix="sign in")
    return user


def _forbidden(role: str, user: User) -> Problem:
    if user.scope == "read":
        return Problem(
            HTTPStatus.FORBIDDEN, "this API token may only read", fix="make one of scope write"
        )
    return Problem(
        HTTPStatus.FORBIDDEN, f"this needs the role {role}, not {user.role}", fix="ask an admin"
    )


async def log_in(desk: Desk, request: Request, response: Response, user_id: str) -> None:
    """Start a new login, end the one that the browser had, and set the cookie."""
    secret, name = accounts.new_secret(), cookie_name(desk)
    lasts = timedelta(days=desk.settings.gateway_login_days)
    async with desk.store.begin() as connection:
        if old := request.cookies.get(name):
            await accounts.close_login(connection, old)
        await accounts.open_login(connection, user_id, secret, desk.now(), lasts)
    response.set_cookie(
        name,
        secret,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=desk.settings.secure,
        httponly=True,
        samesite="lax",
    )


async def log_out(desk: Desk, request: Request, response: Response) -> None:
    """End the login and forget the cookie."""
    name = cookie_name(desk)
    if secret := request.cookies.get(name):
        async with desk.store.begin() as connection:
            await accounts.close_login(connection, secret)
    response.delete_cookie(
        name, path="/", secure=desk.settings.secure, httponly=True, samesite="lax"
    )


type Reading = Annotated[User, Depends(reading)]
type Editing = Annotated[User, Depends(editing)]
type Administering = Annotated[User, Depends(administering)]
type InPerson = Annotated[User, Depends(in_person)]
