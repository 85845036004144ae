"""Where mail is handed over, and from whom it comes: read from the settings and checked."""

import ipaddress
import ssl
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import getaddresses
from typing import Final, Literal

from dideban.alerting.targets import TargetError, email_target
from services.runtime.settings import Common, Count, Port, SettingsError

Tls = Literal["starttls", "tls", "none"]
PORTS: Final[dict[Tls, int]] = {"starttls": 587, "tls": 465, "none": 25}
"""RFC 6409 (submission), RFC 8314 (submissions) and RFC 5321."""
MAX_NAME_CHARS: Final = 60
UNFIT: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories of characters that no name has: controls, halves of pairs, line ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings(Common):
    """How mail leaves; there is none where `smtp_host` is empty, and port 0 is the usual one.

    `smtp_ca` names a file of certificates (PEM) that are trusted beside the system's.
    """

    smtp_host: str = ""
    smtp_port: Port = 0
    smtp_tls: Tls = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_from: str = ""
    smtp_ca: str = ""
    smtp_connections: Count = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Who a message is from."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The domain, in which message ids are unique."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The server that takes our mail; `context` is None where it is spoken to in the clear."""

    host: str
    port: int
    tls: Tls
    user: str
    password: str = field(repr=False)
    context: ssl.SSLContext | None
    sender: Mailbox


def mail_server(settings: MailSettings) -> MailServer | None:
    """Return the server that the settings describe, or None where they describe none.

    Raises:
        SettingsError: they contradict each other, or cannot be used.
    """
    if not settings.smtp_host:
        _check_unset(settings)
        return None
    _check_host(settings.smtp_host)
    if bool(settings.smtp_user) != bool(settings.smtp_password):
        raise SettingsError("DIDEBAN_SMTP_USER and DIDEBAN_SMTP_PASSWORD go together: set both")
    if settings.smtp_tls == "none" and settings.smtp_user and not is_loopback(settings.smtp_host):
        raise SettingsError(
            "DIDEBAN_SMTP_TLS='none' would send DIDEBAN_SMTP_PASSWORD in the clear to "
            f"{settings.smtp_host}: use starttls or tls"
        )
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port or PORTS[settings.smtp_tls],
        tls=settings.smtp_tls,
        user=settings.smtp_user,
        password=settings.smtp_password,
        context=_context(settings),
        sender=mailbox(settings.smtp_from),
    )


def is_loopback(host: str) -> bool:
    """Return whether this host is the machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def mailbox(text: str) -> Mailbox:
    """Return the mailbox that a text such as `Dideban <alerts@example.org>` names.

    Raises:
        SettingsError: it names none.
    """
    example = "write one such as Dideban <alerts@example.org>"
    if not text:
        raise SettingsError(f"DIDEBAN_SMTP_FROM is not set; {example}")
    found = [pair for pair in getaddresses([text]) if any(pair)]
    if len(found) != 1 or any(unicodedata.category(letter) in UNFIT for letter in text):
        raise SettingsError(f"DIDEBAN_SMTP_FROM={text!r} is not one mailbox; {example}")
    name, address = found[0]
    if len(name) > MAX_NAME_CHARS:
        raise SettingsError(f"DIDEBAN_SMTP_FROM: a name has at most {MAX_NAME_CHARS} characters")
    try:
        return Mailbox(name=name, address=email_target(address))
    except TargetError as error:
        raise SettingsError(f"DIDEBAN_SMTP_FROM={text!r}: {error.reason}; {example}") from error


def _check_unset(settings: MailSettings) -> None:
    """Refuse settings of a server that is not named: whoever wrote them expects mail."""
    named = {
        "DIDEBAN_SMTP_USER": settings.smtp_user,
        "DIDEBAN_SMTP_PASSWORD": settings.smtp_password,
        "DIDEBAN_SMTP_FROM": settings.smtp_from,
        "DIDEBAN_SMTP_CA": settings.smtp_ca,
    }
    if there := _listed(name for name, value in named.items() if value):
        raise SettingsError(f"{there} is set, but DIDEBAN_SMTP_HOST is not")


def _listed(names: Iterable[str]) -> str:
    return next(iter(names), "")


def _check_host(host: str) -> None:
    if not host.isprintable() or any(letter in host for letter in " /@"):
        raise SettingsError(f"DIDEBAN_SMTP_HOST={host!r} is no host; write a name or an address")
    if host.count(":") == 1:
        name, _, port = host.partition(":")
        raise SettingsError(
            f"DIDEBAN_SMTP_HOST={host!r} has a port; "
            f"write DIDEBAN_SMTP_HOST={name} and DIDEBAN_SMTP_PORT={port}"
        )


def _context(settings: MailSettings) -> ssl.SSLContext | None:
    if settings.smtp_tls == "none":
        if settings.smtp_ca:
            raise SettingsError("DIDEBAN_SMTP_CA means nothing where DIDEBAN_SMTP_TLS is none")
        return None
    context = ssl.create_default_context()
    if settings.smtp_ca:
        try:
            context.load_verify_locations(cafile=settings.smtp_ca)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(
                f"DIDEBAN_SMTP_CA={settings.smtp_ca!r} has no certificates (PEM): {error}"
            ) from error
    return context
