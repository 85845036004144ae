"""Bounded bodies: raw bytes in, decompressed in small steps, never more than allowed."""

import zlib
from typing import Any, Final

from services.runtime.http.errors import BadAnswerError, TooLargeError

STEP_BYTES: Final = 65_536
MAX_MEMBERS: Final = 64
"""A gzip body is one member; more than a few are an attempt to burn time."""

_GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS
ACCEPTED_ENCODINGS: Final = "gzip, deflate"


class BoundedBody:
    """Collects one body of at most `max_bytes`, as sent and as decompressed.

    `ratio` is the largest allowed decompressed size for each byte on the wire; it is asked of
    bodies of more than one step, for tiny ones may honestly shrink further.
    """

    def __init__(self, encoding: str, *, max_bytes: int, ratio: int) -> None:
        self._encoding = _known(encoding)
        self._max_bytes = max_bytes
        self._ratio = ratio
        self._wire_bytes = 0
        self._members = 0
        self._inflater: Any = None
        self._held = b""
        self._ended = False
        self._out = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes from the wire.

        Raises:
            TooLargeError: the body has outgrown its limits.
            BadAnswerError: the bytes are not in the named encoding.
        """
        self._wire_bytes += len(chunk)
        if self._encoding == "identity":
            self._out += chunk[: self._max_bytes - len(self._out)]
        if self._wire_bytes > self._max_bytes:
            raise TooLargeError(f"the body is larger than {self._max_bytes} bytes")
        if self._encoding == "identity":
            return
        try:
            self._inflate(chunk)
        except zlib.error as error:
            raise BadAnswerError(f"the body is no valid {self._encoding}: {error}") from error

    def taken(self) -> bytes:
        """Return what was read so far."""
        return bytes(self._out)

    def finish(self) -> bytes:
        """Return the whole body.

        Raises:
            BadAnswerError: the compressed stream was cut short.
        """
        if self._inflater is not None or (self._held and not self._members):
            raise BadAnswerError(f"the body ends in the middle of its {self._encoding} stream")
        return self.taken()

    def _inflate(self, chunk: bytes) -> None:
        pending = self._held + chunk
        self._held = b""
        while not self._ended:
            if self._inflater is None:
                if len(pending) < len(_GZIP_MAGIC):
                    self._held = pending
                    return
                self._open_member(pending)
                continue
            piece = self._inflater.decompress(pending, STEP_BYTES)
            self._keep(piece)
            if self._inflater.eof:
                pending = self._inflater.unused_data
                self._inflater = None
            elif not (pending := self._inflater.unconsumed_tail) and len(piece) < STEP_BYTES:
                return

    def _open_member(self, head: bytes) -> None:
        if self._members and not (self._encoding == "gzip" and head.startswith(_GZIP_MAGIC)):
            self._ended = True  # padding after the stream is ignored, as browsers do
            return
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise TooLargeError(f"the body has more than {MAX_MEMBERS} gzip members")
        window = _GZIP_WINDOW if self._encoding == "gzip" else _deflate_window(head)
        self._inflater = zlib.decompressobj(window)

    def _keep(self, piece: bytes) -> None:
        self._out += piece
        size = len(self._out)
        if size > self._max_bytes:
            raise TooLargeError(f"the decompressed body is larger than {self._max_bytes} bytes")
        if size > STEP_BYTES and size > self._ratio * self._wire_bytes:
            raise TooLargeError(f"the body is compressed more than {self._ratio} to 1")


def _known(encoding: str) -> str:
    name = encoding.strip().lower() or "identity"
    name = name.removeprefix("x-")
    if name not in {"identity", "gzip", "deflate"}:
        raise BadAnswerError(f"the body is in the encoding {name!r}, which was not asked for")
    return name


def _deflate_window(head: bytes) -> int:
    """Return the window bits: servers send deflate with its zlib header (RFC 9110) or without."""
    if head[0] & 0x0F == zlib.DEFLATED and (head[0] << 8 | head[1]) % 31 == 0:
        return zlib.MAX_WBITS
    return -zlib.MAX_WBITS
