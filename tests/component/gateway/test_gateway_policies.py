"""The policy of a subscription over the API."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from gateway_under_test import Gateway, match_of

from services.delivery.effect import take_in
from services.store.tables import ledger

HOOK = "https://hooks.example/1"
WHOLE = {
    "language": "fa",
    "time_zone": "Asia/Tehran",
    "severity": "high",
    "quiet_hours": [{"days": ["thu", "fri"], "from": "22:00", "to": "09:00"}],
    "max_an_hour": 6,
    "digest": "daily",
    "digest_at": "08:00",
    "mutes": [{"kind": "term", "value": "فوتبال"}],
}


@pytest.fixture
async def at(editor: httpx.AsyncClient) -> str:
    wanted = {"name": "gas", "query": "gas", "target": HOOK}
    made = (await editor.post("/api/v1/subscriptions", json=wanted)).json()
    return f"/api/v1/subscriptions/{made['subscription_id']}"


async def test_a_new_subscription_tells_everything_at_once(
    editor: httpx.AsyncClient, at: str
) -> None:
    policy = (await editor.get(f"{at}/policy")).json()
    assert policy == {
        "language": "en",
        "time_zone": "UTC",
        "severity": "normal",
        "quiet_hours": [],
        "breaks_through": "critical",
        "max_an_hour": None,
        "digest": "none",
        "digest_at": None,
        "follow_ups": True,
        "mutes": [],
        "paused_until": None,
    }


async def test_a_policy_is_kept_whole_and_what_is_shown_can_be_sent_again(
    editor: httpx.AsyncClient, at: str
) -> None:
    answer = await editor.put(f"{at}/policy", json=WHOLE)
    assert answer.status_code == 200, answer.text
    kept = (await editor.get(f"{at}/policy")).json()
    assert kept == answer.json()
    assert kept["quiet_hours"] == WHOLE["quiet_hours"]
    assert kept["mutes"] == [{"kind": "term", "value": "فوتبال", "until": None}]
    assert (await editor.put(f"{at}/policy", json=kept)).json() == kept
    await editor.put(f"{at}/policy", json={"time_zone": "Asia/Tehran"})
    assert (await editor.get(f"{at}/policy")).json()["quiet_hours"] == []


@pytest.mark.parametrize(
    ("method", "path", "body", "field", "fix"),
    [
        ("PUT", "policy", {"time_zone": "Asia/Teheran"}, "time_zone", "Asia/Tehran"),
        ("PUT", "policy", {"digest": "daily"}, "digest_at", "add a time of day"),
        ("PUT", "policy", {"silence": True}, "silence", "use language, time_zone"),
        (
            "PUT",
            "policy",
            {"quiet_hours": [{"from": "09:00", "to": "9:00"}]},
            "quiet_hours[0].to",
            "write a time of day such as 22:00",
        ),
        ("PUT", "policy", [], "policy", "write one object"),
        ("POST", "pause", {"until": "2099-01-01"}, "paused_until", "write a day from"),
        ("POST", "pause", {}, "until", "add 'until'"),
        ("POST", "mutes", {"kind": "term", "value": " "}, "value", "name a term"),
        ("POST", "mutes", {"kind": "term", "value": "!"}, "mutes[0].value", "write a word"),
        (
            "POST",
            "mutes",
            {"kind": "source", "value": "a", "until": "2001-01-01"},
            "mutes[0].until",
            "write a day from",
        ),
    ],
)
async def test_what_cannot_be_kept_is_told_with_the_field_and_the_fix(
    editor: httpx.AsyncClient, at: str, method: str, path: str, body: Any, *, field: str, fix: str
) -> None:
    answer = await editor.request(method, f"{at}/{path}", json=body)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["field"] == field
    assert fix in problem["fix"]
    assert (await editor.get(f"{at}/policy")).json()["mutes"] == []


async def test_a_body_that_is_no_text_is_told_as_such(editor: httpx.AsyncClient, at: str) -> None:
    for body in (b"\xff", b"{", b'{"language": "\\ud800"}'):
        answer = await editor.put(f"{at}/policy", content=body)
        assert answer.status_code == 422, answer.text


async def held_rows(gateway: Gateway) -> dict[str, tuple[str, float | None]]:
    """Return the state of each match, and in how many hours it goes out."""
    async with gateway.desk.store.begin(reading=True) as connection:
        rows = (await connection.execute(ledger.select())).all()
    now = gateway.clock()
    return {
        row.match_id: (
            row.state,
            row.next_attempt_at and (row.next_attempt_at - now) / timedelta(hours=1),
        )
        for row in rows
    }


async def come(gateway: Gateway, at: str, *numbers: int) -> None:
    matches = [
        replace(match_of(number), subscription_id=at.rpartition("/")[2]) for number in numbers
    ]
    async with gateway.desk.store.begin() as connection:
        await take_in(connection, matches, gateway.clock())


async def test_a_pause_holds_what_comes_and_its_end_lets_it_go(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    until = gateway.clock().date() + timedelta(days=3)
    paused = await editor.post(f"{at}/pause", json={"until": until.isoformat()})
    assert paused.json()["paused_until"] == until.isoformat()
    await come(gateway, at, 1, 2)
    states = await held_rows(gateway)
    assert {state for state, _ in states.values()} == {"deferred"}
    assert all(hours and 48 < hours <= 72 for _, hours in states.values())
    resumed = await editor.post(f"{at}/resume")
    assert resumed.json()["paused_until"] is None
    assert set((await held_rows(gateway)).values()) == {("deferred", 0.0)}


async def test_a_removed_subscription_holds_nothing_back(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    until = gateway.clock().date() + timedelta(days=3)
    await editor.post(f"{at}/pause", json={"until": until.isoformat()})
    await come(gateway, at, 1)
    await editor.delete(at)
    assert set((await held_rows(gateway)).values()) == {("deferred", 0.0)}


async def test_a_mute_is_added_once_and_goes_when_it_is_over(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    until = (gateway.clock().date() + timedelta(days=1)).isoformat()
    source = {"kind": "source", "value": "Sample Wire"}
    await editor.post(f"{at}/mutes", json=source)
    both = await editor.post(f"{at}/mutes", json={"kind": "term", "value": " футбол "})
    again = await editor.post(f"{at}/mutes", json={**source, "until": until})
    assert [each["value"] for each in both.json()["mutes"]] == ["Sample Wire", "футбол"]
    assert again.json()["mutes"] == [
        {"kind": "term", "value": "футбол", "until": None},
        {**source, "until": until},
    ]
    gateway.clock.pass_(days=2)
    editor = await gateway.signed_in("root", "admin")
    assert len((await editor.get(f"{at}/policy")).json()["mutes"]) == 1


async def test_a_hundred_mutes_are_enough(editor: httpx.AsyncClient, at: str) -> None:
    mutes = [{"kind": "source", "value": f"source {number}"} for number in range(100)]
    assert (await editor.put(f"{at}/policy", json={"mutes": mutes})).status_code == 200
    more = await editor.post(f"{at}/mutes", json={"kind": "source", "value": "one more"})
    assert more.json()["fix"] == "take some away first"


async def test_a_policy_is_its_owners(gateway: Gateway, at: str) -> None:
    bob = await gateway.signed_in("bob", "editor")
    assert (await bob.get(f"{at}/policy")).status_code == 404
    assert (await bob.put(f"{at}/policy", json={})).status_code == 404
    shared = f"/api/v1/subscriptions/{await gateway.subscription('local', 'Gas transfer')}"
    assert (await bob.get(f"{shared}/policy")).status_code == 200
    assert (await bob.put(f"{shared}/policy", json={})).status_code == 403
    assert (await bob.post(f"{shared}/resume")).status_code == 403


async def test_news_of_a_story_is_told_as_a_follow_up(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    await come(gateway, at, 1)
    first = match_of(1)
    news = replace(
        match_of(2),
        subscription_id=at.rpartition("/")[2],
        story=replace(first.story, role="follow-up", changes=("number-added:38",)),
    )
    async with gateway.desk.store.begin() as connection:
        await take_in(connection, [news], gateway.clock())
    alerts = (await editor.get("/api/v1/alerts")).json()["alerts"]
    assert [(each["number"], each["kind"]) for each in alerts] == [(2, "follow-up"), (1, "alert")]
