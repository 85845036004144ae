"""Encryption that only the browser can undo, by RFC 8291 in the form of RFC 8188; pure."""

from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dideban.alerting.push_target import PushTarget

RECORD_BYTES: Final = 4_096
"""A push service must take a message of this size, and need take none larger (RFC 8030, 7.2)."""
SALT_BYTES: Final = 16
HEAD_BYTES: Final = SALT_BYTES + 4 + 1 + 65
TAG_BYTES: Final = 16
MAX_PAYLOAD_BYTES: Final = RECORD_BYTES - HEAD_BYTES - TAG_BYTES - 1
LAST_RECORD: Final = b"\x02"


def encrypted(
    payload: bytes, target: PushTarget, *, key: EllipticCurvePrivateKey, salt: bytes
) -> bytes:
    """Return the body of a push message; `key` and the 16 bytes of `salt` are used this once.

    Raises:
        ValueError: the payload has more than 3,993 bytes.
    """
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise ValueError(f"a payload has at most {MAX_PAYLOAD_BYTES:,} bytes, not {len(payload):,}")
    receiver = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), target.p256dh)
    sender = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = key.exchange(ECDH(), receiver)
    mixed = _derived(shared, target.auth, b"WebPush: info\0" + target.p256dh + sender, 32)
    content_key = _derived(mixed, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(mixed, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD_BYTES.to_bytes(4) + len(sender).to_bytes(1) + sender
    return head + AESGCM(content_key).encrypt(nonce, payload + LAST_RECORD, None)


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)
