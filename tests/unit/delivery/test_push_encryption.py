"""Encryption and statement against the worked examples of RFC 8291 and the rules of RFC 8292."""

import base64
import json
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from dideban.alerting.push_target import PushTarget
from services.delivery.channels.push_encryption import MAX_PAYLOAD_BYTES, encrypted
from services.delivery.channels.vapid import authorization, subject_of

NOW = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
TARGET = PushTarget(
    endpoint="https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
    p256dh=raw(
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    ),
    auth=raw("BTBZMqHH6r4Tts7J_aSIgg"),
)
SENDER = derive_private_key(
    int.from_bytes(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), SECP256R1()
)
SALT = raw("DGv6ra1nlYgDCS1FRnbzlw")
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_rfc_8291_comes_out_byte_for_byte() -> None:
    assert encrypted(PLAIN, TARGET, key=SENDER, salt=SALT) == raw(BODY)


def test_the_largest_payload_makes_the_largest_message_that_every_service_takes() -> None:
    body = encrypted(b"x" * MAX_PAYLOAD_BYTES, TARGET, key=SENDER, salt=SALT)
    assert (MAX_PAYLOAD_BYTES, len(body)) == (3_993, 4_096)
    with pytest.raises(ValueError, match="at most 3,993 bytes, not 3,994"):
        encrypted(b"x" * (MAX_PAYLOAD_BYTES + 1), TARGET, key=SENDER, salt=SALT)


def read(header: str) -> tuple[dict[str, object], dict[str, object]]:
    """Return head and claims of the statement, its signature checked by its own key."""
    scheme, _, rest = header.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    signed, _, signature = parts["t"].rpartition(".")
    numbers = raw(signature)
    r, s = int.from_bytes(numbers[:32]), int.from_bytes(numbers[32:])
    key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), raw(parts["k"]))
    key.verify(encode_dss_signature(r, s), signed.encode(), ECDSA(SHA256()))
    head, claims = [json.loads(raw(part)) for part in signed.split(".")]
    return head, claims


@pytest.mark.parametrize(
    ("endpoint", "audience"),
    [
        (TARGET.endpoint, "https://push.example.net"),
        ("https://push.example.net:443/x", "https://push.example.net"),
        ("https://push.example.net:8443/x?y=1", "https://push.example.net:8443"),
    ],
)
def test_the_statement_is_for_the_origin_and_for_half_a_day(endpoint: str, audience: str) -> None:
    head, claims = read(authorization(endpoint, SENDER, "mailto:ops@example.org", NOW))
    assert head == {"typ": "JWT", "alg": "ES256"}
    assert claims == {
        "aud": audience,
        "exp": int(NOW.timestamp()) + 12 * 3600,
        "sub": "mailto:ops@example.org",
    }


def test_a_statement_that_was_changed_does_not_verify() -> None:
    header = authorization(TARGET.endpoint, SENDER, "", NOW)
    other = authorization("https://push.example.org/", SENDER, "", NOW)
    head, _, rest = header.partition(".")
    forged = f"{head}.{other.split('.')[1]}.{rest.split('.')[1]}"
    with pytest.raises(InvalidSignature):
        read(forged)


@pytest.mark.parametrize(
    ("contact", "subject"),
    [
        ("ops@example.org", "mailto:ops@example.org"),
        ("mailto:ops@example.org", "mailto:ops@example.org"),
        (" https://example.org/about ", "https://example.org/about"),
        ("http://example.org/about", ""),
        ("تماس", ""),
        ("", ""),
    ],
)
def test_the_contact_is_told_as_a_page_or_a_mailto(contact: str, subject: str) -> None:
    assert subject_of(contact) == subject
