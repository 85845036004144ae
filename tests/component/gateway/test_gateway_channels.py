"""Where alerts may be sent over the API: checked, vetted, and secrets told to nobody."""

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gateway_under_test import Gateway

from services.store import subscriptions

P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
PUSH_KEYS = {
    "p256dh": P256DH,
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
TOKEN = "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"


def pushed(endpoint: str) -> str:
    return json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": PUSH_KEYS})


async def asked(gateway: Gateway, **wanted: Any) -> Any:
    browser = await gateway.signed_in("ed", "editor")
    body = {"query": "gas", "name": "گاز", **wanted}
    return await browser.post("/api/v1/subscriptions", json=body)


async def kept(gateway: Gateway, subscription_id: str) -> Any:
    async with gateway.desk.store.begin(reading=True) as connection:
        return await subscriptions.one(connection, subscription_id)


@pytest.mark.parametrize(
    ("channel", "target", "shown"),
    [
        ("telegram", "-1001234567890", "-1001234567890"),
        ("ntfy", "https://hooks.example/gas/", "https://hooks.example/gas"),
        ("webpush", pushed("https://hooks.example/push/secret"), "https://hooks.example/…"),
    ],
)
async def test_a_subscription_goes_to_a_channel_and_is_listed(
    gateway: Gateway, channel: str, target: str, shown: str
) -> None:
    answer = await asked(gateway, channel=channel, target=target)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["channel"], told["target"], told["secret"]) == (channel, shown, None)
    assert "secret" not in told["target"]
    assert (await kept(gateway, told["subscription_id"])).channel == channel


async def test_an_access_token_is_kept_and_never_told_again(gateway: Gateway) -> None:
    answer = await asked(
        gateway, channel="ntfy", target="https://hooks.example/gas", secret=f" {TOKEN}\n"
    )
    assert answer.status_code == 201
    assert TOKEN not in answer.text
    row = await kept(gateway, answer.json()["subscription_id"])
    assert row.target_secret == TOKEN


@pytest.mark.parametrize(
    ("wanted", "field", "words"),
    [
        ({"channel": "telegram", "target": "t.me/gas"}, "target", "no Telegram chat"),
        ({"channel": "ntfy", "target": "https://inside.example/gas"}, "target", "10.0.0.7"),
        ({"channel": "ntfy", "target": "http://127.0.0.1/gas"}, "target", "127.0.0.1"),
        ({"channel": "webpush", "target": pushed("https://10.0.0.1/x")}, "target", "10.0.0.1"),
        ({"channel": "webpush", "target": pushed("https://inside.example/")}, "target", "10.0.0.7"),
        ({"channel": "webpush", "target": "https://hooks.example/"}, "target", "cannot be read"),
        (
            {"channel": "ntfy", "target": "https://hooks.example/g", "secret": "a b"},
            "secret",
            "space",
        ),
        ({"channel": "telegram", "target": "8213571", "secret": "x"}, "secret", "takes no token"),
    ],
)
async def test_what_cannot_be_sent_to_is_refused_with_field_and_fix(
    gateway: Gateway, wanted: dict[str, str], field: str, words: str
) -> None:
    answer = await asked(gateway, **wanted)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["field"] == field
    assert words in problem["detail"]
    assert problem["fix"]


async def test_the_key_to_subscribe_with_is_a_point_and_stays(gateway: Gateway) -> None:
    browser = await gateway.signed_in("vi", "viewer")
    first, second = [(await browser.get("/api/v1/push-key")).json()["key"] for _ in range(2)]
    assert first == second
    raw = base64.urlsafe_b64decode(first + "=")
    assert (len(raw), raw[0]) == (65, 4)


async def test_subscriptions_follow_a_browser_to_its_new_address(gateway: Gateway) -> None:
    mine, other = await gateway.signed_in("ed", "editor"), await gateway.signed_in("al", "editor")
    first, second = "https://push.example/send/one", "https://other.example/send/two"
    for browser, query in ((mine, "gas"), (mine, "oil"), (other, "gas")):
        wanted = {"query": query, "channel": "webpush", "target": pushed(first)}
        assert (await browser.post("/api/v1/subscriptions", json=wanted)).status_code == 201
    move = {"endpoint": first, "subscription": json.loads(pushed(second))}
    answer = await mine.post("/api/v1/push-moves", json=move)
    assert (answer.status_code, answer.json()) == (200, {"moved": 2})
    assert (await mine.post("/api/v1/push-moves", json=move)).json() == {"moved": 0}

    async def targets_of(browser: Any) -> set[str]:
        rows = (await browser.get("/api/v1/subscriptions")).json()["subscriptions"]
        return {row["target"] for row in rows}

    assert await targets_of(mine) == {"https://other.example/…"}
    assert await targets_of(other) == {"https://push.example/…"}
    bad = await mine.post("/api/v1/push-moves", json={**move, "subscription": {"endpoint": "x"}})
    assert (bad.status_code, bad.json()["field"]) == (422, "subscription")


async def test_the_service_worker_is_found_at_one_address(gateway: Gateway) -> None:
    answer = await gateway.browser().get("/service-worker.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "showNotification" in answer.text


async def test_a_name_of_apprise_is_one_that_the_operator_gave(
    gateway: Gateway, tmp_path: Path
) -> None:
    file = tmp_path / "targets.toml"
    file.write_text('newsroom = ["json://user:verysecret@127.0.0.1/"]', encoding="utf-8")
    settings = replace(gateway.desk.settings, apprise_file=str(file))
    named = Gateway(replace(gateway.desk, settings=settings), gateway.clock)
    browser = await named.signed_in("ed", "editor")
    wanted = {"query": "gas", "channel": "apprise"}
    good = await browser.post("/api/v1/subscriptions", json={**wanted, "target": "newsroom"})
    assert (good.status_code, good.json()["target"]) == (201, "newsroom")
    bad = await browser.post("/api/v1/subscriptions", json={**wanted, "target": "desk"})
    assert (bad.status_code, bad.json()["fix"]) == (422, "give one of newsroom")
    assert "verysecret" not in good.text + bad.text
