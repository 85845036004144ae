"""Answers kept under the key a client chose, so that a request sent twice acts once.

After draft-ietf-httpapi-idempotency-key-header: a key used again with another request is refused.
"""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.tables import answers

KEPT: Final = timedelta(days=1)


class KeyUsedError(ValueError):
    """The key was used before, with another request."""


async def once(
    connection: AsyncConnection,
    *,
    user_id: str,
    key: str,
    request: bytes,
    now: datetime,
    act: Callable[[], Awaitable[str]],
) -> tuple[str, bool]:
    """Return what `act` answers, or answered the first time, and whether it acted now.

    The act and its answer are one transaction: that of `connection`.

    Raises:
        KeyUsedError: the key belongs to another request.
    """
    await connection.execute(delete(answers).where(answers.c.written_at < now - KEPT))
    digest = hashlib.sha256(request).hexdigest()
    query = select(answers).where(answers.c.user_id == user_id, answers.c.key == key)
    if known := (await connection.execute(query)).one_or_none():
        if known.request_hash != digest:
            raise KeyUsedError(key)
        return str(known.answer), False
    answer = await act()
    await connection.execute(
        insert(answers).values(
            user_id=user_id, key=key, request_hash=digest, answer=answer, written_at=now
        )
    )
    return answer, True
