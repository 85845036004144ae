"""The key by which push services know this installation (RFC 8292): made once, then kept."""

import base64
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.statements import insert_new
from services.store.tables import settings

PUSH_KEY: Final = "push_key"
KEY_BYTES: Final = 32


async def push_key(connection: AsyncConnection) -> EllipticCurvePrivateKey:
    """Return the key, the same to everybody who asks; the first to ask makes it.

    A browser's subscription holds to this key: with another one it would have to be made anew.
    """
    query = select(settings.c.value).where(settings.c.name == PUSH_KEY)
    kept = (await connection.execute(query)).scalar_one_or_none()
    if kept is None:
        made = generate_private_key(SECP256R1()).private_numbers().private_value
        row = {"name": PUSH_KEY, "value": base64.b64encode(made.to_bytes(KEY_BYTES)).decode()}
        await insert_new(connection, settings, [row])
        kept = (await connection.execute(query)).scalar_one()
    return derive_private_key(int.from_bytes(base64.b64decode(kept)), SECP256R1())


def public_bytes(key: EllipticCurvePrivateKey) -> bytes:
    """Return the public half as 65 bytes, an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
