"""The HTTP library's errors in words of ours."""

import contextlib
from collections.abc import Iterator
from typing import Protocol

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError

from services.runtime.http.errors import (
    BadAnswerError,
    BlockedError,
    ConnectFailedError,
    HttpError,
    TimedOutError,
    TlsFailedError,
    TooLargeError,
)


class Times(Protocol):
    """The limits that a message names."""

    @property
    def connect_seconds(self) -> float: ...  # noqa: D102
    @property
    def read_seconds(self) -> float: ...  # noqa: D102
    @property
    def total_seconds(self) -> float: ...  # noqa: D102


@contextlib.contextmanager
def in_words(times: Times) -> Iterator[None]:
    """Raise every failure of the block as an `HttpError`, the cause kept."""
    try:
        yield
    except HttpError:
        raise
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise _translated(error, times) from error


def _translated(error: Exception, times: Times) -> HttpError:  # noqa: PLR0911  one line a kind
    match error:
        case aiohttp.SocketTimeoutError():
            return TimedOutError(f"nothing came for {times.read_seconds:g} s")
        case aiohttp.ConnectionTimeoutError():
            return TimedOutError(f"no connection within {times.connect_seconds:g} s")
        case TimeoutError():
            return TimedOutError(f"the answer took longer than {times.total_seconds:g} s")
        case aiohttp.ClientConnectorCertificateError():
            return TlsFailedError(f"the certificate is not valid: {error.certificate_error}")
        case aiohttp.ClientSSLError():
            return TlsFailedError(f"no agreement on encryption: {error.os_error}")
        case aiohttp.ClientConnectorError():
            reason = (error.os_error.strerror or str(error.os_error)).lower()
            return ConnectFailedError(f"no connection: {reason}")
        case aiohttp.ClientResponseError():
            return _unreadable(error)
        case aiohttp.ClientPayloadError():
            return ConnectFailedError("the connection broke in the middle of the body")
        case aiohttp.InvalidURL() | ValueError():
            return BlockedError(f"not an address that can be fetched: {error}")
    return ConnectFailedError(f"the connection broke: {error}")


def _unreadable(error: aiohttp.ClientResponseError) -> HttpError:
    cause = error.__cause__
    words = cause.message if isinstance(cause, HttpProcessingError) else error.message
    first_line = words.partition("\n")[0].strip().rstrip(":")
    if "Got more than" in words or "Too many" in words:
        return TooLargeError(f"the headers are too large: {first_line}")
    return BadAnswerError(f"the answer is no HTTP: {first_line}")
