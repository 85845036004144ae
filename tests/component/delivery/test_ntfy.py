"""ntfy against a server that refuses as its documentation says."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
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
from ntfy_double import NtfyDouble, error, ntfy

from services.delivery.app import make_client
from services.delivery.channels.ntfy import Ntfy
from services.store.engine import Store

TOKEN = "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"


@pytest.fixture
async def double() -> AsyncIterator[NtfyDouble]:
    async with ntfy() as opened:
        yield opened


@pytest.fixture
async def topics(store: Store, receiver: Receiver) -> AsyncIterator[Scene]:
    async with (
        make_client(SETTINGS) as client,
        delivering(store, receiver, channels={"ntfy": Ntfy(client)}) as opened,
    ):
        yield opened


async def ending(
    scene: Scene, target: str, secret: str | None = None, title: str = ""
) -> tuple[Any, list[str]]:
    subscription = await scene.subscribe_by("ntfy", target, secret)
    match = match_of(subscription.subscription_id, "s1", "a1", title=title)
    await scene.deliver(match)
    return await scene.row(match), [each.outcome for each in await scene.attempts(match)]


async def test_a_topic_gets_the_message_in_its_own_letters(
    topics: Scene, double: NtfyDouble
) -> None:
    row, outcomes = await ending(topics, f"{double.base}/gas-alerts")
    assert (row.state, outcomes) == ("delivered", ["delivered"])
    (message,) = double.messages
    assert message["topic"] == "gas-alerts"
    assert "صادرات گاز از مسیر تازه آغاز شد" in message["title"] + message["message"]
    assert message["sequence_id"] == row.match_id


async def test_a_topic_that_is_not_open_is_written_to_with_its_token(
    topics: Scene, double: NtfyDouble
) -> None:
    double.tokens = {"desk": TOKEN}
    row, _ = await ending(topics, f"{double.base}/desk", TOKEN)
    assert row.state == "delivered"


@pytest.mark.parametrize(
    ("secret", "words"), [(None, "403: "), ("tk_wrong", "401: ")], ids=["none", "wrong"]
)
async def test_a_token_that_is_not_taken_is_flagged_and_can_be_mended(
    topics: Scene, double: NtfyDouble, secret: str | None, words: str
) -> None:
    double.tokens = {"desk": TOKEN}
    subscription = await topics.subscribe_by("ntfy", f"{double.base}/desk", secret)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await topics.writer([match])
    await topics.watch.until(lambda: len(topics.watch.states) >= 4)
    row = await topics.row(match)
    assert row.state == "pending"
    assert f"times, check the receiver: {words}" in row.reason
    double.tokens = {}
    await topics.watch.until(lambda: topics.watch.ended(match.match_id))
    assert (await topics.row(match)).state == "delivered"


@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [
        (error(429, 42901, "limit reached: too many requests, please be nice"), "http_429"),
        (error(507, 50701, "cannot publish to UnifiedPush topic"), "http_5xx"),
        (error(500, 50001, "internal server error"), "http_5xx"),
        (error(404, 40401, "page not found"), "http_4xx"),
    ],
    ids=["429", "507", "500", "404"],
)
async def test_what_may_mend_is_tried_again(
    topics: Scene, double: NtfyDouble, refusal: web.Response, outcome: str
) -> None:
    double.refusals = [refusal]
    row, outcomes = await ending(topics, f"{double.base}/gas")
    assert (row.state, outcomes) == ("delivered", [outcome, "delivered"])


@pytest.mark.parametrize(
    "refusal",
    [
        error(400, 40010, "invalid request: topic name is disallowed"),
        error(413, 41303, "JSON body too large"),
    ],
    ids=["400", "413"],
)
async def test_what_can_never_be_taken_ends_at_once(
    topics: Scene, double: NtfyDouble, refusal: web.Response
) -> None:
    double.refusals = [refusal]
    row, outcomes = await ending(topics, f"{double.base}/docs")
    assert (row.state, outcomes) == ("dead", ["http_4xx"])


async def test_a_message_sent_twice_is_shown_once_by_a_newer_server(
    topics: Scene, double: NtfyDouble, receiver: Receiver
) -> None:
    async def taken_and_broken(request: web.Request) -> web.StreamResponse:
        await double.answer(request)
        return await reset(request)

    async def taken(request: web.Request) -> web.StreamResponse:
        return await double.answer(request)

    receiver.script("/", taken_and_broken, taken)
    row, outcomes = await ending(topics, f"{receiver.base}/gas")
    assert (row.state, outcomes) == ("delivered", ["connect", "delivered"])
    assert len({post.body for post in receiver.posts}) == 1
    assert (len(double.messages), len(double.notices)) == (2, 1)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("https://10.0.0.1/gas", "10.0.0.1 is a private address"),
        ("https://169.254.169.254/latest", "169.254.169.254 is a link-local address"),
        ("https://[::1]/gas", "::1 is a loopback address"),
        ("https://2130706433/gas", "in another notation"),
    ],
)
async def test_no_topic_leads_inside(topics: Scene, target: str, words: str) -> None:
    subscription = await topics.subscribe_by("ntfy", target)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await topics.writer([match])
    await topics.watch.until(lambda: bool(topics.watch.states))
    row = await topics.row(match)
    assert (row.state, (await topics.attempts(match))[0].outcome) == ("pending", "blocked")
    assert words in row.reason


async def test_a_redirect_is_not_followed_with_the_token(
    topics: Scene, double: NtfyDouble, receiver: Receiver
) -> None:
    receiver.script("/", status(307, Location=f"{double.base}/"), status(200, "{}"))
    row, outcomes = await ending(topics, f"{receiver.base}/gas", TOKEN)
    assert (row.state, outcomes) == ("delivered", ["http_3xx", "delivered"])
    assert double.messages == []


async def test_a_token_that_a_server_repeats_is_not_kept(topics: Scene, receiver: Receiver) -> None:
    receiver.script("/", status(500, f"who is Bearer {TOKEN}?"), status(200, "{}"))
    subscription = await topics.subscribe_by("ntfy", f"{receiver.base}/gas", TOKEN)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await topics.deliver(match)
    first, _ = await topics.attempts(match)
    assert first.answer == "500: who is Bearer (the token)?"


@pytest.mark.parametrize(
    ("step", "outcomes"),
    [
        (endless, ["delivered"]),
        (cut_short, ["connect", "delivered"]),
        (status(302, Location="http://10.0.0.1/"), ["http_3xx", "delivered"]),
    ],
    ids=["a gigabyte", "cut short", "redirect inside"],
)
async def test_a_strange_answer_neither_fills_the_memory_nor_leads_inside(
    topics: Scene, receiver: Receiver, step: Script, outcomes: list[str]
) -> None:
    receiver.script("/", step, status(200, "{}"))
    row, tried = await ending(topics, f"{receiver.base}/gas")
    assert (row.state, tried) == ("delivered", outcomes)
    assert len({post.body for post in receiver.posts}) == 1
