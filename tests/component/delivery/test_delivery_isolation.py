from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from delivery_scene import (
    SETTINGS,
    Receiver,
    Scene,
    delivering,
    match_of,
    status,
    subscribe,
)

from services.delivery.effect import take_in
from services.store.engine import Store


async def test_slow_and_dead_targets_delay_nobody_else(scene: Scene) -> None:
    hanging = scene.receiver.script("/slow", scene.receiver.hang)
    good = scene.receiver.script("/good", status(200))
    slow = [await scene.subscribe(f"{hanging}?{n}") for n in range(3)]
    dead = await scene.subscribe("http://127.0.0.1:9/closed")
    other = await scene.subscribe(good)
    held = [match_of(s.subscription_id, f"s{n}", f"a{n}") for s in slow for n in range(20)]
    await scene.writer(held)
    await scene.writer([match_of(dead.subscription_id, f"s{n}", f"a{n}") for n in range(40)])
    await scene.receiver.wait_for(12)
    wanted = [match_of(other.subscription_id, f"g{n}", f"g{n}") for n in range(20)]
    await scene.deliver(*wanted)
    assert {(await scene.row(match)).state for match in held} == {"pending"}
    assert {(await scene.row(match)).attempts for match in wanted} == {1}


async def test_at_most_four_requests_are_open_to_one_target(
    store: Store, receiver: Receiver
) -> None:
    patient = replace(SETTINGS, delivery_timeout_seconds=30)
    slow = await subscribe(store, receiver.script("/slow", receiver.hang))
    good = await subscribe(store, receiver.script("/good", status(200)))
    wanted = [match_of(slow.subscription_id, f"s{n}", f"a{n}") for n in range(9)]
    async with delivering(store, receiver, patient) as scene:
        await scene.writer(wanted)
        await receiver.wait_for(4)
        await scene.deliver(match_of(good.subscription_id, "s1", "a1"))
        assert len(receiver.at("/slow")) == 4
        receiver.released.set()
        await scene.watch.until(lambda: all(scene.watch.ended(m.match_id) for m in wanted))
    assert len(receiver.at("/slow")) == 9


async def test_a_burst_larger_than_the_queue_is_delivered_once_each(scene: Scene) -> None:
    subscription = await scene.subscribe(scene.receiver.script("/hook", status(200)))
    wanted = [match_of(subscription.subscription_id, f"s{n}", f"a{n}") for n in range(250)]
    await scene.deliver(*wanted)
    assert sorted(post.id for post in scene.receiver.posts) == sorted(m.match_id for m in wanted)


async def test_rows_left_by_a_crash_are_found_at_the_next_start(
    store: Store, receiver: Receiver
) -> None:
    subscription = await subscribe(store, receiver.script("/hook", status(200)))
    match = match_of(subscription.subscription_id, "s1", "a1")
    async with store.begin() as connection:
        await take_in(connection, [match], datetime.now(UTC))
    async with delivering(store, receiver) as scene:
        await scene.watch.until(lambda: scene.watch.ended(match.match_id))
    assert [post.id for post in receiver.posts] == [match.match_id]


async def test_two_processes_on_one_store_send_each_alert_once(
    store: Store, receiver: Receiver
) -> None:
    subscription = await subscribe(store, receiver.script("/hook", status(200)))
    wanted = [match_of(subscription.subscription_id, f"s{n}", f"a{n}") for n in range(60)]
    async with (
        delivering(store, receiver) as one,
        delivering(store, receiver, SETTINGS, one.watch) as two,
    ):
        await one.writer(wanted[:30])
        await two.writer(wanted[30:])
        ids = {match.match_id for match in wanted}
        await one.watch.until(lambda: {match_id for match_id, _ in one.watch.states} >= ids)
    assert Counter(post.id for post in receiver.posts) == Counter(ids)
