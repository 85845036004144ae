"""What an answer of a mail server says of a delivery (RFC 5321, RFC 3463, RFC 7505)."""

import re
import ssl
from dataclasses import dataclass
from typing import Final, Literal

import aiosmtplib

from services.delivery.channel import Answer
from services.delivery.channels.http_answers import storable

type Step = Literal["open", "login", "sender", "recipient", "text"]
"""Where in the conversation an answer came; up to `sender` no reader is spoken of."""

NOBODY: Final = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})
"""No such mailbox, no such domain, no address, moved away, a domain that takes no mail."""
FULL: Final = "5.2.2"
TOO_LARGE: Final = frozenset({"5.2.3", "5.3.4"})
STORAGE: Final = 552
CLOSING: Final = 421
LOGIN_WANTED: Final = frozenset({530, 534, 535, 538})
"""RFC 4954, section 6."""
_ENHANCED: Final = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail server's answer; `enhanced` is its code by RFC 3463, or empty."""

    code: int
    text: str

    @property
    def enhanced(self) -> str:
        """The enhanced status code that the text begins with."""
        found = _ENHANCED.match(self.text.strip())
        return found[1] if found else ""

    @property
    def words(self) -> str:
        """What can be stored of it."""
        return storable(f"{self.code} {self.text}")


TAKEN: Final = 250
TRANSIENT: Final = 4
PERMANENT: Final = 5
"""The first digit of a reply (RFC 5321, section 4.2.1)."""
REFUSED: Final[dict[Step, str]] = {"open": "us", "sender": "the sender"}


def of_reply(reply: Reply, step: Step) -> Answer:
    """Return what a reply means at this step."""
    if reply.code == TAKEN and step == "text":
        return Answer(outcome="delivered", words=reply.words, ending="delivered")
    if step == "login" or reply.code in LOGIN_WANTED:
        return _operators("smtp_login", "the mail server wants another login", reply)
    kind = reply.code // 100
    if kind == TRANSIENT:
        outcome = "smtp_421" if reply.code == CLOSING else "smtp_4xx"
        ours = step in {"open", "sender"}
        return Answer(outcome=outcome, words=reply.words, throttled=True, ours=ours)
    if kind != PERMANENT:
        words = storable(f"no answer of SMTP: {reply.words}")
        return Answer(outcome="smtp_bad", words=words, ours=True)
    return _of_refusal(reply, step)


def _of_refusal(reply: Reply, step: Step) -> Answer:
    if step == "open" or (step == "sender" and reply.enhanced not in TOO_LARGE):
        return _operators("smtp_5xx", f"the mail server refuses {REFUSED[step]}", reply)
    if reply.enhanced == FULL or (reply.code == STORAGE and not reply.enhanced):
        words = storable(f"the mailbox is full: {reply.words}")
        return Answer(outcome="smtp_full", words=words, throttled=True)
    if reply.enhanced in NOBODY:
        words = storable(f"nobody is there: {reply.words}")
        return Answer(outcome="smtp_gone", words=words, ending="gone")
    return Answer(outcome="smtp_5xx", words=reply.words, ending="never")


def _operators(outcome: str, fault: str, reply: Reply) -> Answer:
    words = storable(f"{fault}, see DIDEBAN_SMTP_…: {reply.words}")
    return Answer(outcome=outcome, words=words, ours=True)


def of_error(error: aiosmtplib.SMTPException | OSError, step: Step) -> Answer:
    """Return what it means that the conversation broke off, or was refused, at this step."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return of_reply(Reply(error.code, error.message), step)
    tls = next((each for each in _chain(error) if isinstance(each, ssl.SSLError)), None)
    if tls is not None:
        words = storable(f"no encryption with the mail server, see DIDEBAN_SMTP_TLS: {tls}")
        return Answer(outcome="tls", words=words, ours=True)
    if isinstance(error, TimeoutError):
        return Answer(outcome="timeout", words=storable(str(error)), throttled=True, ours=True)
    if isinstance(error, aiosmtplib.SMTPServerDisconnected):
        words = "the mail server closed the connection before it took the message"
        return Answer(outcome="dropped", words=words, ours=True)
    if isinstance(error, ConnectionError | OSError):
        return Answer(outcome="connect", words=storable(str(error)), ours=True)
    words = storable(f"the mail server cannot do what DIDEBAN_SMTP_… asks for: {error}")
    return Answer(outcome="smtp_unable", words=words, ours=True)


def _chain(error: BaseException | None) -> list[BaseException]:
    found = []
    while error is not None:
        found.append(error)
        error = error.__cause__
    return found
