"""Answers kept under the key a client chose, so that a request sent twice acts once.

After draft-ietf-httpapi-idempotency-key-header: a key used again with another request is refused.
"""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.statements import insert_new
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
    row = {
        "user_id": user_id,
        "key": key,
        "request_hash": hashlib.sha256(request).hexdigest(),
        "answer": "",
        "written_at": now,
    }
    this = (answers.c.user_id == user_id) & (answers.c.key == key)
    # Where another transaction is in the middle of the same act, this waits for its end.
    if await insert_new(connection, answers, [row]):
        answer = await act()
        await connection.execute(update(answers).where(this).values(answer=answer))
        return answer, True
    known = (await connection.execute(select(answers).where(this))).one()
    if known.request_hash != row["request_hash"]:
        raise KeyUsedError(key)
    return str(known.answer), False
