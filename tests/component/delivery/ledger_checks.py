"""What is true of the ledger at every moment, whatever happened before."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from dideban.alerting.caps import HOUR
from dideban.alerting.digests import next_slot
from dideban.alerting.follow_ups import MOST
from dideban.alerting.holding import paused_until
from dideban.alerting.policy import PLAIN, Policy
from dideban.alerting.quiet_hours import held_until

FINAL = {"delivered", "suppressed"}
WAITING = {"pending", "deferred"}
MOMENT = timedelta(microseconds=1)


def check_numbers(written: Sequence[Any]) -> None:
    """Each story is led once or not at all, followed up little, and all of it is numbered."""
    told = [row for row in written if row.kind]
    assert sorted(row.number for row in told) == list(range(1, len(told) + 1))
    assert all(row.number is None and row.reason for row in written if not row.kind)
    leads = Counter((row.subscription_id, row.story_id) for row in told if row.leads)
    assert all((row.kind == "alert") == bool(row.leads) for row in written)
    assert set(leads.values()) <= {1}
    more = Counter((row.subscription_id, row.story_id) for row in told if not row.leads)
    assert all(number <= MOST and leads[story] == 1 for story, number in more.items())


def check_stories(written: Sequence[Any]) -> None:
    """Each story of a subscription has ended in one way: by its one alert, or wholly untold."""
    ends: dict[tuple[str, str], list[str]] = {}
    for row in written:
        story = ends.setdefault((row.subscription_id, row.story_id), [])
        if row.leads:
            story.append(row.state)
    untold = {story for story, states in ends.items() if not states}
    assert all(len(states) <= 1 for states in ends.values())
    for row in written:
        if (row.subscription_id, row.story_id) in untold:
            assert row.state == "suppressed"


def check_ends(written: Sequence[Any]) -> None:
    """What waits has a time, what ended has an end, and what did not arrive a reason."""
    for row in written:
        assert (row.ended_at is None) == (row.state in WAITING)
        assert (row.next_attempt_at is not None) == (row.state in WAITING)
        assert row.reason or row.state in {"delivered", "pending"}


def check_messages(written: Sequence[Any]) -> None:
    """The rows of a message are one subscription's and stand alike, so that none is left."""
    by_id = {row.match_id: row for row in written}
    for row in written:
        first = by_id[row.message_id]
        assert first.message_id == row.message_id
        assert first.subscription_id == row.subscription_id
        assert (first.state, first.attempts) == (row.state, row.attempts)


def explained(until: datetime, policy: Policy, latest: datetime) -> bool:
    """Return whether a policy gives a reason to hold an alert until then.

    `latest` is the latest time that any clock has shown.
    """
    before = until - MOMENT
    by_cap = policy.max_an_hour is not None and until <= latest + HOUR
    return (
        until <= latest
        or by_cap
        or until
        in {
            paused_until(policy, before),
            next_slot(before, policy),
            held_until(before, policy),
        }
    )


def check_holds(written: Sequence[Any], policies: Mapping[str, Policy], latest: datetime) -> None:
    """Nothing is held for longer than the policy of its subscription can explain."""
    for row in written:
        if row.state == "deferred":
            policy = policies.get(row.subscription_id, PLAIN)
            assert explained(row.next_attempt_at, policy, latest), (row.reason, policy)
