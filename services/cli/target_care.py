"""Looking after a subscription's target: `subscriptions test`, `new-secret`, `enable-target`."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import click
from sqlalchemy import Row

from services.cli.context import common, fail, finish, opened
from services.store import subscriptions, targets, trials

WAIT_SECONDS: Final = 30
LOOK_SECONDS: Final = 0.2


@click.command()
@click.argument("subscription_id")
def test(subscription_id: str) -> None:
    """Send a test message to the target of SUBSCRIPTION_ID, and show the answer."""
    trial = finish(_test(subscription_id))
    if trial is None:
        fail(f"no answer within {WAIT_SECONDS} s; is the delivery service running?")
    click.echo(f"{trial.outcome}  {trial.milliseconds} ms  {trial.answer}")
    if trial.outcome != "delivered":
        raise SystemExit(1)


async def _test(subscription_id: str) -> Row[Any] | None:
    async with opened(common()) as store:
        async with store.begin() as connection:
            row = await subscriptions.one(connection, subscription_id)
            if row is None or row.removed:
                fail(f"no subscription {subscription_id}; see `dideban subscriptions list`")
            if not row.target:
                fail("its alerts are shown on the page only; it has no target to test")
            trial_id = await trials.ask(connection, subscription_id, datetime.now(UTC))
        for _ in range(round(WAIT_SECONDS / LOOK_SECONDS)):
            await asyncio.sleep(LOOK_SECONDS)
            async with store.begin(reading=True) as connection:
                trial = await trials.one(connection, trial_id)
            if trial is not None and trial.answered_at is not None:
                return trial
    return None


@click.command("new-secret")
@click.argument("subscription_id")
@click.option(
    "--overlap-hours",
    default=24.0,
    show_default=True,
    type=click.FloatRange(0, 168),
    help="How long the secret so far signs beside the new one.",
)
def new_secret(subscription_id: str, *, overlap_hours: float) -> None:
    """Make a new signing secret for the webhook of SUBSCRIPTION_ID, and print it."""
    until = datetime.now(UTC) + timedelta(hours=overlap_hours)
    click.echo(f"secret  {finish(_rotated(subscription_id, until))}")
    click.echo(f"both sign until {until:%Y-%m-%d %H:%M} UTC")


async def _rotated(subscription_id: str, until: datetime) -> str:
    async with opened(common()) as store, store.begin() as connection:
        row = await subscriptions.one(connection, subscription_id)
        if row is None or row.removed or row.channel != "webhook":
            fail(f"no subscription {subscription_id} with a webhook")
        return await subscriptions.rotate_secret(connection, subscription_id, until)


@click.command("enable-target")
@click.argument("subscription_id")
def enable_target(subscription_id: str) -> None:
    """Send to the target of SUBSCRIPTION_ID again, after it was disabled."""
    if not finish(_enabled(subscription_id)):
        fail(f"the target of {subscription_id} is not disabled")
    click.echo(f"enabled; `dideban deliveries replay --subscription {subscription_id}` sends again")


async def _enabled(subscription_id: str) -> bool:
    async with opened(common()) as store, store.begin() as connection:
        return await targets.enable(connection, subscription_id)
