"""API tokens and users over the API."""

from datetime import timedelta
from http import HTTPStatus

from fastapi import APIRouter

from services.gateway import shapes
from services.gateway.desk import AtDesk, Desk
from services.gateway.identity import Administering, InPerson, Reading, User
from services.gateway.problems import Problem
from services.store import accounts

router = APIRouter(prefix=shapes.API, tags=["people"])


async def make_token(desk: Desk, user: User, wanted: shapes.NewToken) -> shapes.MadeToken:
    """Make an API token for a user.

    Raises:
        Problem: the user has as many as are allowed.
    """
    now, most = desk.now(), desk.settings.gateway_max_tokens
    expires_at = now + timedelta(days=wanted.days) if wanted.days else None
    async with desk.store.begin() as connection:
        if await accounts.count_tokens(connection, user.user_id) >= most:
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                f"you have {most} tokens, the limit gateway_max_tokens",
                field="name",
                fix="remove one first",
            )
        token = await accounts.add_token(
            connection,
            user.user_id,
            name=wanted.name,
            scope=wanted.scope,
            now=now,
            expires_at=expires_at,
        )
    return shapes.MadeToken(token=token, scope=wanted.scope, expires_at=expires_at)


@router.get("/tokens")
async def read_tokens(user: Reading, desk: AtDesk) -> shapes.Tokens:
    """Give your own API tokens, without their secrets."""
    async with desk.store.begin(reading=True) as connection:
        rows = await accounts.tokens_of(connection, user.user_id)
    return shapes.Tokens(
        tokens=[
            shapes.Token(
                token_id=accounts.token_id(row.token_hash),
                name=row.name,
                scope=row.scope,
                created_at=row.created_at,
                expires_at=row.expires_at,
                used_at=row.used_at,
            )
            for row in rows
        ]
    )


@router.post("/tokens", status_code=HTTPStatus.CREATED)
async def add_token(user: InPerson, desk: AtDesk, wanted: shapes.NewToken) -> shapes.MadeToken:
    """Make an API token of your own; it is shown this once."""
    return await make_token(desk, user, wanted)


@router.delete("/tokens/{token_id}", status_code=HTTPStatus.NO_CONTENT)
async def remove_token(user: InPerson, desk: AtDesk, token_id: str) -> None:
    """Forget an API token of your own."""
    async with desk.store.begin() as connection:
        if not await accounts.remove_token(connection, user.user_id, token_id):
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no token {token_id}", field="path")


@router.get("/users")
async def read_users(_: Administering, desk: AtDesk) -> shapes.Users:
    """Give everybody who may sign in."""
    async with desk.store.begin(reading=True) as connection:
        rows = await accounts.every_user(connection)
    return shapes.Users(
        users=[shapes.User(user_id=row.user_id, name=row.name, role=row.role) for row in rows]
    )


@router.post("/users", status_code=HTTPStatus.CREATED)
async def add_user(_: Administering, desk: AtDesk, wanted: shapes.NewUser) -> shapes.User:
    """Let somebody else sign in."""
    stored = await desk.passwords.hash(wanted.password)
    async with desk.store.begin() as connection:
        user_id = await accounts.add_user(
            connection,
            name=wanted.name,
            password_hash=stored,
            role=wanted.role,
            now=desk.now(),
        )
    if user_id is None:
        raise Problem(
            HTTPStatus.CONFLICT,
            f"name: {wanted.name!r} is taken",
            field="name",
            fix="choose another",
        )
    return shapes.User(user_id=user_id, name=wanted.name, role=wanted.role)
