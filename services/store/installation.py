"""Secrets that an installation makes for itself, once."""

import secrets
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.statements import insert_new
from services.store.tables import settings

LINK_KEY: Final = "link_key"
"""Signs the links that work without a login."""
KEY_BYTES: Final = 32


async def key_of(connection: AsyncConnection, name: str) -> bytes:
    """Return the key of this name, made when it is first asked for, the same for everybody."""
    if (kept := await kept_key(connection, name)) is not None:
        return kept
    row = {"name": name, "value": secrets.token_hex(KEY_BYTES)}
    await insert_new(connection, settings, [row])
    kept = await kept_key(connection, name)
    if kept is None:
        raise LookupError(f"the key {name} vanished in its own transaction")
    return kept


async def kept_key(connection: AsyncConnection, name: str) -> bytes | None:
    """Return the key of this name, or None where it was never asked for."""
    query = select(settings.c.value).where(settings.c.name == name)
    kept = (await connection.execute(query)).scalar_one_or_none()
    return None if kept is None else bytes.fromhex(kept)
