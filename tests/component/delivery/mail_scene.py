"""A real SMTP server that answers by a script, one that speaks freely, and subscribers by mail."""

import asyncio
import ssl
import subprocess
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from delivery_scene import PATIENCE_SECONDS, SEEN, SETTINGS

from services.delivery.settings import Settings
from services.store import subscriptions
from services.store.engine import Store

USER, PASSWORD = "dideban", "رمز-long"
FROM = "دیده‌بان <alerts@news.example.org>"


@dataclass
class Office:
    """Answers MAIL, RCPT and DATA by script, one reply each time; then it takes everything."""

    port: int = 0
    replies: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    letters: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    def script(self, verb: str, *replies: str) -> None:
        self.replies[verb].extend(replies)

    def _reply(self, verb: str, usual: str) -> str:
        return self.replies[verb].popleft() if self.replies[verb] else usual

    async def handle_MAIL(  # noqa: N802  the name the library calls
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.encrypted.append(session.ssl is not None)
        envelope.mail_from = address
        return self._reply("MAIL", "250 2.1.0 OK")

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        reply = self._reply("RCPT", "250 2.1.5 OK")
        self.recipients.append(address)
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        reply = self._reply("DATA", "250 2.0.0 queued")
        if reply.startswith("250"):
            self.letters.append(cast("bytes", envelope.original_content))
        async with self.came:
            self.came.notify_all()
        return reply

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        given = data.login.decode(), data.password.decode()
        self.logins.append(given)
        return AuthResult(success=given == (USER, PASSWORD), handled=False)

    def messages(self) -> list[EmailMessage]:
        return [
            cast("EmailMessage", message_from_bytes(e, policy=MAIL_POLICY)) for e in self.letters
        ]

    async def wait_for(self, letters: int) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), self.came:
            await self.came.wait_for(lambda: len(self.letters) >= letters)


@asynccontextmanager
async def office(
    *,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    login: bool = False,
) -> AsyncIterator[Office]:
    opened = Office()

    def make() -> SMTP:
        return SMTP(
            opened,
            hostname="mail.example.org",
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_required=login,
            auth_require_tls=starttls is not None,
            authenticator=opened.authenticate,
            loop=asyncio.get_running_loop(),
        )

    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0, ssl=tls)
    opened.port = server.sockets[0].getsockname()[1]
    try:
        yield opened
    finally:
        server.close()


type Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def speaking(talk: Talk) -> AsyncIterator[int]:
    """Give the port of a server that holds each conversation as `talk` does."""

    talks: set[asyncio.Task[None]] = set()

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.create_task(one(reader, writer)))

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        if talks:
            await asyncio.wait(talks, timeout=PATIENCE_SECONDS)


def settings_for(port: int, **changes: Any) -> Settings:
    usual: dict[str, Any] = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_tls": "none",
        "smtp_from": FROM,
        "delivery_timeout_seconds": 10.0,
    }
    return replace(SETTINGS, **(usual | changes))


def certificate_for(folder: Path, name: str) -> Path:
    """Write a key and a certificate, signed by itself, for an address or a name."""
    folder.mkdir(parents=True, exist_ok=True)
    key, certificate = folder / "key", folder / "certificate"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=mail", "-addext", f"subjectAltName={name}"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    both = folder / "both.pem"
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both


def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def subscribe_by_mail(store: Store, address: str, name: str = "گاز ایران") -> str:
    async with store.begin() as connection:
        row = await subscriptions.add(
            connection,
            owner="u1",
            name=name,
            query="گاز",
            now=SEEN,
            address=subscriptions.Address(channel="email", target=address),
        )
    return str(row.subscription_id)
