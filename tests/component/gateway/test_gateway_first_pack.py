"""A topic pack that a query names for the first time is parsed while others are answered."""

import asyncio
import threading

import pytest
from gateway_under_test import Gateway

from dideban.packs import loader

REQUESTS = {
    "checked": ("/api/v1/query/check", {"query": "topic:gas-transfer"}, 200),
    "subscribed": ("/api/v1/subscriptions", {"pack": "gas-transfer"}, 201),
    "tried": ("/api/v1/backtests", {"query": "topic:gas-transfer", "days": 1}, 202),
}


@pytest.mark.parametrize(("path", "wanted", "status"), REQUESTS.values(), ids=REQUESTS)
async def test_others_are_answered_while_a_pack_is_parsed(
    gateway: Gateway,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    wanted: dict[str, object],
    status: int,
) -> None:
    editor = await gateway.signed_in("ed", "editor")
    begun, answered = threading.Event(), threading.Event()
    parse = loader.load_pack

    def slow(name: str) -> loader.Pack:
        begun.set()
        assert answered.wait(20), "nobody was answered while the pack was parsed"
        return parse(name)

    monkeypatch.setattr(loader, "load_pack", slow)
    asking = asyncio.create_task(editor.post(path, json=wanted))
    assert await asyncio.to_thread(begun.wait, 20)
    assert (await editor.get("/api/v1/healthz")).status_code == 200
    answered.set()
    assert (await asking).status_code == status
