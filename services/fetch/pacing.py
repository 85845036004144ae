"""Politeness: one request at a time to a registrable domain, and a pause between two starts."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from publicsuffixlist import PublicSuffixList

from services.runtime.http import AddressRules, BlockedError
from services.runtime.http.targets import parsed

MAX_IDLE_SCOPES: Final = 10_000


@dataclass(slots=True)
class _Scope:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    users: int = 0


class Pacer:
    """Gives turns, `at_once` of them; the operator's own addresses wait for no domain.

    Waiting for a turn is no part of a fetch's own time, so many slow sites fail no other's.
    """

    def __init__(
        self,
        rules: AddressRules,
        spacing_seconds: float,
        clock: Callable[[], float],
        *,
        at_once: int,
    ) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._rules = rules
        self._spacing_seconds = spacing_seconds
        self._clock = clock
        self._suffixes = PublicSuffixList()
        self._scopes: dict[str, _Scope] = {}

    def own(self, url: str) -> bool:
        """Whether the address is the operator's own, by the allow-list."""
        try:
            target = parsed(url)
        except BlockedError:
            return False
        return self._rules.permitted(target.host or "", target.port or 0)

    def scope(self, url: str) -> str:
        """Return the registrable domain of an address, or its host where it has none.

        Raises:
            BlockedError: it is no web address.
        """
        host = (parsed(url).raw_host or "").rstrip(".")
        try:
            return str(ipaddress.ip_address(host))
        except ValueError:
            found = self._suffixes.privatesuffix(host)
            return found if isinstance(found, str) else host

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Hold the only turn of the address's scope, not sooner than its pause allows.

        Raises:
            BlockedError: it is no web address.
        """
        if self.own(url):
            async with self._slots:
                yield
            return
        name = self.scope(url)
        scope = self._scopes.setdefault(name, _Scope())
        scope.users += 1
        try:
            async with scope.lock:
                await asyncio.sleep(max(0.0, scope.free_at - self._clock()))
                async with self._slots:
                    scope.free_at = self._clock() + self._spacing_seconds
                    yield
        finally:
            scope.users -= 1
            self._forget()

    def _forget(self) -> None:
        if len(self._scopes) <= MAX_IDLE_SCOPES:
            return
        now = self._clock()
        self._scopes = {
            name: scope
            for name, scope in self._scopes.items()
            if scope.users or scope.free_at > now
        }
