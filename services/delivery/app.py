"""The delivery service's lifecycle, and the only place where it counts."""

import asyncio
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from dideban.alerting.named_targets import named_in
from dideban.messages import words
from schemas.matches import Match
from services.delivery import CARD
from services.delivery.channel import Channel, Outgoing
from services.delivery.channels.apprise_targets import AppriseTargets
from services.delivery.channels.email import Email
from services.delivery.channels.ntfy import Ntfy
from services.delivery.channels.telegram import Telegram, turns
from services.delivery.channels.vapid import subject_of
from services.delivery.channels.web_push import KeptKey, WebPush
from services.delivery.channels.webhook import Webhook
from services.delivery.dispatch import Dispatch
from services.delivery.effect import LedgerWriter
from services.delivery.mail_settings import mail_server
from services.delivery.sender import Chance, Sender
from services.delivery.settings import Settings
from services.delivery.trials import Trials
from services.runtime import metrics
from services.runtime.consumer import Received, run_consumer
from services.runtime.handling import RELEASE
from services.runtime.http import GuardedClient, Limits, user_agent
from services.runtime.lifecycle import Health
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError, Result
from services.store import ledger, targets
from services.store.engine import Store

REFRESH_SECONDS: Final = 5.0
CONNECT_SECONDS: Final = 5.0
OUTCOMES: Final = ("delivered", "suppressed", "retry", "dead")
SPANS: Final = ("matched_to_delivered", "seen_to_delivered")


class Meter:
    """Counts what the service does, and notes when the store is away."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._log = Log(f"dideban.{CARD.service}")
        for channel in metrics.CHANNELS:
            for outcome in OUTCOMES:
                metrics.deliveries.labels(channel, outcome)
        for span in SPANS:
            metrics.latency_seconds.labels(span)

    def entered(self, entries: Sequence[ledger.Entry], now: datetime) -> None:
        """Note that these matches were written into the ledger."""
        metrics.matches.inc(len(entries))
        for entry in entries:
            if entry.state == "delivered":
                self._delivered(entry.match, now)
            if entry.state in ledger.ENDED:
                metrics.deliveries.labels(entry.channel, entry.state).inc()

    def attempted(
        self, channel: str, outgoing: Outgoing, state: ledger.State, now: datetime
    ) -> None:
        """Note that an attempt left its message in this state; pending means a retry."""
        outcome = "retry" if state == "pending" else state
        matches = outgoing.notice.matches
        metrics.deliveries.labels(channel, outcome).inc(len(matches))
        self._log.info(f"delivery_{outcome}", message_id=outgoing.message_id, channel=channel)
        if state == "delivered" and not outgoing.held:
            for match in matches:
                self._delivered(match, now)

    def ended_unsent(self, channel: str, state: ledger.State, matches: int) -> None:
        """Note that a pending message of so many matches ended without an attempt."""
        metrics.deliveries.labels(channel, state).inc(matches)

    def store_away(self, reason: str | None) -> None:
        """Note that the store is away, or with None that it is there."""
        if reason is not None and reason != self._health.reasons.get("sender"):
            self._log.warning("store_away", error=reason, action="waiting")
        self._health.set("sender", reason)

    def _delivered(self, match: Match, now: datetime) -> None:
        for span, since in zip(SPANS, (match.matched_at, match.seen_at), strict=True):
            metrics.latency_seconds.labels(span).observe(max(0.0, (now - since).total_seconds()))


async def body(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Take matches into the ledger and send what is pending, until `stop` is set."""
    # Names are looked up in threads; a few slow name servers must not use up the usual handful.
    asyncio.get_running_loop().set_default_executor(
        ThreadPoolExecutor(settings.delivery_at_once * 2, thread_name_prefix="lookup")
    )
    meter = Meter(health)
    chance = Chance(clock=utc_now, jitter=lambda: random.uniform(-1, 1))  # noqa: S311  jitter
    async with Store.of(settings) as store, make_client(settings) as client:
        dispatch = Dispatch(channels_of(settings, client, store), settings.delivery_timeout_seconds)
        sender = Sender(store, dispatch, settings, meter, chance)
        writer = LedgerWriter(store, sender.offer, meter, utc_now)

        async def effect(received: Sequence[Received[Match]]) -> Sequence[Result]:
            return await writer([each.record for each in received])

        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.to_thread(words.load))
            group.create_task(run_consumer(CARD, effect, settings, health, stop))
            group.create_task(sender.run(stop))
            group.create_task(Trials(store, dispatch, utc_now, settings.public_url).run(stop))
            group.create_task(_refresh(store, sender, stop))


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def make_client(settings: Settings) -> GuardedClient:
    """Return the client for webhooks, not yet open."""
    seconds = settings.delivery_timeout_seconds
    limits = Limits(
        connect_seconds=min(CONNECT_SECONDS, seconds),
        read_seconds=seconds,
        total_seconds=seconds,
        connections=settings.delivery_at_once * 2,
        connections_per_host=settings.delivery_per_host,
    )
    agent = user_agent(RELEASE, settings.http_contact)
    return GuardedClient(agent, settings.address_rules, limits=limits)


def channels_of(settings: Settings, client: GuardedClient, store: Store) -> dict[str, Channel]:
    """Return the channels that the operator has set up, by name."""
    channels: dict[str, Channel] = {
        "webhook": Webhook(client),
        "ntfy": Ntfy(client),
        "webpush": WebPush(client, key=KeptKey(store), subject=subject_of(settings.http_contact)),
    }
    if token := settings.telegram_token:
        api = settings.telegram_api
        channels["telegram"] = Telegram(client, token=token, api=api, turns=turns())
    if named := named_in(settings.apprise_file):
        channels["apprise"] = AppriseTargets(named)
    if (server := mail_server(settings)) is not None:
        channels["email"] = Email(server, settings.delivery_timeout_seconds)
    return channels


async def _refresh(store: Store, sender: Sender, stop: asyncio.Event) -> None:
    while not stop.is_set():
        with suppress(AwayError):  # the sender, which asks more often, says so
            await measure(store)
        metrics.targets_left_alone.set(sender.left_alone)
        with suppress(TimeoutError):
            async with asyncio.timeout(REFRESH_SECONDS):
                await stop.wait()


async def measure(store: Store) -> None:
    """Show the ledger as it stands in the store."""
    async with store.begin(reading=True) as connection:
        states = await ledger.states(connection)
        oldest = await ledger.oldest_pending(connection)
        metrics.targets_disabled.set(await targets.how_many_disabled(connection))
    for state in metrics.LEDGER_STATES:
        metrics.ledger_rows.labels(state).set(states.get(state, 0))
    now = utc_now()
    for channel in metrics.CHANNELS:
        age = (now - oldest[channel]).total_seconds() if channel in oldest else 0.0
        metrics.oldest_pending_seconds.labels(channel).set(age)
