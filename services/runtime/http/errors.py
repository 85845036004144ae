"""Why a request gave no answer: each error is a sentence and knows its metric label."""

from typing import ClassVar


class HttpError(Exception):
    """No usable answer; `outcome` is the label of `dideban_fetches_total`."""

    outcome: ClassVar[str]


class BlockedError(HttpError):
    """The address, the port, the scheme or the redirect is not allowed."""

    outcome = "blocked"


class DnsFailedError(HttpError):
    """The name has no address, or the name servers did not answer in time."""

    outcome = "dns"


class ConnectFailedError(HttpError):
    """Nobody accepted the connection, or it broke before the answer ended."""

    outcome = "connect"


class TlsFailedError(HttpError):
    """The certificate is not valid for the name, or there was no agreement on encryption."""

    outcome = "tls"


class TimedOutError(HttpError):
    """The answer did not come, or did not end, in time."""

    outcome = "timeout"


class TooLargeError(HttpError):
    """The headers or the body are larger than allowed, before or after decompression."""

    outcome = "too_large"


class BadAnswerError(HttpError):
    """The answer is no HTTP, or its body is not in the encoding it names."""

    outcome = "parse_error"
