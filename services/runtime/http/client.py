"""The guarded client: GET with vetted redirects, POST without any, both bounded in all ways."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self

import aiohttp
from yarl import URL

from services.runtime.http.body import ACCEPTED_ENCODINGS, STEP_BYTES, BoundedBody
from services.runtime.http.connect import Lookup, guarded_connector, system_lookup
from services.runtime.http.errors import BlockedError, TooLargeError
from services.runtime.http.guard import AddressRules, check_notation
from services.runtime.http.targets import parsed, redirected, without_credentials
from services.runtime.http.words import in_words

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
KEPT_ACROSS_HOSTS: Final = frozenset(
    {"accept", "accept-encoding", "accept-language", "if-modified-since", "if-none-match"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much: seconds, bytes, redirects; `ratio` bounds decompression."""

    connect_seconds: float = 10
    read_seconds: float = 20
    total_seconds: float = 60
    header_bytes: int = 65_536
    redirects: int = 5
    ratio: int = 100
    connections: int = 100
    connections_per_host: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer of any status; `url` is where it came from, after redirects.

    `headers` is case-insensitive; `charset` is what the Content-Type header says, if anything;
    `cut` tells that a POST's answer was longer than what was kept of it.
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_type: str = ""
    charset: str | None = None
    cut: bool = False


def user_agent(version: str, contact: str) -> str:
    """Return `Dideban/VERSION (+contact)`; `contact` is a page or an address of the operator."""
    return f"Dideban/{version} (+{contact})" if contact else f"Dideban/{version}"


class GuardedClient:
    """An HTTP client for addresses that strangers chose; use it as an async context manager.

    `rules` decides on every address just before it is dialled, again at each redirect. Names are
    looked up by `lookup`; `tls` replaces the system's trust where an operator has his own.
    """

    def __init__(
        self,
        agent: str,
        rules: AddressRules,
        *,
        limits: Limits | None = None,
        lookup: Lookup = system_lookup,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._agent = agent
        self._rules = rules
        self._limits = limits or Limits()
        self._lookup = lookup
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        limits = self._limits
        self._session = aiohttp.ClientSession(
            connector=guarded_connector(
                self._rules,
                self._lookup,
                lookup_seconds=limits.connect_seconds,
                connections=limits.connections,
                per_host=limits.connections_per_host,
                tls=self._tls,
            ),
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=limits.connect_seconds, sock_read=limits.read_seconds
            ),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._agent, "Accept-Encoding": ACCEPTED_ENCODINGS},
            trust_env=False,
            max_line_size=limits.header_bytes,
            max_field_size=limits.header_bytes,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, max_bytes: int
    ) -> Response:
        """Return the answer at the end of at most five redirects, of whatever status.

        Raises:
            HttpError: there is no usable answer; the message says why.
        """
        asked = target = parsed(url)
        sent = dict(headers or {})
        with in_words(self._limits):
            async with asyncio.timeout(self._limits.total_seconds):
                for _ in range(self._limits.redirects + 1):
                    answer = await self._ask("GET", target, sent, max_bytes=max_bytes)
                    if isinstance(answer, Response):
                        return answer
                    if answer.origin() != target.origin():
                        sent = {k: v for k, v in sent.items() if k.lower() in KEPT_ACROSS_HOSTS}
                    target = answer
        raise BlockedError(
            f"{without_credentials(asked)} redirects more than {self._limits.redirects} times"
        )

    async def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str], max_answer_bytes: int
    ) -> Response:
        """Return the answer as it came: a redirect is not followed, a long body is cut.

        Raises:
            HttpError: there is no usable answer; the message says why.
        """
        with in_words(self._limits):
            async with asyncio.timeout(self._limits.total_seconds):
                answer = await self._ask(
                    "POST", parsed(url), headers, max_bytes=max_answer_bytes, data=body
                )
        assert isinstance(answer, Response)  # noqa: S101  only a GET is redirected
        return answer

    async def _ask(
        self,
        method: str,
        target: URL,
        headers: Mapping[str, str],
        *,
        max_bytes: int,
        data: bytes | None = None,
    ) -> Response | URL:
        """Return the answer, or for a GET the address it redirects to."""
        if self._session is None:
            raise RuntimeError("the client is not open")
        check_notation(target.host or "")
        async with self._session.request(
            method, target, headers=headers, data=data, allow_redirects=False
        ) as reply:
            _check_headers(reply, self._limits.header_bytes)
            if method == "GET" and reply.status in REDIRECTS:
                return redirected(target, reply.status, reply.headers.get("Location"))
            body, cut = await self._read(reply, max_bytes, may_cut=method == "POST")
            return Response(
                status=reply.status,
                url=str(without_credentials(target)),
                headers=reply.headers,
                body=body,
                content_type=reply.content_type,
                charset=reply.charset,
                cut=cut,
            )

    async def _read(
        self, reply: aiohttp.ClientResponse, max_bytes: int, *, may_cut: bool
    ) -> tuple[bytes, bool]:
        body = BoundedBody(
            reply.headers.get("Content-Encoding", ""), max_bytes=max_bytes, ratio=self._limits.ratio
        )
        if not may_cut and (reply.content_length or 0) > max_bytes:
            raise TooLargeError(f"the body is larger than {max_bytes} bytes")
        try:
            async for chunk in reply.content.iter_chunked(STEP_BYTES):
                body.feed(chunk)
        except TooLargeError:
            if not may_cut:
                raise
            reply.close()
            return body.taken()[:max_bytes], True
        return (b"" if reply.status == HTTPStatus.NOT_MODIFIED else body.finish()), False


def _check_headers(reply: aiohttp.ClientResponse, limit: int) -> None:
    size = sum(len(name) + len(value) + 4 for name, value in reply.raw_headers)
    if size > limit:
        raise TooLargeError(f"the headers are larger than {limit} bytes")
