"""Backtests over the API, each in a process of its own."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest
from gateway_under_test import Gateway

from tests.archived import article, keep


@pytest.fixture
async def viewer(gateway: Gateway) -> httpx.AsyncClient:
    now = gateway.clock()
    archive = [
        article("fa", "انتقال گاز ایران به ترکیه از سر گرفته شد.", fetched_at=now),
        article("en", "Gas transit through Turkey has resumed.", fetched_at=now),
        article("off", "Football in Ankara.", fetched_at=now),
    ]
    await keep(gateway.desk.store, archive)
    return await gateway.signed_in("vi", "viewer")


async def ended(client: httpx.AsyncClient, backtest_id: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            answer = await client.get(f"/api/v1/backtests/{backtest_id}")
            run: dict[str, Any] = answer.json()
            if run["state"] != "running":
                return run
            await asyncio.sleep(0.05)  # as a client does


LONG: dict[str, Any] = {"days": 36_500}


async def test_a_backtest_is_started_and_its_report_asked_for(viewer: httpx.AsyncClient) -> None:
    wanted = {"query": "gas OR گاز", "edit": "gas", **LONG}
    answer = await viewer.post("/api/v1/backtests", json=wanted)
    assert answer.status_code == 202
    assert answer.json()["state"] == "running"
    run = await ended(viewer, answer.json()["backtest_id"])
    assert run["error"] is None
    assert (run["report"]["searched"], run["report"]["matches"]) == (3, 2)
    assert (run["report"]["edit"]["gained"], run["report"]["edit"]["lost"]) == (0, 1)
    assert {each["article_id"] for each in run["report"]["sample"]} == {"fa", "en"}


async def test_nobody_reads_anothers(gateway: Gateway, viewer: httpx.AsyncClient) -> None:
    made = (await viewer.post("/api/v1/backtests", json={"query": "gas"})).json()
    other = await gateway.signed_in("other", "editor")
    path = f"/api/v1/backtests/{made['backtest_id']}"
    assert (await other.get(path)).status_code == 404
    assert (await viewer.get(path)).status_code == 200
    await ended(viewer, made["backtest_id"])


async def test_one_at_a_time(viewer: httpx.AsyncClient) -> None:
    first = await viewer.post("/api/v1/backtests", json={"query": "gas"})
    second = await viewer.post("/api/v1/backtests", json={"query": "gas"})
    assert second.status_code == 429
    assert second.headers["Retry-After"] == "5"
    await ended(viewer, first.json()["backtest_id"])
    third = await viewer.post("/api/v1/backtests", json={"query": "gas"})
    assert third.status_code == 202
    await ended(viewer, third.json()["backtest_id"])


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"query": "gas AND"}, "query"),
        ({"query": "gas", "edit": "(gas"}, "edit"),
        ({"query": "gas", "days": 0}, "days"),
        ({"query": "gas", "sample": 100_000}, "sample"),
    ],
)
async def test_what_cannot_be_tried_is_refused_with_its_field(
    viewer: httpx.AsyncClient, wanted: dict[str, Any], field: str
) -> None:
    answer = await viewer.post("/api/v1/backtests", json=wanted)
    assert answer.status_code == 422
    assert answer.json()["field"] == field


async def test_one_that_takes_too_long_is_ended(gateway: Gateway) -> None:
    hurried = replace(gateway.desk.settings, gateway_backtest_seconds=0.05)
    patient = Gateway(replace(gateway.desk, settings=hurried), gateway.clock)
    client = await patient.signed_in("vi", "viewer")
    made = (await client.post("/api/v1/backtests", json={"query": "gas"})).json()
    run = await ended(client, made["backtest_id"])
    assert run["state"] == "failed"
    assert "longer than 0.05 s" in run["error"]


async def test_it_ends_with_the_gateway(gateway: Gateway, viewer: httpx.AsyncClient) -> None:
    made = (await viewer.post("/api/v1/backtests", json={"query": "gas"})).json()
    gateway.desk.stop.set()
    run = await ended(viewer, made["backtest_id"])
    assert run["state"] == "failed"
    assert "the gateway stopped" in run["error"]
