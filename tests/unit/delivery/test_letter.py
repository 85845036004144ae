"""A mail message as it is handed over, read back by the email library."""

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime
from typing import cast

import pytest
from delivery_samples import TITLES, outgoing, sample, titled
from hypothesis import given
from hypothesis import strategies as st

from dideban.messages.notice import Links, NoticeKind
from services.delivery.channel import Outgoing
from services.delivery.channels.letter import Written, letter_of
from services.delivery.mail_settings import Mailbox

SENDER = Mailbox(name="دیده‌بان", address="alerts@news.example.org")
HEADER = re.compile(rb"[!-9;-~]+: .*|[ \t].*")


def raw(
    subject: str = "Gas",
    plain: str = "text",
    html: str = "<p>text</p>",
    *,
    out: Outgoing | None = None,
    sender: Mailbox = SENDER,
) -> bytes:
    written = Written(subject=subject, plain=plain, html=html)
    return letter_of(out or outgoing(sample()), written, sender, "reader@example.org")


def read(letter: bytes) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(letter, policy=SMTP))


def unfolded(letter: bytes, name: str) -> str:
    value = message_from_bytes(letter)[name]
    return str(make_header(decode_header(re.sub(r"\r?\n(?=\s)", "", value))))


def head_of(letter: bytes) -> list[bytes]:
    return letter.split(b"\r\n\r\n", 1)[0].split(b"\r\n")


@pytest.mark.parametrize("language", sorted(TITLES))
def test_subject_text_and_html_come_back_as_they_were_written(language: str) -> None:
    title = TITLES[language][0]
    letter = raw(f"گاز: {title}", f"{title}\n\nسطر دوم\n", f"<p dir='auto'>{title}</p>\n")
    message = read(letter)
    assert unfolded(letter, "Subject") == f"گاز: {title}"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == [title, "", "سطر دوم"]
    assert html.get_content().strip() == f"<p dir='auto'>{title}</p>"
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]
    assert letter.isascii()
    assert all(len(line) <= 998 for line in letter.split(b"\r\n"))


def test_the_headers_say_who_to_whom_when_and_that_a_machine_wrote_it() -> None:
    message = read(raw())
    sender = message["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("دیده‌بان", "alerts@news.example.org")
    assert message["To"] == "reader@example.org"
    assert parsedate_to_datetime(message["Date"]) == outgoing(sample()).now
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message["List-Id"].endswith("<sub_1.news.example.org>")
    assert message["List-Unsubscribe"] is None
    assert message["Reply-To"] is None


def test_a_way_out_is_told_for_people_and_for_one_click() -> None:
    out = outgoing(sample())
    links = Links(unsubscribe="https://desk.example.org/unsubscribe/" + "x" * 90)
    object.__setattr__(out.notice, "links", links)
    message = read(raw(out=out))
    assert message["List-Unsubscribe"] == f"<{links.unsubscribe}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_same_message_has_the_same_id_and_another_has_another() -> None:
    first, again = raw("one"), raw("another subject")
    assert read(first)["Message-ID"] == read(again)["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@news\.example\.org>", read(first)["Message-ID"])
    other = outgoing(titled("دیگر", language="az"), kind="test")
    assert read(raw(out=other))["Message-ID"] != read(first)["Message-ID"]


def test_a_follow_up_answers_the_alert_of_its_story_and_subscription_only() -> None:
    alert = read(raw(out=outgoing(sample("fa"))))
    later = read(raw(out=outgoing(sample("az"), kind="follow-up")))
    assert later["In-Reply-To"] == alert["Message-ID"]
    assert later["References"] == alert["Message-ID"]
    assert later["Message-ID"] != alert["Message-ID"]
    assert alert["In-Reply-To"] is None
    elsewhere = outgoing(sample("az"), kind="follow-up")
    object.__setattr__(elsewhere, "subscription_id", "sub_2")
    assert read(raw(out=elsewhere))["References"] != alert["Message-ID"]


@pytest.mark.parametrize("kind", ["digest", "test"])
def test_a_digest_and_a_test_begin_no_thread(kind: NoticeKind) -> None:
    matches = (sample("fa"), sample("az")) if kind == "digest" else ()
    message = read(raw(out=outgoing(*matches, kind=kind)))
    assert message["References"] is None
    assert message["Message-ID"] != read(raw())["Message-ID"]


HOSTILE = (
    "x\r\nBcc: other@example.org",
    "x\nSubject: other",
    "x\u2028Bcc: other@example.org",
    "x\0y\x1b[31m",
    "=?utf-8?q?Bcc=3A_other?=",
    "\u202egnorw eht yaw",
    "half \ud83d of a pair",
    "گاز " * 2_500,
    "x" * 10_000,
    "",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_title_or_name_makes_a_header_of_its_own(text: str) -> None:
    out = outgoing(sample())
    object.__setattr__(out.notice, "subscription", text)
    letter = raw(text, text, text, out=out)
    names = [name.lower() for name in read(letter).keys()]  # noqa: SIM118  each, also repeated
    assert len(names) == len(set(names))
    assert "bcc" not in names
    assert unfolded(letter, "Subject").count("other") == text.count("other")
    assert "\u202e" not in unfolded(letter, "Subject")
    assert all(len(line) <= 998 for line in letter.split(b"\r\n"))


@given(
    st.text(max_size=300) | st.text("گاز \u200c\u2068ab🇮🇷=?_", max_size=300),
    st.text(max_size=80),
)
def test_any_unicode_makes_headers_of_whole_lines_that_come_back(subject: str, name: str) -> None:
    out = outgoing(sample())
    object.__setattr__(out.notice, "subscription", name)
    letter = raw(subject, subject, subject, out=out, sender=Mailbox(name="D", address="a@b.org"))
    head = head_of(letter)
    assert letter.isascii()
    assert all(HEADER.fullmatch(line) for line in head)
    assert all(len(line) <= 998 for line in head)
    assert not any(len(line) > 76 for line in head if b"=?utf-8?" in line)
    seen = unfolded(letter, "Subject")
    if len(subject) < 150 and subject.isprintable():
        assert seen.split() == subject.split()


def test_a_message_has_no_boundary_of_chance() -> None:
    assert raw() == raw()
