"""What every request passes: host, origin, size; and the headers that every answer carries."""

import secrets
import time
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway.origin import check_host, check_origin, proves_itself
from services.gateway.problems import Problem
from services.gateway.settings import Settings
from services.gateway.shapes import API
from services.runtime import metrics

POLICY: Final = (
    "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; "
    "connect-src 'self'; worker-src 'self'; font-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
NO_STORE: Final = "no-store"
YEAR_SECONDS: Final = 31_536_000
ENDLESS: Final = f"{API}/stream"


class Shield:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        answer = _Answer(scope, send, nonce, secure=self._settings.secure)
        try:
            self._check(scope)
            limited = _limited(receive, self._settings.gateway_max_body_bytes)
            await self._app(scope, limited, answer.send)
        except Problem as problem:
            await problem.response()(scope, receive, answer.send)
        finally:
            answer.measure()

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        settings = self._settings
        check_host(headers.get("host", ""), settings.public_url, settings.gateway_host)
        if not proves_itself(scope["method"], scope["path"]):
            check_origin(scope["method"], headers, settings.public_url)
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > settings.gateway_max_body_bytes:
            raise _too_large(settings.gateway_max_body_bytes)


class _Answer:
    """Adds the headers to an answer, and measures it."""

    def __init__(self, scope: Scope, send: Send, nonce: str, *, secure: bool) -> None:
        self._scope = scope
        self._send = send
        self._nonce = nonce
        self._secure = secure
        self._started = time.perf_counter()
        self._status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._add_headers(MutableHeaders(scope=message))
        await self._send(message)

    def _add_headers(self, headers: MutableHeaders) -> None:
        headers.update(HEADERS)
        headers["Content-Security-Policy"] = POLICY.format(nonce=self._nonce)
        headers.setdefault("Cache-Control", NO_STORE)
        if self._secure:
            headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"

    def measure(self) -> None:
        route = getattr(self._scope.get("route"), "path", "none")
        code = str(self._status or HTTPStatus.INTERNAL_SERVER_ERROR.value)
        method = self._scope["method"] if self._scope["method"] in METHODS else "other"
        metrics.http_requests.labels(route, method, code).inc()
        if route != ENDLESS:
            seconds = time.perf_counter() - self._started
            metrics.http_request_seconds.labels(route).observe(seconds)


METHODS: Final = frozenset({"GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"})


def _limited(receive: Receive, most: int) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise _too_large(most)
        return message

    return limited


def _too_large(most: int) -> Problem:
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"the body is larger than {most} bytes, the limit gateway_max_body_bytes",
        field="body",
        fix=f"send at most {most} bytes",
    )
