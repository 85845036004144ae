"""Targets that only fail are disabled, test messages are sent, secrets overlap."""

from datetime import UTC, datetime, timedelta
from typing import Any

import standardwebhooks
from delivery_scene import SETTINGS, Scene, match_of, status, subscribe

from services.delivery.app import channels_of, make_client
from services.delivery.dispatch import Dispatch
from services.delivery.trials import Trials
from services.store import deliveries, delivery_log, ledger, subscriptions, targets, trials
from services.store.engine import Store

NOW = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)
HOOK = "https://hooks.example/1"


async def failing(store: Store, subscription_id: str, *hours: float) -> list[bool]:
    found = []
    for each in hours:
        async with store.begin() as connection:
            moment = NOW + timedelta(hours=each)
            found.append(
                await targets.nothing_but_failure(connection, subscription_id, HOOK, moment)
            )
    return found


async def test_five_days_of_nothing_but_failure_are_too_many(store: Store) -> None:
    one = (await subscribe(store, HOOK)).subscription_id
    assert await failing(store, one, 0, 20, 40, 60, 80, 100, 119) == [False] * 7
    assert await failing(store, one, 120) == [True]


async def test_a_delivery_between_begins_the_count_anew(store: Store) -> None:
    one = (await subscribe(store, HOOK)).subscription_id
    await failing(store, one, 0, 30, 60, 90)
    match = match_of(one, "s1", "a1")
    entry = ledger.Entry(
        match=match, subscription_name="گاز", state="delivered", channel="webhook", kind="alert"
    )
    async with store.begin() as connection:
        await ledger.take_turn(connection)
        await ledger.write_batch(connection, [entry], NOW + timedelta(hours=95))
    assert await failing(store, one, 121, 150, 190, 230) == [False] * 4
    assert await failing(store, one, 241) == [True]


async def test_two_failures_far_apart_are_not_five_days_of_them(store: Store) -> None:
    one = (await subscribe(store, HOOK)).subscription_id
    assert await failing(store, one, 0, 24 * 30, 24 * 60) == [False] * 3


async def ended_trial(store: Store, scene: Scene, subscription: Any) -> Any:
    async with store.begin() as connection:
        trial_id = await trials.ask(connection, subscription.subscription_id, datetime.now(UTC))
    async with make_client(SETTINGS) as client:
        dispatch = Dispatch(channels_of(SETTINGS, client, store), SETTINGS.delivery_timeout_seconds)
        await Trials(store, dispatch, lambda: datetime.now(UTC)).send_waiting()
    async with store.begin(reading=True) as connection:
        return await trials.one(connection, trial_id)


async def test_a_test_message_is_signed_like_any_other_and_its_answer_kept(scene: Scene) -> None:
    subscription = await scene.subscribe(scene.receiver.script("/hook", status(204)))
    trial = await ended_trial(scene.store, scene, subscription)
    assert (trial.outcome, trial.answer) == ("delivered", "204")
    [post] = scene.receiver.posts
    message = standardwebhooks.Webhook(subscription.target_secret).verify(post.body, post.headers)
    assert message["type"] == "test"
    assert message["data"]["subscription"]["id"] == subscription.subscription_id
    assert post.id == trial.trial_id


async def test_a_test_message_that_fails_says_so_and_is_on_no_ledger(scene: Scene) -> None:
    subscription = await scene.subscribe(scene.receiver.script("/hook", status(500, "نشد")))
    trial = await ended_trial(scene.store, scene, subscription)
    assert (trial.outcome, trial.answer) == ("http_5xx", "500: نشد")
    async with scene.store.begin(reading=True) as connection:
        assert (await ledger.identity(connection)).matched == 0


async def test_a_hanging_receiver_ends_a_test_message_too(scene: Scene) -> None:
    subscription = await scene.subscribe(scene.receiver.script("/hook", scene.receiver.hang))
    trial = await ended_trial(scene.store, scene, subscription)
    assert trial.outcome == "timeout"


async def test_both_secrets_sign_until_the_old_one_ends(scene: Scene) -> None:
    subscription = await scene.subscribe(scene.receiver.script("/hook", status(200)))
    later = datetime.now(UTC) + timedelta(hours=1)
    async with scene.store.begin() as connection:
        new = await subscriptions.rotate_secret(connection, subscription.subscription_id, later)
    await scene.deliver(match_of(subscription.subscription_id, "s1", "a1"))
    [post] = scene.receiver.posts
    for secret in (new, subscription.target_secret):
        standardwebhooks.Webhook(secret).verify(post.body, post.headers)
    async with scene.store.begin() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        newest = await subscriptions.rotate_secret(connection, subscription.subscription_id, past)
    await scene.deliver(match_of(subscription.subscription_id, "s2", "a2"))
    signatures = scene.receiver.posts[-1].headers["webhook-signature"].split(" ")
    assert len(signatures) == 1
    standardwebhooks.Webhook(newest).verify(
        scene.receiver.posts[-1].body, scene.receiver.posts[-1].headers
    )


async def test_a_range_of_dead_messages_is_replayed_and_no_other(store: Store) -> None:
    one, other = [(await subscribe(store, HOOK)).subscription_id for _ in range(2)]
    async with store.begin() as connection:
        await ledger.take_turn(connection)
        for hour, sub in enumerate((one, one, one, other)):
            match = match_of(sub, f"s{hour}", f"a{hour}")
            entry = ledger.Entry(
                match=match,
                subscription_name="گاز",
                state="dead",
                channel="webhook",
                kind="alert",
                reason="gone",
            )
            await ledger.write_batch(connection, [entry], NOW + timedelta(hours=hour))
        wanted = delivery_log.Wanted(since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=2))
        assert await delivery_log.replay_range(connection, one, wanted, NOW) == 1
        assert await delivery_log.replay_range(connection, one, delivery_log.Wanted(), NOW) == 2
        assert len(await deliveries.due(connection, NOW, 10)) == 3
        assert (await ledger.states(connection)) == {"pending": 3, "dead": 1}
