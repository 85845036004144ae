"""What a policy holds back waits, goes together, is judged anew, and is never lost."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from delivery_scene import Receiver, delivering, match_of, rows, status, subscribe

from dideban.alerting.holding import Hold
from dideban.alerting.policy import PLAIN, Mute, Policy, Window, policy_text
from schemas.matches import Match
from services.delivery.effect import take_in
from services.delivery.outbound import unsendable
from services.store import deliveries, held, ledger, standing, subscriptions
from services.store.engine import Store
from services.store.tables import ledger as table

NIGHT = datetime(2025, 12, 17, 20, 0, tzinfo=UTC)  # 23:30 in Tehran
MORNING = datetime(2025, 12, 18, 3, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLAIM = timedelta(seconds=20)
HOOK = "https://hooks.example/1"
QUIET = Policy(time_zone="Asia/Tehran", quiet_hours=(Window(starts="22:00", ends="07:00"),))
NEWS = ("text", "number-added:38")


async def subscribed(store: Store, policy: Policy, url: str | None = HOOK) -> str:
    return str((await subscribe(store, url, policy=policy)).subscription_id)


async def take(store: Store, *matches: Match, now: datetime = NIGHT) -> None:
    async with store.begin() as connection:
        await take_in(connection, matches, now)
        assert (await ledger.identity(connection)).holds


async def change(
    store: Store, sub: str, now: datetime, policy: Policy | None = None, **values: Any
) -> int:
    if policy is not None:
        values["policy"] = policy_text(policy)
    async with store.begin() as connection:
        await subscriptions.change(connection, sub, now, **values)
        return await held.rejudge(connection, sub, now)


async def released(store: Store, now: datetime) -> dict[str, list[Any]]:
    async with store.begin() as connection:
        await held.release(connection, now, 500)
        due = await deliveries.due(connection, now, 100)
        return await deliveries.claim(connection, [e.message_id for e in due], now, now + CLAIM)


async def sent(store: Store, message_id: str, now: datetime, outcome: ledger.State) -> None:
    attempt = deliveries.Attempt(
        message_id=message_id,
        attempts_before=0,
        started_at=now,
        milliseconds=3,
        outcome="http_5xx" if outcome == "pending" else "delivered",
        answer="503",
        state=outcome,
        reason="503" if outcome == "pending" else None,
        next_attempt_at=now + CLAIM if outcome == "pending" else None,
    )
    async with store.begin() as connection:
        assert await deliveries.record_attempts(connection, [attempt], now)


async def test_what_came_at_night_is_one_digest_in_the_morning(store: Store) -> None:
    sub = await subscribed(store, QUIET)
    matches = [match_of(sub, f"s{n}", f"a{n}") for n in range(3)]
    await take(store, *matches[:2])
    await take(store, matches[2], now=NIGHT + HOUR)
    assert await released(store, MORNING - timedelta(seconds=1)) == {}
    (digest,) = (await released(store, MORNING)).values()
    assert {row.match_id for row in digest} == {match.match_id for match in matches}
    assert {row.number for row in digest} == {1, 2, 3}


async def test_follow_ups_have_numbers_until_the_story_is_acknowledged(store: Store) -> None:
    sub = await subscribed(store, PLAIN)
    first, second, third = (
        match_of(sub, "s1", f"a{n}", "follow-up", changes=NEWS) for n in range(3)
    )
    await take(store, first)
    await take(store, second)
    async with store.begin() as connection:
        which = table.c.match_id == first.match_id
        await connection.execute(table.update().where(which).values(acknowledged_at=NIGHT))
        told = await standing.told(connection, [third])
    await take(store, third)
    assert told == {
        (sub, "s1"): standing.Told(led=True, follow_ups=1, acknowledged=True),
    }
    shown = {row.article_id: (row.kind, row.leads, row.number) for row in await rows(store)}
    assert shown == {
        "a0": ("alert", True, 1),
        "a1": ("follow-up", None, 2),
        "a2": (None, None, None),
    }


async def test_the_overflow_of_an_hour_is_one_digest_when_there_is_room(store: Store) -> None:
    sub = await subscribed(store, Policy(max_an_hour=2))
    other = await subscribed(store, PLAIN)
    await take(store, *(match_of(sub, f"s{n}", f"a{n}") for n in range(4)))
    await take(store, *(match_of(other, f"s{n}", f"a{n}") for n in range(4)))
    for number, message_id in enumerate(await released(store, NIGHT)):
        await sent(store, message_id, NIGHT + timedelta(seconds=number), "delivered")
    await take(store, match_of(sub, "s5", "a5"), now=NIGHT + HOUR / 2)
    written = [row for row in await rows(store) if row.state == "deferred"]
    assert {(row.subscription_id, row.next_attempt_at) for row in written} == {(sub, NIGHT + HOUR)}
    (digest,) = (await released(store, NIGHT + HOUR)).values()
    assert len(digest) == 3


async def test_a_message_on_its_way_counts_and_one_that_died_does_not(store: Store) -> None:
    sub = await subscribed(store, Policy(max_an_hour=1))
    await take(store, match_of(sub, "s1", "a1"))
    async with store.begin() as connection:
        (traffic,) = (await standing.traffic(connection, [sub], NIGHT + 2 * HOUR)).values()
        assert traffic.sent == (NIGHT + 2 * HOUR,)
        await deliveries.end_unsent(
            connection, match_of(sub, "s1", "a1").match_id, "dead", "410", NIGHT
        )
        (traffic,) = (await standing.traffic(connection, [sub], NIGHT)).values()
    assert traffic.sent == ()


async def test_a_pause_that_is_lifted_lets_all_go_and_a_longer_one_holds_on(store: Store) -> None:
    sub = await subscribed(store, Policy(paused_until=date(2025, 12, 20)))
    await take(store, match_of(sub, "s1", "a1"), match_of(sub, "s2", "a2"))
    longer = datetime(2025, 12, 27, tzinfo=UTC)
    assert await change(store, sub, NIGHT, Policy(paused_until=longer.date())) == 2
    assert {row.next_attempt_at for row in await rows(store)} == {longer}
    assert {row.reason for row in await rows(store)} == {"paused, held until 2025-12-27 00:00 UTC"}
    assert await change(store, sub, NIGHT, PLAIN) == 2
    (digest,) = (await released(store, NIGHT)).values()
    assert len(digest) == 2


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"removed": True, "enabled": False}, "the subscription was removed"),
        ({"enabled": False}, "the subscription is disabled"),
        ({"channel": "live", "target": None}, "the webhook was taken away"),
    ],
)
async def test_what_is_held_for_nobody_any_more_comes_up_to_be_ended(
    store: Store, values: dict[str, Any], reason: str
) -> None:
    sub = await subscribed(store, QUIET)
    await take(store, match_of(sub, "s1", "a1"))
    await change(store, sub, NIGHT, **values)
    ((row,),) = (await released(store, NIGHT)).values()
    assert unsendable(row) == ("suppressed", f"{reason} before the alert could be sent")


async def test_a_service_that_was_away_all_day_does_not_send_in_the_next_night(
    store: Store,
) -> None:
    sub = await subscribed(store, QUIET)
    await take(store, match_of(sub, "s1", "a1"))
    assert await released(store, NIGHT + timedelta(days=1)) == {}
    (row,) = await rows(store)
    assert (row.state, row.next_attempt_at) == ("deferred", MORNING + timedelta(days=1))


async def test_a_retry_that_falls_into_the_night_keeps_its_message_and_its_id(
    store: Store,
) -> None:
    sub = await subscribed(store, QUIET)
    day = NIGHT - timedelta(hours=6)
    tried, fresh = match_of(sub, "s1", "a1"), match_of(sub, "s2", "a2")
    await take(store, tried, now=day)
    ((claimed,),) = (await released(store, day)).values()
    await sent(store, claimed.message_id, day, "pending")
    async with store.begin() as connection:
        until = Hold(until=MORNING, reason="quiet hours")
        assert await held.defer(connection, tried.match_id, until) == 1
    await take(store, fresh)
    messages = await released(store, MORNING)
    assert {each: [row.match_id for row in told] for each, told in messages.items()} == {
        tried.match_id: [tried.match_id],
        fresh.match_id: [fresh.match_id],
    }
    assert messages[tried.match_id][0].attempts == 1


async def test_a_mute_ends_what_comes_and_the_next_leads_when_it_is_over(store: Store) -> None:
    mute = Mute(kind="term", value="صادرات", until=date(2025, 12, 18))
    sub = await subscribed(store, Policy(mutes=(mute,)), url=None)
    await take(store, match_of(sub, "s1", "a1"))
    await take(store, match_of(sub, "s1", "a2", "copy"), now=NIGHT + timedelta(hours=4))
    assert {row.article_id: (row.state, row.reason) for row in await rows(store)} == {
        "a1": ("suppressed", "muted: term صادرات"),
        "a2": ("delivered", None),
    }


async def test_a_mute_ends_what_it_meets_among_the_held_but_not_what_was_tried(
    store: Store,
) -> None:
    sub = await subscribed(store, PLAIN)
    tried = match_of(sub, "s1", "a1", title="فوتبال: جام آسیا")
    await take(store, tried)
    await released(store, NIGHT)
    await sent(store, tried.match_id, NIGHT, "pending")
    async with store.begin() as connection:
        await held.defer(connection, tried.match_id, Hold(until=MORNING, reason="quiet hours"))
    await change(store, sub, NIGHT, QUIET)
    football, gas = (
        match_of(sub, "s2", "a2", title="لیگ فوتبال آغاز شد"),
        match_of(sub, "s3", "a3", title="صادرات گاز آغاز شد"),
    )
    await take(store, football, gas)
    mute = Mute(kind="term", value="فوتبال")
    muting = Policy(time_zone="Asia/Tehran", quiet_hours=QUIET.quiet_hours, mutes=(mute,))
    assert await change(store, sub, NIGHT, muting) == 3
    shown = {row.article_id: (row.state, row.next_attempt_at) for row in await rows(store)}
    assert shown == {
        "a1": ("deferred", MORNING),
        "a2": ("suppressed", None),
        "a3": ("deferred", MORNING),
    }


async def test_a_policy_that_cannot_be_read_is_a_visible_dead_row(store: Store) -> None:
    sub = await subscribed(store, PLAIN)
    async with store.begin() as connection:
        broken = '{"time_zone": "Mars/Olympus"}'
        await subscriptions.change(connection, sub, NIGHT, policy=broken)
    await take(store, match_of(sub, "s1", "a1"))
    (row,) = await rows(store)
    assert row.state == "dead"
    assert "Mars/Olympus" in row.reason


async def test_the_sender_holds_back_what_its_reader_paused_since(
    store: Store, receiver: Receiver
) -> None:
    url = receiver.script("/hook", status(200))
    paused, other = [await subscribed(store, PLAIN, url) for _ in range(2)]
    now = datetime.now(UTC)
    waits, goes = match_of(paused, "s1", "a1"), match_of(other, "s1", "a1")
    await take(store, waits, goes, now=now - HOUR)
    pause = Policy(paused_until=(now + timedelta(days=9)).date())
    async with store.begin() as connection:
        await subscriptions.change(connection, paused, now, policy=policy_text(pause))
    async with delivering(store, receiver) as scene:
        await scene.watch.until(lambda: scene.watch.ended(goes.match_id))
    assert [post.id for post in receiver.posts] == [goes.match_id]
    states = {row.match_id: row.state for row in await rows(store)}
    assert states == {waits.match_id: "deferred", goes.match_id: "delivered"}
