"""Telegram against a server that refuses as the Bot API documents it."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
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
    rows,
    status,
)
from telegram_double import TOKEN, RefusedError, TelegramDouble, shown, telegram, units

from services.delivery.app import make_client
from services.delivery.channels.telegram import Telegram
from services.delivery.pacing import Turns
from services.runtime.http import GuardedClient
from services.store.engine import Store

AT_ONCE = Turns(each_seconds=0, all_seconds=0)
CHAT = -1001234567890


@pytest.fixture
async def double() -> AsyncIterator[TelegramDouble]:
    async with telegram() as opened:
        yield opened


@pytest.fixture
async def client() -> AsyncIterator[GuardedClient]:
    async with make_client(SETTINGS) as opened:
        yield opened


@pytest.fixture
async def chats(
    store: Store, receiver: Receiver, client: GuardedClient, double: TelegramDouble
) -> AsyncIterator[Scene]:
    channel = Telegram(client, token=TOKEN, api=double.base, turns=AT_ONCE)
    async with delivering(store, receiver, channels={"telegram": channel}) as opened:
        yield opened


async def ending(scene: Scene, chat: int | str, article: str = "a1", title: str = "") -> Any:
    subscription = await scene.subscribe_by("telegram", str(chat))
    match = match_of(subscription.subscription_id, "s1", article, title=title)
    await scene.deliver(match)
    row = await scene.row(match)
    return row, [each.outcome for each in await scene.attempts(match)]


@pytest.mark.parametrize("chat", [CHAT, 8213571, "@gaz_xeberleri"])
async def test_a_bot_writes_to_a_person_a_group_and_a_channel(
    chats: Scene, double: TelegramDouble, chat: int | str
) -> None:
    double.chats = {chat}
    row, outcomes = await ending(chats, chat)
    assert (row.state, outcomes) == ("delivered", ["delivered"])
    (message,) = double.messages
    assert message["chat_id"] == chat
    assert "صادرات گاز از مسیر تازه آغاز شد" in shown(message["text"])


@pytest.mark.parametrize(
    "title",
    [
        'قیمت <b>گاز & نفت</b> </pre> "تازه"',
        "Цена < 5 & > 3 &lt; ✓",
        "گاز " + "🚢" * 5_000,
        "Doğalgaz\u202e\u2066 \u200f\x07 hattı\r\n\r\n",
    ],
    ids=["tags", "signs", "long", "controls"],
)
async def test_any_title_is_taken_by_the_api(
    chats: Scene, double: TelegramDouble, title: str
) -> None:
    double.chats = {CHAT}
    row, outcomes = await ending(chats, CHAT, title=title)
    assert (row.state, outcomes) == ("delivered", ["delivered"])
    assert units(shown(double.messages[0]["text"])) <= 4_096


@pytest.mark.parametrize(
    ("refused", "outcome"),
    [
        (RefusedError(429, "Too Many Requests: retry after 1", retry_after=1), "http_429"),
        (RefusedError(500, "Internal Server Error"), "http_5xx"),
        (RefusedError(502, "Bad Gateway"), "http_5xx"),
        (RefusedError(401, "Unauthorized"), "http_4xx"),
        (RefusedError(404, "Not Found"), "http_4xx"),
        (RefusedError(409, "Conflict"), "http_4xx"),
        (
            RefusedError(400, "Bad Request: not enough rights to send text messages to the chat"),
            "http_4xx",
        ),
    ],
    ids=lambda value: value.description if isinstance(value, RefusedError) else "",
)
async def test_what_may_mend_is_tried_again_with_the_same_message(
    chats: Scene, double: TelegramDouble, refused: RefusedError, outcome: str
) -> None:
    double.chats, double.refusals = {CHAT}, [refused]
    row, outcomes = await ending(chats, CHAT)
    assert (row.state, outcomes) == ("delivered", [outcome, "delivered"])
    first, second = double.asked
    assert first == second


@pytest.mark.parametrize("chat", [8213571, CHAT], ids=["blocked", "unknown"])
async def test_a_chat_that_the_bot_may_not_write_to_gets_nothing_more(
    chats: Scene, double: TelegramDouble, chat: int
) -> None:
    double.blocked = {8213571}
    subscription = await chats.subscribe_by("telegram", str(chat))
    first, second = [match_of(subscription.subscription_id, f"s{n}", f"a{n}") for n in range(2)]
    await chats.deliver(first)
    await chats.writer([second])
    ended = await chats.row(second)
    assert ((await chats.row(first)).state, ended.state) == ("dead", "dead")
    assert "the target is disabled: the bot may not write there: 40" in ended.reason
    assert len(double.asked) == 1


async def test_a_message_that_can_never_be_taken_ends_alone(
    chats: Scene, double: TelegramDouble
) -> None:
    double.chats = {CHAT}
    double.refusals = [RefusedError(400, "Bad Request: can't parse entities: Unexpected end tag")]
    subscription = await chats.subscribe_by("telegram", str(CHAT))
    first, second = [match_of(subscription.subscription_id, f"s{n}", f"a{n}") for n in range(2)]
    await chats.deliver(first)
    await chats.deliver(second)
    assert [(await chats.row(each)).state for each in (first, second)] == ["dead", "delivered"]


async def test_a_group_that_has_moved_is_followed(chats: Scene, double: TelegramDouble) -> None:
    double.moved, double.chats = {-42: CHAT}, {CHAT}
    row, outcomes = await ending(chats, -42)
    assert (row.state, outcomes) == ("delivered", ["http_4xx", "delivered"])
    assert [message["chat_id"] for message in double.asked] == [-42, CHAT]


async def test_a_wrong_token_is_said_to_be_the_operators_and_shown_nowhere(
    store: Store, receiver: Receiver, client: GuardedClient, double: TelegramDouble
) -> None:
    wrong = "110201543:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    hasty = replace(SETTINGS, delivery_retry_scale=1e-6)
    channel = Telegram(client, token=wrong, api=double.base, turns=AT_ONCE)
    async with delivering(store, receiver, hasty, channels={"telegram": channel}) as scene:
        row, outcomes = await ending(scene, CHAT)
    assert (row.state, set(outcomes)) == ("dead", {"http_4xx"})
    assert (
        "the bot's token is not taken, the operator must mend it: 401: Unauthorized" in row.reason
    )


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        (endless, "parse_error"),
        (reset, "connect"),
        (cut_short, "connect"),
        (status(200, "<html>sign in to this network</html>"), "parse_error"),
        (status(302, Location="http://10.0.0.1/"), "http_3xx"),
        (status(403, "\x1b[2J"), "http_4xx"),
    ],
    ids=["a gigabyte", "reset", "cut short", "a portal", "redirect", "a proxy"],
)
async def test_an_answer_that_is_not_the_apis_is_tried_again(
    store: Store, receiver: Receiver, client: GuardedClient, step: Script, outcome: str
) -> None:
    path = f"/bot{TOKEN}/sendMessage"
    receiver.script(path, step, status(200, json.dumps({"ok": True, "result": {}})))
    channel = Telegram(client, token=TOKEN, api=receiver.base, turns=AT_ONCE)
    async with delivering(store, receiver, channels={"telegram": channel}) as scene:
        row, outcomes = await ending(scene, CHAT)
    assert (row.state, outcomes) == ("delivered", [outcome, "delivered"])
    assert len({post.body for post in receiver.posts}) == 1


async def test_an_answer_that_drips_is_waited_for_no_longer_than_allowed(
    store: Store, receiver: Receiver, client: GuardedClient
) -> None:
    async def dripping(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Length": "20"})
        await answer.prepare(request)
        await answer.write(b'{"ok":')
        await receiver.released.wait()
        return answer

    path = f"/bot{TOKEN}/sendMessage"
    receiver.script(path, dripping, status(200, json.dumps({"ok": True})))
    channel = Telegram(client, token=TOKEN, api=receiver.base, turns=AT_ONCE)
    async with delivering(store, receiver, channels={"telegram": channel}) as scene:
        row, outcomes = await ending(scene, CHAT)
    assert (row.state, outcomes) == ("delivered", ["timeout", "delivered"])


async def test_the_token_is_in_no_row_and_no_line_of_the_log(
    store: Store, receiver: Receiver, client: GuardedClient, capfd: pytest.CaptureFixture[str]
) -> None:
    echo = status(400, json.dumps({"ok": False, "description": f"/bot{TOKEN}/sendMessage?"}))
    receiver.script(f"/bot{TOKEN}/sendMessage", reset, status(500, f"at /bot{TOKEN}/"), echo)
    channel = Telegram(client, token=TOKEN, api=receiver.base, turns=AT_ONCE)
    async with delivering(store, receiver, channels={"telegram": channel}) as scene:
        subscription = await scene.subscribe_by("telegram", str(CHAT))
        match = match_of(subscription.subscription_id, "s1", "a1")
        await scene.deliver(match)
        kept = [str(row) for row in (*await rows(store), *await scene.attempts(match))]
    assert len(kept) == 4
    assert "(the token)" in kept[-1]
    told = "".join(capfd.readouterr())
    assert not any(TOKEN.partition(":")[2] in text for text in (*kept, told))
