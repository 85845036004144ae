"""Passwords: hashed with argon2id off the event loop, at most two at once."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE: Final = 2
"""A hash takes 64 MiB: this bounds what strangers can make the process use."""
MIN_CHARS: Final = 10
MAX_CHARS: Final = 256


class Passwords:
    """Makes and checks hashes; the parameters are those of RFC 9106's second choice."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """Return what is stored of a password."""
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, stored: str | None, password: str) -> bool:
        """Return whether the password is the stored one.

        Without a stored hash it takes as long and is False, so that the answer's time does not
        tell which names exist.
        """
        if stored is None and self._nobodys is None:
            self._nobodys = await self.hash("nobody's password")
        async with self._turn:
            return await asyncio.to_thread(
                self._check, stored or self._nobodys or "", password
            ) and (stored is not None)

    def _check(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
