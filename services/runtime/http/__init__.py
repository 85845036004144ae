"""The one HTTP client: it dials only vetted addresses and reads only bounded bodies."""

from services.runtime.http.client import GuardedClient, Limits, Response, user_agent
from services.runtime.http.errors import (
    BadAnswerError,
    BlockedError,
    ConnectFailedError,
    DnsFailedError,
    HttpError,
    TimedOutError,
    TlsFailedError,
    TooLargeError,
)
from services.runtime.http.guard import AddressRules, AllowListError, parse_allow_list

__all__ = [
    "AddressRules",
    "AllowListError",
    "BadAnswerError",
    "BlockedError",
    "ConnectFailedError",
    "DnsFailedError",
    "GuardedClient",
    "HttpError",
    "Limits",
    "Response",
    "TimedOutError",
    "TlsFailedError",
    "TooLargeError",
    "parse_allow_list",
    "user_agent",
]
