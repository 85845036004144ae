"""How a connection is made: names looked up, every address vetted, only vetted ones dialled."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from services.runtime.http.errors import DnsFailedError
from services.runtime.http.guard import AddressRules

type Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""Returns the addresses of a host and port, as text; raises OSError when there are none."""


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """Return what the system's resolver says."""
    infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(info[4][0]) for info in infos]


class VettingResolver(AbstractResolver):
    """A resolver that returns only addresses that may be dialled."""

    def __init__(self, rules: AddressRules, lookup: Lookup, seconds: float) -> None:
        self._rules = rules
        self._lookup = lookup
        self._seconds = seconds

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the vetted addresses of `host`.

        Raises:
            DnsFailedError: it has none, or the answer took too long.
            BlockedError: it has only addresses that may not be dialled.
        """
        try:
            async with asyncio.timeout(self._seconds):
                addresses = await self._lookup(host, port)
        except TimeoutError as error:
            message = f"the name servers did not answer for {host} in {self._seconds:g} s"
            raise DnsFailedError(message) from error
        except (OSError, UnicodeError) as error:
            raise DnsFailedError(f"{host} has no address: {_reason(error)}") from error
        if not addresses:
            raise DnsFailedError(f"{host} has no address")
        return [
            _result(host, address, port, family)
            for address in self._rules.vetted(host, addresses, port)
        ]

    async def close(self) -> None:
        """Nothing is held."""


def guarded_connector(
    rules: AddressRules,
    lookup: Lookup,
    *,
    lookup_seconds: float,
    connections: int,
    per_host: int,
    tls: ssl.SSLContext | None,
) -> aiohttp.TCPConnector:
    """Return a connector whose every socket is made for a vetted address, literals included."""

    def vetted_socket(info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, address = info
        rules.vetted(address[0], [address[0]], address[1])
        return socket.socket(family, kind, protocol)

    return aiohttp.TCPConnector(
        resolver=VettingResolver(rules, lookup, lookup_seconds),
        socket_factory=vetted_socket,
        use_dns_cache=False,
        limit=connections,
        limit_per_host=per_host,
        ssl=tls or True,
    )


def _result(host: str, address: str, port: int, family: int) -> ResolveResult:
    if family == socket.AF_UNSPEC:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=family,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST,
    )


def _reason(error: OSError | UnicodeError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
