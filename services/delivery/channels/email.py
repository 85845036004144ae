"""Mail: each message handed to the operator's mail server in a conversation of its own."""

from contextlib import suppress

import aiosmtplib

from dideban.alerting.targets import TargetError, email_target
from dideban.messages.mail import mail_html
from dideban.messages.notice import Notice
from dideban.messages.plain import plain_text
from dideban.messages.subject import subject
from services.delivery.channel import Answer, Outgoing
from services.delivery.channels.letter import Written, letter_of
from services.delivery.channels.smtp_answers import Reply, Step, of_error, of_reply
from services.delivery.mail_settings import MailServer


def written(notice: Notice) -> Written:
    """Return what the message says."""
    return Written(subject=subject(notice), plain=plain_text(notice), html=mail_html(notice))


class Email:
    """Sends by SMTP (RFC 5321); certificates are verified wherever there is encryption."""

    def __init__(self, server: MailServer, timeout_seconds: float) -> None:
        self._server = server
        self._timeout_seconds = timeout_seconds

    async def send(self, outgoing: Outgoing) -> Answer:
        """Return how handing the message over ended."""
        try:
            recipient = email_target(outgoing.target)
        except TargetError as error:
            return Answer(outcome="address", words=str(error), ending="never")
        letter = letter_of(outgoing, written(outgoing.notice), self._server.sender, recipient)
        conversation = _Conversation(self._server, self._timeout_seconds)
        try:
            return await conversation.hand_over(recipient, letter)
        except (aiosmtplib.SMTPException, OSError) as error:
            return of_error(error, conversation.step)
        finally:
            conversation.close()


class _Conversation:
    """One connection and its one message; `step` tells how far it has come."""

    def __init__(self, server: MailServer, timeout_seconds: float) -> None:
        self.step: Step = "open"
        self._server = server
        self._client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            local_hostname=server.sender.domain,
            timeout=timeout_seconds,
            use_tls=server.tls == "tls",
            start_tls=server.tls == "starttls",
            tls_context=server.context,
        )

    async def hand_over(self, recipient: str, letter: bytes) -> Answer:
        client, server = self._client, self._server
        await client.connect()
        if server.user:
            self.step = "login"
            await client.login(server.user, server.password)
        self.step = "sender"
        await client.mail(server.sender.address)
        self.step = "recipient"
        await client.rcpt(recipient)
        self.step = "text"
        code, text = await client.data(letter)
        return of_reply(Reply(code, text), self.step)

    def close(self) -> None:
        """Take leave without waiting for the answer: it says nothing of the message."""
        if self._client.protocol is not None:
            with suppress(aiosmtplib.SMTPException):
                self._client.protocol.write(b"QUIT\r\n")
        self._client.close()
