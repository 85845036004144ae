"""Saved queries over the API: one's own, and every subscription follows their change."""

import httpx
import pytest
from gateway_under_test import Gateway

from schemas.codec import decode
from schemas.subscriptions import Subscription
from services.store import subscriptions


@pytest.fixture
async def editor(gateway: Gateway) -> httpx.AsyncClient:
    return await gateway.signed_in("ed", "editor")


async def sent(gateway: Gateway) -> list[Subscription]:
    """Return what waits for the workers, in order."""
    async with gateway.desk.store.begin() as connection:
        rows = await subscriptions.unpublished(connection, 100)
    return [decode(Subscription, row.record) for row in rows if row.record]


async def test_a_subscription_follows_the_queries_that_it_uses(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    assert (await editor.put("/api/v1/queries/gas", json={"query": "gas"})).status_code == 200
    await editor.put("/api/v1/queries/both", json={"query": "@gas AND turkey"})
    made = await editor.post("/api/v1/subscriptions", json={"query": "@both OR x"})
    assert made.status_code == 201
    assert made.json()["query"] == "@both OR x"
    changed = await editor.put("/api/v1/queries/gas", json={"query": "gas OR گاز"})
    assert changed.json()["subscriptions_changed"] == 1
    first, second = await sent(gateway)
    assert (first.revision, first.query) == (1, "gas AND turkey OR x") or (
        first.query == "(gas AND turkey) OR x"
    )
    assert second.revision == 2
    assert "گاز" in second.query
    assert "@" not in second.query


async def test_nobody_sees_or_uses_anothers(gateway: Gateway, editor: httpx.AsyncClient) -> None:
    await editor.put("/api/v1/queries/gas", json={"query": "gas"})
    other = await gateway.signed_in("other", "editor")
    assert (await other.get("/api/v1/queries")).json() == {"queries": []}
    refused = await other.post("/api/v1/subscriptions", json={"query": "@gas"})
    assert refused.status_code == 422
    assert "saved queries" in refused.json()["detail"]
    assert (await editor.get("/api/v1/queries")).json() == {
        "queries": [{"name": "gas", "query": "gas"}]
    }


async def test_a_query_that_leads_back_to_itself_is_refused(editor: httpx.AsyncClient) -> None:
    await editor.put("/api/v1/queries/one", json={"query": "gas"})
    await editor.put("/api/v1/queries/two", json={"query": "@one turkey"})
    answer = await editor.put("/api/v1/queries/one", json={"query": "@two iran"})
    assert answer.status_code == 422
    assert "lead back to itself" in answer.json()["detail"]


async def test_one_that_is_used_is_not_forgotten(editor: httpx.AsyncClient) -> None:
    await editor.put("/api/v1/queries/gas", json={"query": "gas"})
    await editor.put("/api/v1/queries/two", json={"query": "@gas turkey"})
    refused = await editor.delete("/api/v1/queries/gas")
    assert refused.status_code == 409
    assert "@two" in refused.json()["detail"]
    assert (await editor.delete("/api/v1/queries/two")).status_code == 204
    assert (await editor.delete("/api/v1/queries/gas")).status_code == 204
    assert (await editor.delete("/api/v1/queries/gas")).status_code == 404


async def test_a_backtest_may_use_them(editor: httpx.AsyncClient) -> None:
    await editor.put("/api/v1/queries/gas", json={"query": "gas"})
    answer = await editor.post("/api/v1/backtests", json={"query": "@gas turkey"})
    assert answer.status_code == 202


@pytest.mark.parametrize("name", ["a b", "x" * 65, "a@b"])
async def test_a_name_that_cannot_stand_after_an_at_sign_is_refused(
    editor: httpx.AsyncClient, name: str
) -> None:
    answer = await editor.put(f"/api/v1/queries/{name}", json={"query": "gas"})
    assert answer.status_code == 422
    assert answer.json()["fix"]
