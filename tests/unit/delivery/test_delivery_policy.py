from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import msgspec
import pytest
from delivery_samples import sample

from dideban.alerting.holding import Traffic
from dideban.alerting.policy import PLAIN, Mute, Policy, Window
from schemas.articles import StoryRef, StoryRole
from schemas.matches import Match
from services.delivery.book import Book
from services.delivery.effect import decide
from services.delivery.policy import NEW, ROLE_WORDS, Standing, Subscriber, enter
from services.store.standing import Told

NOW = datetime(2025, 12, 17, 20, 0, tzinfo=UTC)
TOLD = Standing(told=Told(led=True))
LIVE = Subscriber(name="انتقال گاز")
HOOKED = Subscriber(name="انتقال گاز", channel="webhook", target="https://hooks.example/1")


def test_the_first_match_of_a_story_waits_for_its_webhook() -> None:
    entry = enter(sample(), HOOKED, NEW, NOW)
    assert (entry.state, entry.channel, entry.leads) == ("pending", "webhook", True)
    assert entry.subscription_name == "انتقال گاز"


def test_without_a_webhook_it_is_delivered_on_the_live_stream() -> None:
    entry = enter(sample(), LIVE, NEW, NOW)
    assert (entry.state, entry.channel, entry.leads) == ("delivered", "live", True)


@pytest.mark.parametrize("role", get_args(StoryRole))
def test_later_matches_of_a_story_are_suppressed_with_their_role(role: StoryRole) -> None:
    entry = enter(sample(role=role), HOOKED, TOLD, NOW)
    assert (entry.state, entry.leads) == ("suppressed", False)
    assert entry.reason == f"same story: {ROLE_WORDS[role]}"


@pytest.mark.parametrize(
    ("subscriber", "reason"),
    [
        (None, "the store knows no such subscription"),
        (Subscriber(name="n", removed=True, enabled=False), "the subscription was removed"),
        (Subscriber(name="n", enabled=False), "the subscription is disabled"),
    ],
)
def test_what_nobody_wants_is_suppressed_with_the_reason(
    subscriber: Subscriber | None, reason: str
) -> None:
    entry = enter(sample(), subscriber, NEW, NOW)
    assert (entry.state, entry.reason, entry.leads) == ("suppressed", reason, False)


def test_a_disabled_target_makes_a_visible_dead_row() -> None:
    gone = Subscriber(
        name="n", channel="webhook", target="https://h.example", target_disabled="it answered 410"
    )
    entry = enter(sample(), gone, NEW, NOW)
    assert (entry.state, entry.leads) == ("dead", True)
    assert entry.reason == "the target is disabled: it answered 410"


NIGHT = Policy(
    time_zone="Asia/Tehran", quiet_hours=(Window(starts="22:00", ends="07:00"),)
)  # it is 23:30 there
MORNING = datetime(2025, 12, 18, 3, 30, tzinfo=UTC)
NEWS = replace(
    sample(role="follow-up"),
    story=StoryRef(story_id="s1", role="follow-up", changes=("text", "number-added:38")),
)


def by(policy: Policy, subscriber: Subscriber = HOOKED) -> Subscriber:
    return replace(subscriber, policy=policy)


def test_at_night_an_alert_is_held_until_morning_with_the_reason() -> None:
    entry = enter(sample(), by(NIGHT), NEW, NOW)
    assert (entry.state, entry.kind, entry.held_until) == ("deferred", "alert", MORNING)
    assert entry.reason == "quiet hours, held until 2025-12-18 07:00 Asia/Tehran"


def test_the_page_has_everything_at_any_hour() -> None:
    policy = replace_policy(NIGHT, paused_until=date(2025, 12, 20), max_an_hour=1)
    entry = enter(sample(), by(policy, LIVE), FULL, NOW)
    assert (entry.state, entry.reason, entry.held_until) == ("delivered", None, None)


def replace_policy(policy: Policy, **fields: Any) -> Policy:
    return msgspec.structs.replace(policy, **fields)


FULL = Standing(traffic=Traffic(sent=(NOW - timedelta(minutes=20),)))


def test_news_of_a_story_is_a_follow_up_and_held_like_any_other() -> None:
    entry = enter(NEWS, HOOKED, TOLD, NOW)
    assert (entry.state, entry.kind, entry.leads) == ("pending", "follow-up", False)
    assert enter(NEWS, by(NIGHT), TOLD, NOW).held_until == MORNING
    assert enter(NEWS, HOOKED, NEW, NOW).kind == "alert"


@pytest.mark.parametrize(
    ("told", "policy", "why_not"),
    [
        (Told(led=True, follow_ups=2), PLAIN, "it was followed up 2 times"),
        (Told(led=True, acknowledged=True), PLAIN, "the story was acknowledged"),
        (Told(led=True), Policy(follow_ups=False), "follow-ups are off"),
    ],
)
def test_news_that_nobody_waits_for_is_suppressed_with_the_reason(
    told: Told, policy: Policy, why_not: str
) -> None:
    entry = enter(NEWS, by(policy), Standing(told=told), NOW)
    assert (entry.state, entry.kind) == ("suppressed", None)
    assert entry.reason == f"same story: a follow-up; {why_not}"


@pytest.mark.parametrize("subscriber", [HOOKED, LIVE])
def test_what_is_muted_is_suppressed_and_leaves_its_story_open(subscriber: Subscriber) -> None:
    policy = Policy(mutes=(Mute(kind="term", value="صادرات"),))
    entry = enter(sample(), by(policy, subscriber), NEW, NOW)
    assert (entry.state, entry.leads) == ("suppressed", False)
    assert entry.reason == "muted: term صادرات"


MUTED = Policy(mutes=(Mute(kind="source", value="خبرگزاری آزمون"),))
PAUSED = Policy(paused_until=date(2025, 12, 20), digest="hourly")
DIGEST = replace_policy(NIGHT, digest="hourly", quiet_hours=())
CAPPED_NIGHT = replace_policy(NIGHT, max_an_hour=1)
OFF = replace(HOOKED, enabled=False)
GONE = replace(HOOKED, target_disabled="it answered 410")


@pytest.mark.parametrize(
    ("match", "subscriber", "standing", "state", "begin"),
    [
        (
            sample(),
            by(MUTED, replace(HOOKED, enabled=False)),
            NEW,
            "suppressed",
            "the subscription",
        ),
        (NEWS, by(MUTED, GONE), TOLD, "suppressed", "muted"),
        (sample(role="copy"), by(NIGHT, GONE), TOLD, "suppressed", "same story"),
        (NEWS, by(PAUSED, GONE), TOLD, "dead", "the target is disabled"),
        (sample(), replace(by(PAUSED), broken="no zone"), NEW, "dead", "the store's record is"),
        (sample(), by(PAUSED), FULL, "deferred", "paused"),
        (sample(), by(DIGEST), FULL, "deferred", "hourly digest"),
        (sample(), by(CAPPED_NIGHT), FULL, "deferred", "quiet hours"),
        (sample(), by(Policy(max_an_hour=1)), FULL, "deferred", "1 an hour are out"),
        (sample(), by(Policy(max_an_hour=2)), FULL, "pending", None),
    ],
)
def test_one_reason_goes_before_the_next(
    match: Match, subscriber: Subscriber, standing: Standing, state: str, begin: str | None
) -> None:
    entry = enter(match, subscriber, standing, NOW)
    assert entry.state == state
    assert entry.reason is None if begin is None else (entry.reason or "").startswith(begin)
    assert (entry.held_until is not None) == (state == "deferred")


def test_a_batch_counts_its_own_messages_alerts_and_follow_ups() -> None:
    matches = [
        replace(NEWS, match_id=f"m{number}", article=replace(NEWS.article, article_id=f"a{number}"))
        for number in range(5)
    ]
    subscribers = {NEWS.subscription_id: by(Policy(max_an_hour=2))}
    entries = decide(matches, subscribers, set(), Book({}, {}), NOW)
    assert [(entry.kind, entry.state) for entry in entries] == [
        ("alert", "pending"),
        ("follow-up", "pending"),
        ("follow-up", "deferred"),
        (None, "suppressed"),
        (None, "suppressed"),
    ]
