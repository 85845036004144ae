from datetime import UTC, datetime, timedelta

import pytest
from delivery_scene import SETTINGS, Receiver, delivering, match_of, reset, status, subscribe
from prometheus_client import REGISTRY

from dideban.alerting.policy import PLAIN, Policy
from services.delivery import CARD
from services.delivery.app import Meter, measure
from services.delivery.effect import LedgerWriter, take_in
from services.runtime.lifecycle import Health
from services.store import policies
from services.store.engine import Store


def sample(name: str, **labels: str) -> float:
    value = REGISTRY.get_sample_value(f"dideban_{name}", labels)
    assert value is not None, f"{name} {labels} is not exposed"
    return value


def snapshot() -> dict[str, float]:
    outcomes = {
        f"{channel} {outcome}": sample("deliveries_total", channel=channel, outcome=outcome)
        for channel, outcome in (
            ("live", "delivered"),
            ("live", "suppressed"),
            ("webhook", "delivered"),
            ("webhook", "retry"),
        )
    }
    spans = {
        span: sample("latency_seconds_count", span=span)
        for span in ("matched_to_delivered", "seen_to_delivered")
    }
    return {"matches": sample("matches_total"), **outcomes, **spans}


async def test_the_metrics_say_what_became_of_each_match(store: Store, receiver: Receiver) -> None:
    health = Health(CARD.service)
    health.set("start", None)
    meter = Meter(health)
    hooked = (await subscribe(store, receiver.script("/h", reset, status(200)))).subscription_id
    live = (await subscribe(store, None)).subscription_id
    async with delivering(store, receiver, SETTINGS, meter) as scene:
        before = await counted(store, scene.writer, live)
        await scene.deliver(match_of(hooked, "s1", "a1"))
    after = snapshot()
    assert {name: after[name] - before[name] for name in after} == {
        "matches": 3,
        "live delivered": 1,
        "live suppressed": 1,
        "webhook delivered": 1,
        "webhook retry": 1,
        "matched_to_delivered": 2,
        "seen_to_delivered": 2,
    }
    await measure(store)
    rows = {state: sample("ledger_rows", state=state) for state in ("delivered", "suppressed")}
    assert rows == {"delivered": 2, "suppressed": 1}
    assert sample("ledger_rows", state="pending") == 0
    assert sample("oldest_pending_seconds", channel="webhook") == 0


async def test_the_night_that_an_alert_waited_for_its_reader_is_no_latency(
    store: Store, receiver: Receiver
) -> None:
    meter, now = Meter(Health(CARD.service)), datetime.now(UTC)
    pause = Policy(paused_until=(now + timedelta(days=2)).date())
    row = await subscribe(store, receiver.script("/h", status(200)), policy=pause)
    match = match_of(row.subscription_id, "s1", "a1")
    async with store.begin() as connection:
        await take_in(connection, [match], now)
        await policies.keep(connection, row.subscription_id, PLAIN, now)
    before = snapshot()
    async with delivering(store, receiver, SETTINGS, meter) as scene:
        await scene.watch.until(lambda: scene.watch.ended(match.match_id))
    after = snapshot()
    assert {name for name in after if after[name] != before[name]} == {"webhook delivered"}


async def counted(store: Store, writer: LedgerWriter, live: str) -> dict[str, float]:
    before = snapshot()
    await writer([match_of(live, "s1", "a1"), match_of(live, "s1", "a2", "copy")])
    return before


async def test_a_store_that_is_away_makes_the_service_unready_and_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    health = Health(CARD.service)
    health.set("start", None)
    meter = Meter(health)
    for _ in range(3):
        meter.store_away("the store is away: disk full")
    assert health.reasons == {"sender": "the store is away: disk full"}
    assert [record.message for record in caplog.records] == ["store_away"]
    meter.store_away(None)
    assert health.ready
