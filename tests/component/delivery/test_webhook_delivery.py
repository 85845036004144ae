import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import standardwebhooks
from delivery_scene import (
    SETTINGS,
    Scene,
    Script,
    match_of,
    reset,
    status,
)

from services.store import delivery_log, subscriptions


async def test_a_receiver_gets_a_signed_alert_once(scene: Scene) -> None:
    url = scene.receiver.script("/hook", status(200, "ok"))
    subscription = await scene.subscribe(url)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await scene.deliver(match)
    (post,) = scene.receiver.posts
    standardwebhooks.Webhook(subscription.target_secret).verify(post.body, post.headers)
    message = json.loads(post.body)
    assert message["type"] == "alert"
    assert message["data"]["subscription"] == {
        "id": subscription.subscription_id,
        "name": "گاز ایران",
    }
    assert message["data"]["article"]["title"] == match.article.title
    assert message["data"]["highlights"][0]["text"] == "گاز"
    row = await scene.row(match)
    assert (row.state, row.number, row.attempts, row.next_attempt_at) == ("delivered", 1, 1, None)
    assert [each.outcome for each in await scene.attempts(match)] == ["delivered"]


@pytest.mark.parametrize("failures", [1, 3, 11])
async def test_a_receiver_that_fails_gets_the_same_message_again(
    hasty: Scene, failures: int
) -> None:
    steps = [status(500, "далее")] * failures
    url = hasty.receiver.script("/hook", *steps, status(204))
    subscription = await hasty.subscribe(url)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await hasty.deliver(match)
    posts = hasty.receiver.posts
    assert len(posts) == failures + 1
    assert {post.id for post in posts} == {match.match_id}
    assert len({post.body for post in posts}) == 1
    assert (await hasty.row(match)).state == "delivered"
    outcomes = [each.outcome for each in await hasty.attempts(match)]
    assert outcomes == ["http_5xx"] * failures + ["delivered"]


async def test_after_the_last_attempt_the_row_is_dead_and_a_replay_sends_the_same_id(
    hasty: Scene,
) -> None:
    url = hasty.receiver.script("/hook", *[status(503)] * 12, status(200))
    subscription = await hasty.subscribe(url)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await hasty.deliver(match)
    row = await hasty.row(match)
    assert row.state == "dead"
    assert row.reason == "given up after 12 attempts; the last: 503"
    async with hasty.store.begin() as connection:
        assert await delivery_log.replay(connection, match.match_id, datetime.now(UTC))
        assert not await delivery_log.replay(connection, match.match_id, datetime.now(UTC))
    await hasty.watch.until(lambda: (match.match_id, "delivered") in hasty.watch.states)
    assert {post.id for post in hasty.receiver.posts} == {match.match_id}
    assert len({post.body for post in hasty.receiver.posts}) == 1
    assert len(await hasty.attempts(match)) == 13


@pytest.mark.parametrize(
    "retry_after",
    ["1", "99999999999999999999", "soon", format_datetime(datetime.now(UTC) + timedelta(hours=1))],
    ids=["seconds", "beyond all time", "no time", "date"],
)
async def test_a_receiver_that_is_asked_too_often_is_left_alone(
    scene: Scene, retry_after: str
) -> None:
    url = scene.receiver.script("/hook", status(429, Retry_After=retry_after), status(200))
    subscription = await scene.subscribe(url)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await scene.deliver(match)
    first, second = await scene.attempts(match)
    assert first.outcome == "http_429"
    waited = (second.started_at - first.started_at).total_seconds()
    assert waited >= 60 * SETTINGS.delivery_retry_scale


async def test_a_receiver_that_is_gone_gets_nothing_more(scene: Scene) -> None:
    url = scene.receiver.script("/hook", status(410))
    subscription = await scene.subscribe(url)
    first = match_of(subscription.subscription_id, "s1", "a1")
    second = match_of(subscription.subscription_id, "s2", "a2")
    await scene.deliver(first)
    await scene.writer([second])
    assert len(scene.receiver.posts) == 1
    row = await scene.row(second)
    assert row.state == "dead"
    assert row.reason == "the target is disabled: it wants no more: 410"
    async with scene.store.begin() as connection:
        changed = {"target": scene.receiver.script("/new", status(200))}
        await subscriptions.change(
            connection, subscription.subscription_id, datetime.now(UTC), **changed
        )
    third = match_of(subscription.subscription_id, "s3", "a3")
    await scene.deliver(third)
    assert (await scene.row(third)).state == "delivered"


async def test_an_answer_that_never_comes_is_tried_again(scene: Scene) -> None:
    url = scene.receiver.script("/hook", scene.receiver.hang, status(200))
    subscription = await scene.subscribe(url)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await scene.deliver(match)
    outcomes = [each.outcome for each in await scene.attempts(match)]
    assert outcomes == ["timeout", "delivered"]


async def test_an_alert_applied_but_not_answered_comes_again_under_the_same_id(
    scene: Scene,
) -> None:
    url = scene.receiver.script("/hook", reset, status(200))
    subscription = await scene.subscribe(url)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await scene.deliver(match)
    assert [post.id for post in scene.receiver.posts] == [match.match_id] * 2
    assert [each.outcome for each in await scene.attempts(match)] == ["connect", "delivered"]


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        (status(302, Location="/elsewhere"), "http_3xx"),
        (status(404, "\x00\x1b[2Jکجا؟"), "http_4xx"),
        (status(500, "x" * 1_000_000), "http_5xx"),
    ],
)
async def test_every_failure_is_recorded_and_tried_again(
    scene: Scene, step: Script, outcome: str
) -> None:
    url = scene.receiver.script("/hook", step, status(200))
    subscription = await scene.subscribe(url)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await scene.deliver(match)
    first, second = await scene.attempts(match)
    assert (first.outcome, second.outcome) == (outcome, "delivered")
    assert len(first.answer) <= 210
    assert first.answer.isprintable()
    assert not scene.receiver.at("/elsewhere")


async def test_a_long_answer_of_success_is_a_success(scene: Scene) -> None:
    url = scene.receiver.script("/hook", status(200, "x" * 5_000_000))
    subscription = await scene.subscribe(url)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await scene.deliver(match)
    assert (await scene.row(match)).attempts == 1


async def test_an_address_that_may_not_be_dialled_is_refused_in_words(scene: Scene) -> None:
    subscription = await scene.subscribe("http://10.0.0.1/hook")
    match = match_of(subscription.subscription_id, "s1", "a1")
    await scene.writer([match])
    await scene.watch.until(lambda: bool(scene.watch.states))
    row = await scene.row(match)
    assert (await scene.attempts(match))[0].outcome == "blocked"
    assert "10.0.0.1 is a private address" in row.reason


async def test_a_removed_subscription_gets_nothing_that_was_still_pending(scene: Scene) -> None:
    url = scene.receiver.script("/hook", status(500))
    subscription = await scene.subscribe(url)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await scene.writer([match])
    await scene.watch.until(lambda: bool(scene.watch.states))
    async with scene.store.begin() as connection:
        await subscriptions.remove(connection, subscription.subscription_id, datetime.now(UTC))
    await scene.watch.until(lambda: bool(scene.watch.unsent))
    row = await scene.row(match)
    assert row.state == "suppressed"
    assert row.reason == "the subscription was removed before the alert could be sent"


async def test_all_that_waits_for_a_target_that_is_gone_ends_dead(scene: Scene) -> None:
    subscription = await scene.subscribe(scene.receiver.script("/hook", status(410)))
    wanted = [match_of(subscription.subscription_id, f"s{n}", f"a{n}") for n in range(12)]
    await scene.writer(wanted)
    await scene.watch.until(lambda: len(scene.watch.states) + len(scene.watch.unsent) >= 12)
    assert {(await scene.row(match)).state for match in wanted} == {"dead"}
    assert len(scene.receiver.posts) < 12
