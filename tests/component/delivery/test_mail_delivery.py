"""Mail handed to a real SMTP server: how each answer ends, and what arrives."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from delivery_scene import SEEN, Receiver, Scene, delivering, match_of, rows
from mail_scene import (
    PASSWORD,
    USER,
    Office,
    certificate_for,
    office,
    server_side,
    settings_for,
    speaking,
    subscribe_by_mail,
)

from dideban.alerting.way_out import way_out_of
from dideban.messages.notice import Notice
from services.delivery.app import channels_of, make_client
from services.delivery.channel import Answer, Outgoing
from services.delivery.settings import Settings
from services.store.engine import Store
from services.store.installation import LINK_KEY, kept_key
from services.store.tables import disabled_targets, failing_targets

READER = "khanande@example.org"


async def answer_of(settings: Settings, target: str = READER) -> Answer:
    """Send one message through the channel, as the sender does, within its time."""
    match = match_of("sub_1", "s1", "a1")
    outgoing = Outgoing(
        message_id=match.match_id,
        subscription_id="sub_1",
        target=target,
        secret=None,
        notice=Notice(kind="alert", subscription="گاز ایران", matches=(match,)),
        now=SEEN,
    )
    async with make_client(settings) as client:
        channel = channels_of(settings, client, Store.of(settings))["email"]
        async with asyncio.timeout(settings.delivery_timeout_seconds * 3):
            return await channel.send(outgoing)


@pytest.fixture
async def post() -> AsyncIterator[Office]:
    async with office() as opened:
        yield opened


@pytest.fixture
async def mailing(store: Store, receiver: Receiver, post: Office) -> AsyncIterator[Scene]:
    async with delivering(store, receiver, settings_for(post.port)) as opened:
        yield opened


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_for(tmp_path_factory.mktemp("right"), "IP:127.0.0.1")


async def test_an_alert_arrives_whole_and_is_recorded_as_delivered(
    store: Store, mailing: Scene, post: Office
) -> None:
    match = match_of(await subscribe_by_mail(store, READER), "s1", "a1", title="گاز می‌رسد ⟵ Gas")
    await mailing.deliver(match)
    assert post.recipients == [READER]
    (message,) = post.messages()
    assert message["To"] == READER
    assert message["From"].addresses[0].display_name == "دیده‌بان"
    assert "گاز می‌رسد" in message["Subject"]
    body = message.get_body(("plain",))
    assert body is not None
    assert "خبرگزاری آزمون" in body.get_content()
    page = message.get_body(("html",))
    assert page is not None
    assert "گاز می" in page.get_content()
    assert 'dir="rtl"' in page.get_content()
    row = await mailing.row(match)
    assert (row.state, row.channel) == ("delivered", "email")
    (attempt,) = await mailing.attempts(match)
    assert (attempt.outcome, attempt.answer) == ("delivered", "250 2.0.0 queued")


PUBLIC_URL = "https://desk.example.org/"


@pytest.mark.parametrize(
    ("public_url", "way_out"),
    [
        (PUBLIC_URL, True),
        ("http://127.0.0.1:8700", True),
        ("http://desk.example.org", False),
        ("", False),
    ],
)
async def test_a_message_has_a_way_out_where_its_link_is_read_by_nobody_else(
    store: Store, receiver: Receiver, post: Office, public_url: str, *, way_out: bool
) -> None:
    settings = settings_for(post.port, public_url=public_url)
    async with delivering(store, receiver, settings) as scene:
        await scene.deliver(match_of(await subscribe_by_mail(store, READER), "s1", "a1"))
    (message,) = post.messages()
    plain = message.get_body(("plain",))
    assert plain is not None
    if not way_out:
        assert message["List-Unsubscribe"] is None
        assert "/unsubscribe/" not in plain.get_content()
        return
    link = str(message["List-Unsubscribe"]).strip("<>")
    assert link.startswith(public_url.rstrip("/") + "/unsubscribe/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in plain.get_content()
    async with store.begin(reading=True) as connection:
        key = await kept_key(connection, LINK_KEY)
    assert key is not None
    assert way_out_of(key, link.rpartition("/")[2]) is not None


async def test_a_greylisted_alert_is_tried_again_and_taken_under_the_same_id(
    store: Store, mailing: Scene, post: Office
) -> None:
    post.script("RCPT", "451 4.7.1 Greylisted, come back later")
    post.script("DATA", "452 4.3.1 no room", "250 2.0.0 queued")
    match = match_of(await subscribe_by_mail(store, READER), "s1", "a1")
    await mailing.deliver(match)
    assert (await mailing.row(match)).state == "delivered"
    outcomes = [attempt.outcome for attempt in await mailing.attempts(match)]
    assert outcomes == ["smtp_4xx", "smtp_4xx", "delivered"]
    assert len(post.letters) == 1


async def test_a_recipient_who_is_unknown_gets_nothing_more(
    store: Store, mailing: Scene, post: Office
) -> None:
    post.script("RCPT", "550 5.1.1 <khanande@example.org>: no such user")
    subscription = await subscribe_by_mail(store, READER)
    first, second = match_of(subscription, "s1", "a1"), match_of(subscription, "s2", "a2")
    await mailing.deliver(first)
    row = await mailing.row(first)
    assert row.state == "dead"
    assert "nobody is there: 550 5.1.1" in row.reason
    async with store.begin(reading=True) as connection:
        (disabled,) = (await connection.execute(disabled_targets.select())).all()
    assert (disabled.subscription_id, disabled.target) == (subscription, READER)
    await mailing.writer([second])
    assert {row.state for row in await rows(store)} == {"dead"}
    assert post.recipients == [READER]


async def test_what_is_the_operators_fault_is_not_held_against_the_reader(
    store: Store, mailing: Scene, post: Office
) -> None:
    post.script("MAIL", "550 5.7.1 sender not yours")
    match = match_of(await subscribe_by_mail(store, READER), "s1", "a1")
    await mailing.deliver(match)
    assert [each.outcome for each in await mailing.attempts(match)] == ["smtp_5xx", "delivered"]
    async with store.begin(reading=True) as connection:
        assert (await connection.execute(failing_targets.select())).all() == []
    post.script("RCPT", "450 4.2.0 busy")
    await mailing.deliver(match_of(match.subscription_id, "s2", "a2"))
    async with store.begin(reading=True) as connection:
        (failing,) = (await connection.execute(failing_targets.select())).all()
    assert failing.target == READER


STEPS: list[tuple[str, str, str, str, bool]] = [
    ("MAIL", "550 5.7.1 sender not yours", "again", "smtp_5xx", True),
    ("MAIL", "530 5.7.0 Authentication required", "again", "smtp_login", True),
    ("MAIL", "552 5.3.4 too big", "never", "smtp_5xx", False),
    ("MAIL", "451 4.3.0 later", "again", "smtp_4xx", True),
    ("RCPT", "450 4.2.0 busy", "again", "smtp_4xx", False),
    ("RCPT", "421 4.3.2 closing", "again", "smtp_421", False),
    ("RCPT", "452 4.2.2 full", "again", "smtp_4xx", False),
    ("RCPT", "552 5.2.2 mailbox full", "again", "smtp_full", False),
    ("RCPT", "552 mailbox full", "again", "smtp_full", False),
    ("RCPT", "550 5.2.1 mailbox disabled", "never", "smtp_5xx", False),
    ("RCPT", "550 5.7.1 blocked by policy", "never", "smtp_5xx", False),
    ("RCPT", "550 mailbox unavailable", "never", "smtp_5xx", False),
    ("RCPT", "550 5.1.1 unknown", "gone", "smtp_gone", False),
    ("RCPT", "550 5.1.2 bad domain", "gone", "smtp_gone", False),
    ("RCPT", "553 5.1.3 bad address", "gone", "smtp_gone", False),
    ("RCPT", "551 5.1.6 moved", "gone", "smtp_gone", False),
    ("RCPT", "556 5.1.10 takes no mail", "gone", "smtp_gone", False),
    ("RCPT", "550 5.1.100 no code of ours", "never", "smtp_5xx", False),
    ("DATA", "554 5.6.0 content refused", "never", "smtp_5xx", False),
    ("DATA", "550 5.1.1 unknown after all", "gone", "smtp_gone", False),
    ("DATA", "451 4.7.0 too many", "again", "smtp_4xx", False),
    ("DATA", "552 5.3.4 too big", "never", "smtp_5xx", False),
    ("DATA", "354 what", "again", "smtp_bad", True),
]


@pytest.mark.parametrize(("verb", "reply", "ending", "outcome", "ours"), STEPS)
async def test_each_reply_ends_by_the_rules_of_smtp(
    post: Office, verb: str, reply: str, ending: str, outcome: str, *, ours: bool
) -> None:
    post.script(verb, reply)
    answer = await answer_of(settings_for(post.port))
    assert (answer.ending, answer.outcome, answer.ours) == (ending, outcome, ours)
    assert reply in answer.words
    assert len(answer.outcome) <= 16


async def test_by_starttls_the_certificate_is_checked_and_the_login_is_hidden(
    certificate: Path,
) -> None:
    async with office(starttls=server_side(certificate), login=True) as post:
        answer = await answer_of(
            settings_for(
                post.port,
                smtp_tls="starttls",
                smtp_ca=str(certificate),
                smtp_user=USER,
                smtp_password=PASSWORD,
            )
        )
    assert answer.ending == "delivered"
    assert post.encrypted == [True]
    assert post.logins == [(USER, PASSWORD)]


async def test_by_tls_from_the_first_byte(certificate: Path) -> None:
    async with office(tls=server_side(certificate)) as post:
        settings = settings_for(post.port, smtp_tls="tls", smtp_ca=str(certificate))
        assert (await answer_of(settings)).ending == "delivered"
    assert len(post.letters) == 1


@pytest.mark.parametrize("tls", ["starttls", "tls"])
@pytest.mark.parametrize("trusted", [False, True], ids=["unknown-ca", "other-name"])
async def test_a_wrong_certificate_gets_no_mail_and_is_the_operators_to_mend(
    certificate: Path, tmp_path: Path, tls: str, *, trusted: bool
) -> None:
    changes: dict[str, Any] = {"smtp_tls": tls}
    shown = certificate
    if trusted:
        shown = certificate_for(tmp_path, "DNS:mail.other.example")
        changes["smtp_ca"] = str(shown)
    context = server_side(shown)
    async with office(
        tls=context if tls == "tls" else None, starttls=context if tls == "starttls" else None
    ) as post:
        answer = await answer_of(settings_for(post.port, **changes))
    assert (answer.ending, answer.outcome, answer.ours) == ("again", "tls", True)
    assert "certificate" in answer.words
    assert post.recipients == []


async def test_a_server_without_starttls_gets_neither_login_nor_mail(post: Office) -> None:
    answer = await answer_of(settings_for(post.port, smtp_tls="starttls"))
    assert (answer.ending, answer.outcome, answer.ours) == ("again", "smtp_unable", True)
    assert post.recipients == []


async def test_a_wrong_password_is_the_operators_fault_and_tried_again(certificate: Path) -> None:
    async with office(starttls=server_side(certificate), login=True) as post:
        settings = settings_for(
            post.port,
            smtp_tls="starttls",
            smtp_ca=str(certificate),
            smtp_user=USER,
            smtp_password="گذرواژهٔ دیگر",
        )
        answer = await answer_of(settings)
    assert (answer.ending, answer.outcome, answer.ours) == ("again", "smtp_login", True)
    assert "535" in answer.words
    assert "گذرواژه" not in answer.words
    assert post.recipients == []


async def read_until(reader: asyncio.StreamReader, verb: bytes) -> None:
    while not (await reader.readline()).upper().startswith(verb):
        pass


def greeting(line: bytes) -> Any:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(line)
        await reader.read()

    return talk


@pytest.mark.parametrize(
    ("line", "outcome", "ours"),
    [
        (b"421 4.3.2 too many connections\r\n", "smtp_421", True),
        (b"554 5.7.1 your address is listed\r\n", "smtp_5xx", True),
        (b"SSH-2.0-OpenSSH\r\n", "smtp_bad", True),
        (b"220-" + b"x" * 100_000 + b"\r\n", "smtp_bad", True),
    ],
    ids=["421", "554", "no-smtp", "endless"],
)
async def test_a_server_that_does_not_greet_is_asked_again(
    line: bytes, outcome: str, *, ours: bool
) -> None:
    async with speaking(greeting(line)) as port:
        answer = await answer_of(settings_for(port))
    assert (answer.ending, answer.outcome, answer.ours) == ("again", outcome, ours)
    assert len(answer.words) <= 200


async def dropping_in_data(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail\r\n")
    for verb, reply in ((b"EHLO", b"250 mail"), (b"MAIL", b"250 OK"), (b"RCPT", b"250 OK")):
        await read_until(reader, verb)
        writer.write(reply + b"\r\n")
    await read_until(reader, b"DATA")
    writer.write(b"354 go on\r\n")
    await reader.readline()
    writer.transport.abort()


async def test_a_connection_lost_within_the_message_is_tried_again() -> None:
    async with speaking(dropping_in_data) as port:
        answer = await answer_of(settings_for(port))
    assert (answer.ending, answer.outcome) == ("again", "dropped")


async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def test_a_server_that_says_nothing_is_left_after_its_time() -> None:
    async with speaking(silent) as port:
        answer = await answer_of(settings_for(port, delivery_timeout_seconds=0.2))
    assert (answer.ending, answer.outcome, answer.throttled) == ("again", "timeout", True)


async def test_nobody_listening_is_asked_again() -> None:
    async with speaking(silent) as port:
        pass
    answer = await answer_of(settings_for(port))
    assert (answer.ending, answer.outcome) == ("again", "connect")


async def test_a_server_that_drips_its_answer_holds_nothing_up_for_longer_than_an_attempt(
    store: Store, receiver: Receiver
) -> None:
    async def dripping(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"2")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with speaking(dripping) as port:
        settings = settings_for(port, delivery_timeout_seconds=0.3, delivery_retry_scale=100.0)
        async with delivering(store, receiver, settings) as scene:
            match = match_of(await subscribe_by_mail(store, READER), "s1", "a1")
            await scene.writer([match])
            await scene.watch.until(lambda: bool(scene.watch.states))
            (attempt,) = await scene.attempts(match)
    assert attempt.outcome == "timeout"
    assert 200 <= attempt.milliseconds < 5_000


async def slow_to_leave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take the message, then never answer QUIT."""
    writer.write(b"220 mail\r\n")
    for verb, reply in ((b"EHLO", b"250 mail"), (b"MAIL", b"250 OK"), (b"RCPT", b"250 OK")):
        await read_until(reader, verb)
        writer.write(reply + b"\r\n")
    await read_until(reader, b"DATA")
    writer.write(b"354 go on\r\n")
    await read_until(reader, b".\r\n")
    writer.write(b"250 taken\r\n")
    await reader.read()


async def test_a_message_that_was_taken_is_delivered_whatever_follows() -> None:
    async with speaking(slow_to_leave) as port:
        answer = await answer_of(settings_for(port))
    assert (answer.ending, answer.words) == ("delivered", "250 taken")


@pytest.mark.parametrize(
    "target", ["a@example.org\r\nRCPT TO:<b@example.org>", "", "خبر@example.org"]
)
async def test_what_is_no_address_never_reaches_the_server(post: Office, target: str) -> None:
    answer = await answer_of(settings_for(post.port), target)
    assert (answer.ending, answer.outcome) == ("never", "address")
    assert post.recipients == []


async def test_a_domain_of_other_letters_goes_out_in_ascii(post: Office) -> None:
    assert (await answer_of(settings_for(post.port), "reader@почта.рф")).ending == "delivered"
    assert post.recipients == ["reader@xn--80a1acny.xn--p1ai"]
    assert post.messages()[0]["To"] == "reader@xn--80a1acny.xn--p1ai"
