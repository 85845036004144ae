"""A browser and its push service: the statement is verified and the message decrypted."""

import base64
import hashlib
import hmac
import json
import os
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from delivery_scene import fresh


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text(raw_bytes: bytes) -> str:
    return base64.urlsafe_b64encode(raw_bytes).decode().rstrip("=")


def expanded(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    """Return HKDF with SHA-256 (RFC 5869) of at most one block."""
    key = hmac.digest(salt, material, hashlib.sha256)
    return hmac.digest(key, info + b"\x01", hashlib.sha256)[:length]


@dataclass
class Browser:
    """Holds the private key that only it knows, and shows what it could read."""

    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self, endpoint: str) -> str:
        keys = {"p256dh": text(self.public), "auth": text(self.auth)}
        return json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})

    def read(self, body: bytes) -> dict[str, Any]:
        """Return the payload of an aes128gcm body of one record (RFC 8188, 8291)."""
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert length == 65
        assert len(body) <= size
        shared = self.key.exchange(
            ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), sender)
        )
        mixed = expanded(self.auth, shared, b"WebPush: info\0" + self.public + sender, 32)
        content_key = expanded(salt, mixed, b"Content-Encoding: aes128gcm\0", 16)
        nonce = expanded(salt, mixed, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(content_key).decrypt(nonce, sealed, None)
        assert plain.endswith(b"\x02")
        payload: dict[str, Any] = json.loads(plain[:-1])
        return payload


@dataclass
class PushService:
    """Takes messages as RFC 8030 and 8292 say; what waits is replaced by its topic."""

    base: str = ""
    key: bytes = b""
    answers: list[web.Response] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    waiting: dict[str, bytes] = field(default_factory=dict)
    subjects: set[str | None] = field(default_factory=set)

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.bodies.append(body)
        if self.answers:
            return fresh(self.answers.pop(0))
        if not self._vouched(request.headers.get("Authorization", "")):
            return web.Response(status=403, text="the statement does not verify")
        headers = request.headers
        if headers.get("Content-Encoding") != "aes128gcm" or int(headers["TTL"]) <= 0:
            return web.Response(status=400, text="no such message")
        if len(body) > 4_096:
            return web.Response(status=413)
        topic = headers["Topic"]
        assert len(topic) <= 32
        assert set(topic) <= set(text(bytes(range(256))) + "-_")
        assert headers["Urgency"] in {"very-low", "low", "normal", "high"}
        self.waiting[topic] = body
        return web.Response(status=201, headers={"Location": f"{self.base}/message/1"})

    def _vouched(self, header: str) -> bool:
        scheme, _, rest = header.partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        if scheme != "vapid" or raw(parts["k"]) != self.key:
            return False
        signed, _, signature = parts["t"].rpartition(".")
        r, s = int.from_bytes(raw(signature)[:32]), int.from_bytes(raw(signature)[32:])
        public = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), self.key)
        public.verify(encode_dss_signature(r, s), signed.encode(), ECDSA(SHA256()))
        claims = json.loads(raw(signed.partition(".")[2]))
        self.subjects.add(claims.get("sub"))
        here = urlsplit(self.base)
        left = claims["exp"] - time.time()
        return bool(claims["aud"] == f"{here.scheme}://{here.netloc}" and 0 < left <= 24 * 3600)


@asynccontextmanager
async def push_service(tls: ssl.SSLContext | None = None) -> AsyncIterator[PushService]:
    service = PushService()
    application = web.Application(client_max_size=1_000_000)
    application.router.add_post("/push/{browser}", service.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    port = runner.addresses[0][1]
    service.base = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
    try:
        yield service
    finally:
        await runner.cleanup()
