"""Sources, subscriptions and queries over the API, each refusal with the field and the fix."""

import re
from typing import Any

import httpx
import pytest
from gateway_under_test import Gateway

from schemas.codec import decode
from schemas.subscriptions import Subscription
from services.store import sources, subscriptions

FEED = "https://hooks.example/feed.xml"


@pytest.fixture
async def editor(gateway: Gateway) -> httpx.AsyncClient:
    return await gateway.signed_in("ed", "editor")


async def test_a_source_is_added_once_and_due_at_once(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    wanted = {"url": f"  {FEED} ", "name": "خبرگزاری نمونه", "language": "fa"}
    first = await editor.post("/api/v1/sources", json=wanted)
    assert first.status_code == 201
    assert (await editor.post("/api/v1/sources", json=wanted)).status_code == 200
    (listed,) = (await editor.get("/api/v1/sources")).json()["sources"]
    assert (listed["url"], listed["name"], listed["health"]) == (FEED, "خبرگزاری نمونه", "waiting")
    async with gateway.desk.store.begin() as connection:
        (due,) = await sources.due(connection, gateway.clock(), 10)
    assert due.source_id == listed["source_id"]


async def test_a_source_without_a_name_is_called_after_its_host(editor: httpx.AsyncClient) -> None:
    answer = await editor.post("/api/v1/sources", json={"url": FEED})
    assert answer.json()["name"] == "hooks.example"


async def test_a_source_is_removed_once(editor: httpx.AsyncClient) -> None:
    made = (await editor.post("/api/v1/sources", json={"url": FEED})).json()
    path = f"/api/v1/sources/{made['source_id']}"
    assert (await editor.delete(path)).status_code == 204
    assert (await editor.delete(path)).status_code == 404


async def test_the_health_of_a_source_is_told_with_its_reason(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    made = (await editor.post("/api/v1/sources", json={"url": FEED})).json()
    async with gateway.desk.store.begin() as connection:
        await sources.change(
            connection,
            made["source_id"],
            state="failing",
            failures=3,
            last_error="no connection: connection refused",
            last_poll_at=gateway.clock(),
        )
    (listed,) = (await editor.get("/api/v1/sources")).json()["sources"]
    assert (listed["health"], listed["failures"]) == ("failing", 3)
    page = (await editor.get("/")).text
    assert "failing" in page
    assert "no connection: connection refused" in page


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:8700/feed", "loopback"),
        ("http://2130706433/feed", "another notation"),
        ("http://[::1]/feed", "loopback"),
        ("http://169.254.169.254/latest", "link-local"),
        ("https://inside.example/feed", "private"),
        ("https://hooks.example:22/feed", "port 22"),
        ("ftp://hooks.example/feed", "only http and https"),
        ("hooks.example/feed", "only http and https"),
        ("https://", "names no host"),
    ],
)
@pytest.mark.parametrize(
    ("path", "field", "rest"),
    [("sources", "url", {}), ("subscriptions", "target", {"query": "gas"})],
)
async def test_an_address_that_may_not_be_called_is_refused_in_words(
    editor: httpx.AsyncClient, url: str, reason: str, path: str, field: str, rest: dict[str, str]
) -> None:
    answer = await editor.post(f"/api/v1/{path}", json={field: url, **rest})
    assert answer.status_code == 422
    told = answer.json()
    assert reason in told["detail"]
    assert told["field"] == field
    assert told["fix"]


async def test_a_name_that_has_no_address_just_now_is_taken(editor: httpx.AsyncClient) -> None:
    answer = await editor.post("/api/v1/sources", json={"url": "https://away.example/feed"})
    assert answer.status_code == 201


async def test_a_subscription_reaches_the_outbox_with_its_canonical_query(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    answer = await editor.post(
        "/api/v1/subscriptions",
        json={"name": "گاز", "query": "gas  AND transfer", "target": FEED},
    )
    assert answer.status_code == 201
    made = answer.json()
    assert made["secret"].startswith("whsec_")
    assert gateway.desk.changed.is_set()
    async with gateway.desk.store.begin() as connection:
        (row,) = await subscriptions.unpublished(connection, 10)
    record = decode(Subscription, row.record)
    assert (record.subscription_id, record.name) == (made["subscription_id"], "گاز")
    assert record.query == "gas AND transfer"


async def test_an_admin_subscribes_a_mail_address_as_it_is_kept(gateway: Gateway) -> None:
    admin = await gateway.signed_in("root", "admin")
    wanted = {"query": "gas", "channel": "email", "target": " Reader@Почта.рф "}
    answer = await admin.post("/api/v1/subscriptions", json=wanted)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["channel"], made["target"]) == ("email", "Reader@xn--80a1acny.xn--p1ai")
    assert made["secret"] is None


async def test_an_editor_cannot_have_mail_sent_to_people_who_were_not_asked(
    editor: httpx.AsyncClient,
) -> None:
    wanted = {"query": "gas", "channel": "email", "target": "anybody@example.org"}
    answer = await editor.post("/api/v1/subscriptions", json=wanted)
    assert answer.status_code == 403
    assert answer.json()["field"] == "target"
    assert "admin" in answer.json()["fix"]
    assert (await editor.get("/api/v1/subscriptions")).json()["subscriptions"] == []


@pytest.mark.parametrize(
    ("channel", "target", "reason"),
    [
        ("email", "reader@example.org\r\nBcc: x@example.org", "line breaks|control character"),
        ("email", "reader@example.org, other@example.org", "not one mail address"),
        ("email", "https://hooks.example/feed", "no domain"),
        ("email", None, "no mail address"),
    ],
)
async def test_what_is_no_target_of_its_channel_is_refused_in_words(
    gateway: Gateway, channel: str, target: str | None, reason: str
) -> None:
    admin = await gateway.signed_in("root", "admin")
    wanted = {"query": "gas", "channel": channel, "target": target}
    answer = await admin.post("/api/v1/subscriptions", json=wanted)
    assert answer.status_code == 422
    assert re.search(reason, answer.json()["detail"])
    assert answer.json()["field"] == "target"
    assert answer.json()["fix"]


async def test_the_signing_secret_is_never_shown_again(editor: httpx.AsyncClient) -> None:
    wanted = {"query": "gas", "target": FEED}
    made = (await editor.post("/api/v1/subscriptions", json=wanted)).json()
    for path in ("/api/v1/subscriptions", "/"):
        text = (await editor.get(path)).text
        assert made["subscription_id"] in text
        assert made["secret"] not in text


async def test_a_pack_is_subscribed_by_its_name(editor: httpx.AsyncClient) -> None:
    answer = await editor.post("/api/v1/subscriptions", json={"pack": "gas-transfer"})
    made = answer.json()
    assert made["query"] == "topic:gas-transfer"
    assert made["name"] == "Transfer and transit of natural gas"
    assert made["secret"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "query"),
        ({"query": "gas", "pack": "gas-transfer"}, "query"),
        ({"pack": "weather"}, "pack"),
        ({"query": "gas", "name": "x" * 201}, "name"),
        ({"query": "gas", "nmae": "x"}, "nmae"),
        ({"query": "gas", "name": "a\x00b"}, "name"),
        ({"query": 7}, "query"),
    ],
)
async def test_a_body_that_does_not_fit_names_its_field(
    editor: httpx.AsyncClient, body: dict[str, Any], field: str
) -> None:
    answer = await editor.post("/api/v1/subscriptions", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == field
    assert answer.json()["fix"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'{"query": "\\ud800"}', b'{"query": NaN}']
)
async def test_a_body_that_is_no_fitting_json_is_refused(
    editor: httpx.AsyncClient, content: bytes
) -> None:
    answer = await editor.post(
        "/api/v1/subscriptions", content=content, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in {400, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_bad_query_says_column_found_expected_and_fix(editor: httpx.AsyncClient) -> None:
    answer = await editor.post("/api/v1/query/check", json={"query": "گاز AND ("})
    told = answer.json()
    assert answer.status_code == 422
    assert told["field"] == "query"
    assert told["column"] == 10
    assert told["found"]
    assert told["expected"]
    fixed = await editor.post("/api/v1/query/check", json={"query": told["fix"]})
    assert fixed.status_code == 200
    assert fixed.json()["canonical"]


async def test_the_number_of_subscriptions_has_a_limit_that_is_named(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    other = await gateway.signed_in("other", "editor")
    for _ in range(gateway.desk.settings.gateway_max_subscriptions):
        answer = await editor.post("/api/v1/subscriptions", json={"query": "gas"})
        assert answer.status_code == 201
    answer = await editor.post("/api/v1/subscriptions", json={"query": "gas"})
    assert answer.status_code == 422
    assert "gateway_max_subscriptions" in answer.json()["detail"]
    assert (await other.post("/api/v1/subscriptions", json={"query": "gas"})).status_code == 201


@pytest.mark.parametrize(
    ("path", "body"),
    [("subscriptions", {"query": "gas", "target": FEED}), ("sources", {"url": FEED})],
)
async def test_a_request_sent_twice_with_one_key_acts_once(
    editor: httpx.AsyncClient, path: str, body: dict[str, str]
) -> None:
    key = {"Idempotency-Key": "k-1"}
    answers = [await editor.post(f"/api/v1/{path}", json=body, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len((await editor.get(f"/api/v1/{path}")).json()[path]) == 1


async def test_a_key_used_for_another_request_is_refused(editor: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "k-1"}
    await editor.post("/api/v1/subscriptions", json={"query": "gas"}, headers=key)
    answer = await editor.post("/api/v1/subscriptions", json={"query": "oil"}, headers=key)
    assert answer.status_code == 422
    assert answer.json()["field"] == "Idempotency-Key"


async def test_a_key_belongs_to_its_user(gateway: Gateway, editor: httpx.AsyncClient) -> None:
    other = await gateway.signed_in("other", "editor")
    key = {"Idempotency-Key": "k-1"}
    mine = await editor.post("/api/v1/subscriptions", json={"query": "gas"}, headers=key)
    theirs = await other.post("/api/v1/subscriptions", json={"query": "gas"}, headers=key)
    assert mine.json()["subscription_id"] != theirs.json()["subscription_id"]


async def test_the_description_of_the_api_names_every_part(editor: httpx.AsyncClient) -> None:
    paths = (await editor.get("/api/v1/openapi.json")).json()["paths"]
    for part in ("sources", "subscriptions", "alerts", "stream", "query/check", "tokens", "users"):
        assert f"/api/v1/{part}" in paths


async def test_a_store_that_is_away_is_told_and_comes_back(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    async with gateway.desk.store.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE sources RENAME TO elsewhere")
    answer = await editor.get("/api/v1/sources")
    assert answer.status_code == 503
    assert "store" in answer.json()["detail"]
    async with gateway.desk.store.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO sources")
    assert (await editor.get("/api/v1/sources")).status_code == 200
