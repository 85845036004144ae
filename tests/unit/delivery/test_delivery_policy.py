from typing import get_args

import pytest
from delivery_samples import sample

from schemas.articles import StoryRole
from services.delivery.policy import ROLE_WORDS, Subscriber, enter

LIVE = Subscriber(name="انتقال گاز")
HOOKED = Subscriber(name="انتقال گاز", channel="webhook", target="https://hooks.example/1")


def test_the_first_match_of_a_story_waits_for_its_webhook() -> None:
    entry = enter(sample(), HOOKED, story_led=False)
    assert (entry.state, entry.channel, entry.leads) == ("pending", "webhook", True)
    assert entry.subscription_name == "انتقال گاز"


def test_without_a_webhook_it_is_delivered_on_the_live_stream() -> None:
    entry = enter(sample(), LIVE, story_led=False)
    assert (entry.state, entry.channel, entry.leads) == ("delivered", "live", True)


@pytest.mark.parametrize("role", get_args(StoryRole))
def test_later_matches_of_a_story_are_suppressed_with_their_role(role: StoryRole) -> None:
    entry = enter(sample(role=role), HOOKED, story_led=True)
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
    entry = enter(sample(), subscriber, story_led=False)
    assert (entry.state, entry.reason, entry.leads) == ("suppressed", reason, False)


def test_a_disabled_target_makes_a_visible_dead_row() -> None:
    gone = Subscriber(
        name="n", channel="webhook", target="https://h.example", target_disabled="it answered 410"
    )
    entry = enter(sample(), gone, story_led=False)
    assert (entry.state, entry.leads) == ("dead", True)
    assert entry.reason == "the target is disabled: it answered 410"
