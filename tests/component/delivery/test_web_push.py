"""Web Push against a service that verifies who sends, and a browser that decrypts."""

import json
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography.exceptions import InvalidTag
from delivery_scene import (
    SETTINGS,
    Receiver,
    Scene,
    Script,
    cut_short,
    delivering,
    endless,
    match_of,
    reset,
    status,
)
from mail_scene import certificate_for
from push_double import Browser, PushService, push_service

from dideban.messages.notice import Notice, NoticeKind
from services.delivery.app import channels_of, make_client
from services.delivery.channel import Answer, Outgoing
from services.delivery.channels.web_push import KeptKey, WebPush, topic_of
from services.runtime.http import AddressRules, GuardedClient, parse_allow_list
from services.store.engine import Store
from services.store.push_key import public_bytes, push_key

CONTACT = "mailto:desk@example.org"


@pytest.fixture
async def service(store: Store) -> AsyncIterator[PushService]:
    async with push_service() as opened:
        async with store.begin() as connection:
            opened.key = public_bytes(await push_key(connection))
        yield opened


@pytest.fixture
async def browsers(store: Store, receiver: Receiver) -> AsyncIterator[Scene]:
    settings = replace(SETTINGS, http_contact="desk@example.org")
    async with delivering(store, receiver, settings) as opened:
        yield opened


async def ending(scene: Scene, target: str, title: str = "") -> tuple[Any, list[str]]:
    subscription = await scene.subscribe_by("webpush", target)
    match = match_of(subscription.subscription_id, "s1", "a1", title=title)
    await scene.deliver(match)
    return await scene.row(match), [each.outcome for each in await scene.attempts(match)]


@pytest.mark.parametrize(
    "title",
    [
        "صادرات گاز از مسیر تازه آغاز شد",
        "Поставки газа по новому маршруту начнутся весной",
        "Doğal gaz sevkiyatı güney hattından yeniden başladı",
        "گاز " * 2_000,
    ],
    ids=["fa", "ru", "tr", "long"],
)
async def test_a_browser_reads_what_was_pushed_to_it(
    browsers: Scene, service: PushService, title: str
) -> None:
    browser = Browser()
    row, outcomes = await ending(browsers, browser.subscription(f"{service.base}/push/1"), title)
    assert (row.state, outcomes) == ("delivered", ["delivered"])
    (body,) = service.bodies
    payload = browser.read(body)
    assert set(payload) == {"title", "body", "url", "tag", "lang", "dir"}
    assert title[:20] in payload["title"] + payload["body"]
    assert service.subjects == {CONTACT}


async def test_nobody_else_can_read_it_and_it_is_sealed_anew_each_time(
    browsers: Scene, service: PushService
) -> None:
    browser = Browser()
    service.answers = [web.Response(status=500)]
    row, outcomes = await ending(browsers, browser.subscription(f"{service.base}/push/1"))
    assert (row.state, outcomes) == ("delivered", ["http_5xx", "delivered"])
    first, second = service.bodies
    assert first != second
    assert browser.read(first) == browser.read(second)
    with pytest.raises(InvalidTag):
        Browser().read(first)


async def test_a_newer_message_of_a_story_takes_the_place_of_one_that_waits(
    service: PushService, store: Store
) -> None:
    browser = Browser()
    target = browser.subscription(f"{service.base}/push/1")
    async with make_client(SETTINGS) as client:
        for kind, story, article in (
            ("alert", "s1", "a1"),
            ("follow-up", "s1", "a2"),
            ("alert", "s2", "a3"),
            ("digest", "s1", "a4"),
            ("digest", "s1", "a5"),
        ):
            answer = await sent(client, store, outgoing(target, kind, story, article))
            assert answer.ending == "delivered"
    assert len(service.bodies) == 5
    assert len(service.waiting) == 4


def outgoing(
    target: str, kind: NoticeKind = "alert", story: str = "s1", article: str = "a1"
) -> Outgoing:
    match = match_of("sub_1", story, article)
    return Outgoing(
        message_id=match.match_id,
        subscription_id="sub_1",
        target=target,
        secret=None,
        notice=Notice(kind=kind, subscription="گاز ایران", matches=(match,)),
        now=datetime.now(UTC),
    )


async def sent(client: GuardedClient, store: Store, message: Outgoing) -> Answer:
    return await WebPush(client, key=KeptKey(store), subject=CONTACT).send(message)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (web.Response(status=429, headers={"Retry-After": "1"}), "http_429"),
        (web.Response(status=400, text="UnauthorizedRegistration"), "http_4xx"),
        (web.Response(status=403, text="BadJwtToken"), "http_4xx"),
        (web.Response(status=503), "http_5xx"),
        (web.Response(status=307, headers={"Location": "http://10.0.0.1/"}), "http_3xx"),
    ],
    ids=["429", "400", "403", "503", "307"],
)
async def test_what_may_mend_is_tried_again(
    browsers: Scene, service: PushService, answer: web.Response, outcome: str
) -> None:
    service.answers = [answer]
    row, outcomes = await ending(browsers, Browser().subscription(f"{service.base}/push/1"))
    assert (row.state, outcomes) == ("delivered", [outcome, "delivered"])


@pytest.mark.parametrize("code", [404, 410])
async def test_a_browser_that_unsubscribed_gets_nothing_more(
    browsers: Scene, service: PushService, code: int
) -> None:
    service.answers = [web.Response(status=code, text="unsubscribed or expired")]
    target = Browser().subscription(f"{service.base}/push/1")
    subscription = await browsers.subscribe_by("webpush", target)
    first, second = [match_of(subscription.subscription_id, f"s{n}", f"a{n}") for n in range(2)]
    await browsers.deliver(first)
    await browsers.writer([second])
    row = await browsers.row(second)
    assert (await browsers.row(first)).state == row.state == "dead"
    assert f"it wants no more: {code}: unsubscribed or expired" in row.reason
    assert len(service.bodies) == 1


async def test_a_message_that_is_too_large_for_a_service_ends_alone(
    browsers: Scene, service: PushService
) -> None:
    service.answers = [web.Response(status=413)]
    row, outcomes = await ending(browsers, Browser().subscription(f"{service.base}/push/1"))
    assert (row.state, outcomes) == ("dead", ["http_4xx"])


@pytest.mark.parametrize(
    ("step", "outcomes"),
    [
        (endless, ["delivered"]),
        (reset, ["connect", "delivered"]),
        (cut_short, ["connect", "delivered"]),
        (status(302, Location="http://10.0.0.1/"), ["http_3xx", "delivered"]),
    ],
    ids=["a gigabyte", "reset", "cut short", "redirect inside"],
)
async def test_after_a_strange_answer_the_same_message_comes_again(
    browsers: Scene, receiver: Receiver, step: Script, outcomes: list[str]
) -> None:
    receiver.script("/push/1", step, status(201))
    browser = Browser()
    row, tried = await ending(browsers, browser.subscription(f"{receiver.base}/push/1"))
    assert (row.state, tried) == ("delivered", outcomes)
    first, last = receiver.posts[0], receiver.posts[-1]
    assert first.headers["topic"] == last.headers["topic"]
    assert browser.read(first.body) == browser.read(last.body)


@pytest.mark.parametrize(
    ("endpoint", "words"),
    [
        ("https://10.0.0.1/push", "10.0.0.1 is a private address"),
        ("https://169.254.169.254/push", "169.254.169.254 is a link-local address"),
        ("https://[::ffff:10.0.0.1]/push", "an IPv4 address inside IPv6"),
        ("https://0x7f000001/push", "in another notation"),
        ("https://localhost:22/push", "127.0.0.1 is a loopback address"),
    ],
)
async def test_no_endpoint_leads_inside(store: Store, endpoint: str, words: str) -> None:
    rules = AddressRules(allow=parse_allow_list(("127.0.0.1",)))
    async with GuardedClient("Dideban/test", rules) as client:
        answer = await sent(client, store, outgoing(Browser().subscription(endpoint)))
    assert (answer.ending, answer.outcome) == ("again", "blocked")
    assert words in answer.words


async def test_a_name_that_leads_elsewhere_at_the_second_look_is_refused(store: Store) -> None:
    looks = [["93.184.215.14"], ["127.0.0.1"]]

    async def rebound(host: str, port: int) -> list[str]:
        return looks.pop(0)

    await rebound("push.example", 443)
    async with GuardedClient("Dideban/test", AddressRules(), lookup=rebound) as client:
        target = Browser().subscription("https://push.example/send")
        answer = await sent(client, store, outgoing(target))
    assert (answer.outcome, answer.words) == (
        "blocked",
        "push.example may not be fetched: 127.0.0.1 is a loopback address",
    )


async def test_over_https_the_certificate_is_checked_by_name(store: Store, tmp_path: Path) -> None:
    certificate = certificate_for(tmp_path, "DNS:localhost")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    rules = AddressRules(allow=parse_allow_list(("127.0.0.1:*",)))
    browser = Browser()

    async def loopback(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async with push_service(server) as service:
        async with store.begin() as connection:
            service.key = public_bytes(await push_key(connection))
        target = browser.subscription(f"{service.base}/push/1")
        message = outgoing(target)
        for tls, wanted in ((trusting, "delivered"), (None, "tls")):
            async with GuardedClient("Dideban/test", rules, lookup=loopback, tls=tls) as client:
                answer = await sent(client, store, message)
            assert answer.outcome == wanted
    assert len(service.bodies) == 1


async def test_a_target_that_the_store_has_broken_ends_in_words(store: Store) -> None:
    async with make_client(SETTINGS) as client:
        answer = await sent(client, store, outgoing('{"endpoint": "https://push.example/"}'))
    assert (answer.ending, answer.outcome) == ("never", "blocked")
    assert "the push subscription cannot be read" in answer.words


async def test_the_key_is_made_once_and_kept(store: Store) -> None:
    keys = []
    for _ in range(2):
        async with store.begin() as connection:
            keys.append(public_bytes(await push_key(connection)))
    assert keys[0] == keys[1]
    assert len(keys[0]) == 65


async def test_web_push_needs_no_setting(store: Store) -> None:
    async with make_client(SETTINGS) as client:
        assert "webpush" in channels_of(SETTINGS, client, store)


def test_a_topic_has_the_letters_and_the_length_that_rfc_8030_allows() -> None:
    message = outgoing(json.dumps({}))
    assert len(topic_of(message)) == 32
    assert topic_of(message).replace("-", "").replace("_", "").isalnum()
