"""How a push service is told who sends: a signed statement by RFC 8292; pure."""

from datetime import datetime, timedelta
from typing import Final

import orjson
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from yarl import URL

from dideban.alerting.push_target import base64url
from services.store.push_key import public_bytes

LASTS: Final = timedelta(hours=12)
"""At most a day (RFC 8292, section 2); half of it allows for clocks that are wrong."""
HALF_BYTES: Final = 32


def authorization(endpoint: str, key: EllipticCurvePrivateKey, subject: str, now: datetime) -> str:
    """Return the header: for the origin of the endpoint, signed with `key`, valid twelve hours.

    `subject` is where a push service may complain; empty leaves it out.
    """
    claims = {
        "aud": str(URL(endpoint).origin()),
        "exp": int((now + LASTS).timestamp()),
        **({"sub": subject} if subject else {}),
    }
    head = base64url(orjson.dumps({"typ": "JWT", "alg": "ES256"}))
    signed = f"{head}.{base64url(orjson.dumps(claims))}"
    token = f"{signed}.{base64url(_signature(key, signed.encode()))}"
    return f"vapid t={token}, k={base64url(public_bytes(key))}"


def subject_of(contact: str) -> str:
    """Return the operator's contact as RFC 8292 wants it: a page or a mailto."""
    contact = contact.strip()
    if contact.startswith(("https://", "mailto:")):
        return contact
    return f"mailto:{contact}" if "@" in contact and "/" not in contact else ""


def _signature(key: EllipticCurvePrivateKey, signed: bytes) -> bytes:
    """Return the two numbers side by side, as RFC 7518, section 3.4, has them."""
    r, s = decode_dss_signature(key.sign(signed, ECDSA(SHA256())))
    return r.to_bytes(HALF_BYTES) + s.to_bytes(HALF_BYTES)
