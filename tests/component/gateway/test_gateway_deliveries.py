"""The delivery log over the API, and looking after a target."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from gateway_under_test import Gateway, match_of

from services.store import deliveries, ledger, subscriptions, targets, trials

HOOK = "https://hooks.example/1"


async def hooked(browser: httpx.AsyncClient, name: str = "gas") -> dict[str, str]:
    wanted = {"name": name, "query": "gas", "target": HOOK}
    answer = await browser.post("/api/v1/subscriptions", json=wanted)
    assert answer.status_code == 201, answer.text
    made: dict[str, str] = answer.json()
    return made


async def written(
    gateway: Gateway, subscription_id: str, number: int, state: ledger.State = "dead"
) -> str:
    match = replace(match_of(number), subscription_id=subscription_id)
    match = replace(match, story=replace(match.story, story_id=f"s{number}"))
    entry = ledger.Entry(
        match=match,
        subscription_name="gas",
        state=state,
        channel="webhook",
        kind="alert",
        reason="the receiver was away" if state == "dead" else None,
    )
    async with gateway.desk.store.begin() as connection:
        await ledger.take_turn(connection)
        await ledger.write_batch(connection, [entry], gateway.clock())
    return match.match_id


async def test_the_log_tells_what_became_of_each_match_newest_first_page_by_page(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    mine = (await hooked(editor))["subscription_id"]
    ids = [await written(gateway, mine, number) for number in range(5)]
    seen: list[str] = []
    params = {"limit": "2"}
    for _ in range(3):
        page = (await editor.get("/api/v1/deliveries", params=params)).json()
        seen += [each["match_id"] for each in page["deliveries"]]
        params["before"] = page["next"] or ""
    assert sorted(seen) == sorted(ids)
    assert len(set(seen)) == 5
    assert page["next"] is None
    one = page["deliveries"][0]
    assert (one["state"], one["reason"], one["channel"], one["kind"]) == (
        "dead",
        "the receiver was away",
        "webhook",
        "alert",
    )


async def test_the_log_is_looked_through_by_state_subscription_and_time(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    mine, other = [(await hooked(editor, name))["subscription_id"] for name in ("a", "b")]
    await written(gateway, mine, 1)
    await written(gateway, other, 2, "suppressed")

    async def found(**params: str) -> list[str]:
        answer = await editor.get("/api/v1/deliveries", params=params)
        assert answer.status_code == 200, answer.text
        return [each["match_id"] for each in answer.json()["deliveries"]]

    assert await found(state="suppressed") == ["match-2"]
    assert await found(subscription=mine) == ["match-1"]
    later = (gateway.clock() + timedelta(seconds=1)).isoformat()
    assert await found(since=later) == []
    assert len(await found(until=later)) == 2


@pytest.mark.parametrize("before", ["x", "2025-12-17~m", "2025-12-17T08:00:00+00:00~", "~"])
async def test_a_place_that_is_none_is_refused(editor: httpx.AsyncClient, before: str) -> None:
    answer = await editor.get("/api/v1/deliveries", params={"before": before})
    assert answer.status_code == 422
    assert answer.json()["field"] == "before"


async def test_a_match_is_told_with_every_attempt(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    mine = (await hooked(editor))["subscription_id"]
    match_id, now = await written(gateway, mine, 1, "pending"), gateway.clock()
    attempt = deliveries.Attempt(
        message_id=match_id,
        attempts_before=0,
        started_at=now,
        milliseconds=12,
        outcome="http_5xx",
        answer="503: down",
        state="pending",
        reason="503: down",
        next_attempt_at=now,
    )
    async with gateway.desk.store.begin() as connection:
        await deliveries.record_attempts(connection, [attempt], now)
    told = (await editor.get(f"/api/v1/deliveries/{match_id}")).json()
    assert [(each["outcome"], each["answer"]) for each in told["tries"]] == [
        ("http_5xx", "503: down")
    ]


async def test_what_is_dead_is_sent_again_one_or_all_of_a_range(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    mine = (await hooked(editor))["subscription_id"]
    ids = [await written(gateway, mine, number) for number in range(3)]
    async with gateway.desk.store.begin() as connection:
        await targets.disable(connection, mine, HOOK, "410", gateway.clock())
    one = await editor.post(f"/api/v1/deliveries/{ids[0]}/replay")
    assert one.json() == {"replayed": 1}
    again = await editor.post(f"/api/v1/deliveries/{ids[0]}/replay")
    assert (again.status_code, again.json()["field"]) == (409, "path")
    wanted = {"subscription_id": mine, "until": "2100-01-01T00:00:00Z"}
    rest = await editor.post("/api/v1/deliveries/replay", json=wanted)
    assert rest.json() == {"replayed": 2}
    (subscription,) = (await editor.get("/api/v1/subscriptions")).json()["subscriptions"]
    assert subscription["target_disabled"] is None


async def test_another_users_log_is_not_there(gateway: Gateway, editor: httpx.AsyncClient) -> None:
    mine = (await hooked(editor))["subscription_id"]
    match_id = await written(gateway, mine, 1)
    bob = await gateway.signed_in("bob", "editor")
    assert (await bob.get("/api/v1/deliveries")).json()["deliveries"] == []
    for method, path, body in (
        ("GET", f"/api/v1/deliveries/{match_id}", None),
        ("POST", f"/api/v1/deliveries/{match_id}/replay", None),
        ("POST", f"/api/v1/deliveries/{match_id}/acknowledge", None),
        ("POST", "/api/v1/deliveries/replay", {"subscription_id": mine}),
        ("POST", f"/api/v1/subscriptions/{mine}/test", None),
        ("GET", f"/api/v1/subscriptions/{mine}/test/trial_1", None),
        ("POST", f"/api/v1/subscriptions/{mine}/secret", {}),
        ("POST", f"/api/v1/subscriptions/{mine}/enable-target", None),
    ):
        assert (await bob.request(method, path, json=body)).status_code == 404, path


async def test_a_story_is_acknowledged_once(gateway: Gateway, editor: httpx.AsyncClient) -> None:
    mine = (await hooked(editor))["subscription_id"]
    match_id = await written(gateway, mine, 1, "delivered")
    path = f"/api/v1/deliveries/{match_id}"
    assert (await editor.post(f"{path}/acknowledge")).status_code == 204
    first = (await editor.get(path)).json()["acknowledged_at"]
    gateway.clock.pass_(seconds=60)
    assert (await editor.post(f"{path}/acknowledge")).status_code == 204
    assert (await editor.get(path)).json()["acknowledged_at"] == first is not None


async def test_a_test_message_is_asked_for_and_its_answer_read(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    mine = (await hooked(editor))["subscription_id"]
    asked = await editor.post(f"/api/v1/subscriptions/{mine}/test")
    assert asked.status_code == 202
    path = f"/api/v1/subscriptions/{mine}/test/{asked.json()['trial_id']}"
    assert (await editor.get(path)).json()["answered_at"] is None
    async with gateway.desk.store.begin() as connection:
        await trials.answered(
            connection,
            asked.json()["trial_id"],
            gateway.clock(),
            outcome="delivered",
            answer="204",
            milliseconds=9,
        )
    told = (await editor.get(path)).json()
    assert (told["outcome"], told["answer"], told["milliseconds"]) == ("delivered", "204", 9)
    assert (await editor.get(f"/api/v1/subscriptions/{mine}/test/trial_x")).status_code == 404


async def test_alerts_of_the_page_have_no_target_to_test(editor: httpx.AsyncClient) -> None:
    made = (await editor.post("/api/v1/subscriptions", json={"query": "gas"})).json()
    path = f"/api/v1/subscriptions/{made['subscription_id']}"
    assert (await editor.post(f"{path}/test")).status_code == 409
    assert (await editor.post(f"{path}/secret", json={})).status_code == 409
    assert (await editor.post(f"{path}/enable-target")).status_code == 409


async def test_a_new_secret_overlaps_with_the_old(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    made = await hooked(editor)
    path = f"/api/v1/subscriptions/{made['subscription_id']}/secret"
    new = (await editor.post(path, json={"overlap_hours": 2})).json()
    assert new["secret"].startswith("whsec_")
    assert new["secret"] != made["secret"]
    async with gateway.desk.store.begin(reading=True) as connection:
        row = await subscriptions.one(connection, made["subscription_id"])
    assert row is not None
    assert (row.target_secret, row.previous_secret) == (new["secret"], made["secret"])
    assert row.previous_until == gateway.clock() + timedelta(hours=2)
    assert (await editor.post(path, json={"overlap_hours": 200})).status_code == 422


async def test_a_disabled_target_is_shown_and_enabled(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    mine = (await hooked(editor))["subscription_id"]
    async with gateway.desk.store.begin() as connection:
        await targets.disable(connection, mine, HOOK, "it wants no more: 410", gateway.clock())
    (subscription,) = (await editor.get("/api/v1/subscriptions")).json()["subscriptions"]
    assert subscription["target_disabled"] == "it wants no more: 410"
    path = f"/api/v1/subscriptions/{mine}/enable-target"
    assert (await editor.post(path)).status_code == 204
    (subscription,) = (await editor.get("/api/v1/subscriptions")).json()["subscriptions"]
    assert subscription["target_disabled"] is None


@pytest.mark.parametrize(
    ("ui", "words"),
    [
        ("en", ("Deliveries", "given up", "Send again")),
        ("fa", ("تحویل‌ها", "رهاشده", "دوباره بفرست")),
    ],
)
async def test_the_page_shows_what_became_of_each_match_and_sends_again(
    gateway: Gateway, editor: httpx.AsyncClient, ui: str, words: tuple[str, ...]
) -> None:
    mine = (await hooked(editor))["subscription_id"]
    match_id = await written(gateway, mine, 1)
    shown = await editor.get("/deliveries", params={"ui": ui, "subscription": "", "state": "dead"})
    assert shown.status_code == 200, shown.text
    assert all(word in shown.text for word in words)
    done = await editor.post(f"/deliveries/{match_id}/replay")
    assert (done.status_code, done.headers["location"]) == (303, "/deliveries?replayed=1")
    assert (await editor.post(f"/deliveries/{match_id}/replay")).status_code == 409
    assert (await editor.get("/deliveries", params={"state": "dead"})).text.count("<li>") == 0


async def test_the_page_waits_for_the_answer_of_a_test_message_and_shows_it(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    mine = (await hooked(editor))["subscription_id"]
    asked = await editor.post(f"/subscriptions/{mine}/test")
    waits = await editor.get(asked.headers["location"])
    assert 'http-equiv="refresh"' in waits.text
    gateway.clock.pass_(seconds=31)
    assert 'http-equiv="refresh"' not in (await editor.get(asked.headers["location"])).text
    trial_id = asked.headers["location"].rpartition("trial=")[2]
    async with gateway.desk.store.begin() as connection:
        await trials.answered(
            connection,
            trial_id,
            gateway.clock(),
            outcome="http_5xx",
            answer="503: <b>down</b>",
            milliseconds=9,
        )
    told = (await editor.get(asked.headers["location"])).text
    assert "503: &lt;b&gt;down" in told
    assert 'http-equiv="refresh"' not in told
