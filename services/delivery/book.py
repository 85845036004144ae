"""What is known of stories and subscriptions while a batch of matches is taken in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from dideban.alerting.holding import Traffic
from schemas.matches import Match
from services.delivery.policy import Standing
from services.store.ledger import Entry
from services.store.standing import NOTHING, Told


class Book:
    """Begins as the ledger stands and follows each entry, so that one batch is like many."""

    def __init__(
        self, told: Mapping[tuple[str, str], Told], traffic: Mapping[str, Traffic]
    ) -> None:
        self._told = dict(told)
        self._traffic = dict(traffic)

    def standing(self, match: Match) -> Standing:
        """Return how the match's story and its subscription stand."""
        return Standing(
            told=self._told.get(_story(match), NOTHING),
            traffic=self._traffic.get(match.subscription_id, Traffic()),
        )

    def note(self, entry: Entry, now: datetime) -> None:
        """Follow a match that enters the ledger `now`."""
        if entry.kind is None:
            return
        story, subscription_id = _story(entry.match), entry.match.subscription_id
        told = self._told.get(story, NOTHING)
        more = int(entry.kind == "follow-up")
        self._told[story] = replace(told, led=True, follow_ups=told.follow_ups + more)
        traffic = self._traffic.get(subscription_id, Traffic())
        if entry.state == "pending":
            traffic = replace(traffic, sent=(*traffic.sent, now))
        if entry.held_until is not None:
            first = min(traffic.gathering or entry.held_until, entry.held_until)
            traffic = replace(traffic, gathering=first)
        self._traffic[subscription_id] = traffic


def _story(match: Match) -> tuple[str, str]:
    return match.subscription_id, match.story.story_id
