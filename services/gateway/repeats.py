"""Idempotency keys: a POST sent twice with one key acts once."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.desk import Desk
from services.gateway.identity import User
from services.gateway.problems import Problem
from services.store import idempotency

type IdempotencyKey = Annotated[str, Field(min_length=1, max_length=100)] | None


async def once(
    connection: AsyncConnection,
    desk: Desk,
    user: User,
    *,
    key: str | None,
    request: BaseModel,
    act: Callable[[], Awaitable[str]],
) -> str:
    """Return what `act` answers, or what it answered when the key came first.

    Raises:
        Problem: the key came with another request.
    """
    if key is None:
        return await act()
    try:
        answer, _ = await idempotency.once(
            connection,
            user_id=user.user_id,
            key=key,
            request=f"{type(request).__name__}\n{request.model_dump_json()}".encode(),
            now=desk.now(),
            act=act,
        )
    except idempotency.KeyUsedError as error:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "this Idempotency-Key came before, with another request",
            field="Idempotency-Key",
            fix="use a new key for a new request",
        ) from error
    return answer
