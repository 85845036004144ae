"""A mail message: its headers and its two parts; pure."""

import base64
import hashlib
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any, Final, cast

from dideban.text.one_line import plain, shortened
from services.delivery.channel import Outgoing
from services.delivery.mail_settings import Mailbox

ID_CHARS: Final = 32
"""128 bits: two messages share an id by chance in no lifetime."""
POLICY: Final = SMTP.clone(cte_type="7bit")
"""Encoded so that it passes servers without 8BITMIME."""
LINE_CHARS: Final = 76 - len("Subject: ")
"""What a line with an encoded word may have beside the longest name (RFC 2047, section 2)."""
WORD_BYTES: Final = (LINE_CHARS - len("=?utf-8?B??=")) // 4 * 3
SUBJECT_CHARS: Final = 200
NAME_CHARS: Final = 60
_UNFIT: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]+")
"""Controls, line breaks, halves of pairs, and what turns the direction of the rest around."""
ONE_CLICK: Final = "List-Unsubscribe=One-Click"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the message says: its subject, and its text in both forms."""

    subject: str
    plain: str
    html: str


class Line(str):
    """A header's value as it goes out.

    It folds where it was folded: the library's own folding loses spaces between encoded words
    (Python 3.12), and encodes a long id or address as if it were text.
    """

    __slots__ = ("name",)
    name: str

    def fold(self, *, policy: Any) -> str:  # noqa: ANN401  what the library hands over
        """Return the header with its line end."""
        return f"{self.name}: {self}{policy.linesep}"


def letter_of(outgoing: Outgoing, written: Written, sender: Mailbox, recipient: str) -> bytes:
    """Return the message as it is handed over; ids and thread are the same at every retry."""
    message = EmailMessage(policy=POLICY)
    message.set_content(_whole(written.plain))
    message.add_alternative(_whole(written.html), subtype="html")
    message.set_boundary(f"=_{_digest('parts', outgoing.message_id)}")
    for name, value in _headers(outgoing, written, sender, recipient).items():
        line = Line(value)
        line.name = name
        message[name] = cast("Any", line)
    return message.as_bytes()


def _whole(text: str) -> str:
    """Return the text with each half of a pair replaced, which UTF-8 cannot carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _headers(
    outgoing: Outgoing, written: Written, sender: Mailbox, recipient: str
) -> dict[str, str]:
    notice = outgoing.notice
    return {
        "From": _named(sender.name, sender.address),
        "To": recipient,
        "Subject": _encoded(shortened(_line(written.subject), SUBJECT_CHARS)),
        "Date": format_datetime(outgoing.now),
        "Message-ID": own_id(outgoing, sender.domain),
        **_thread(outgoing, sender.domain),
        "Content-Language": notice.language,
        "Auto-Submitted": "auto-generated",
        "List-Id": _list_id(outgoing, sender.domain),
        **_way_out(notice.links.unsubscribe),
    }


def own_id(outgoing: Outgoing, domain: str) -> str:
    """Return the Message-ID; that of a story's alert is what its follow-ups answer."""
    if outgoing.notice.kind == "alert" and len(outgoing.notice.matches) == 1:
        return _story_id(outgoing, domain)
    return _id_of(domain, "message", outgoing.message_id)


def _story_id(outgoing: Outgoing, domain: str) -> str:
    story = outgoing.notice.matches[0].story.story_id
    return _id_of(domain, "story", outgoing.subscription_id, story)


def _id_of(domain: str, *parts: str) -> str:
    return f"<{_digest(*parts)}@{domain}>"


def _digest(*parts: str) -> str:
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:ID_CHARS]


def _thread(outgoing: Outgoing, domain: str) -> dict[str, str]:
    if outgoing.notice.kind != "follow-up" or not outgoing.notice.matches:
        return {}
    root = _story_id(outgoing, domain)
    return {"In-Reply-To": root, "References": root}


def _list_id(outgoing: Outgoing, domain: str) -> str:
    """Return the list's name and id (RFC 2919), by which a reader can sort."""
    name = shortened(plain(outgoing.notice.subscription), NAME_CHARS)
    return _named(name, f"{outgoing.subscription_id}.{domain}")


def _way_out(unsubscribe: str) -> dict[str, str]:
    """Return the headers of RFC 2369 and, for one click, RFC 8058."""
    if not unsubscribe:
        return {}
    return {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": ONE_CLICK}


def _named(name: str, address: str) -> str:
    if not name:
        return f"<{address}>"
    if name.isascii() and "=?" not in name:
        return formataddr((name, address))
    return f"{_encoded(name)}\r\n <{address}>"


def _line(text: str) -> str:
    return " ".join(_UNFIT.sub(" ", text).split())


def _encoded(line: str) -> str:
    """Return the text on short lines; what is not ASCII, or looks encoded, by RFC 2047.

    By hand, because the library's encoder (Python 3.12) makes words longer than allowed.
    """
    if line.isascii() and "=?" not in line:
        lines = textwrap.wrap(line, LINE_CHARS, break_long_words=False, break_on_hyphens=False)
        return "\r\n ".join(lines)
    words = (base64.b64encode(piece).decode() for piece in _pieces(line))
    return "\r\n ".join(f"=?utf-8?B?{word}?=" for word in words)


def _pieces(line: str) -> Iterator[bytes]:
    """Yield the text in pieces that fit an encoded word, whole letters in each."""
    piece = b""
    for letter in line:
        encoded = letter.encode()
        if len(piece) + len(encoded) > WORD_BYTES:
            yield piece
            piece = b""
        piece += encoded
    yield piece
