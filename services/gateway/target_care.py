"""Looking after a subscription's target: a test message, a new secret, on again after a failure."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter

from services.gateway import delivery_shapes as told_as
from services.gateway import shapes
from services.gateway.addresses import address_of
from services.gateway.desk import AtDesk, Desk
from services.gateway.identity import Editing, Reading, User
from services.gateway.owning import own
from services.gateway.problems import Problem
from services.gateway.subscriptions import told_once
from services.store import subscriptions, targets, trials

LOOKED_FOR: Final = timedelta(seconds=30)
"""How long a page asks by itself for an answer; reloading takes away what is typed into it."""

router = APIRouter(prefix=shapes.API, tags=["subscriptions"])


@router.post("/subscriptions/{subscription_id}/test", status_code=HTTPStatus.ACCEPTED)
async def send_test(user: Editing, desk: AtDesk, subscription_id: str) -> told_as.TrialAsked:
    """Send a test message to the subscription's target; the answer comes under its id."""
    async with desk.store.begin() as connection:
        row = await own(connection, user, subscription_id)
        if not row.target:
            raise Problem(
                HTTPStatus.CONFLICT,
                "the alerts of this subscription are shown on the page only",
                field="path",
                fix="make one with a channel and a target",
            )
        return told_as.TrialAsked(
            trial_id=await trials.ask(connection, subscription_id, desk.now())
        )


@router.get("/subscriptions/{subscription_id}/test/{trial_id}")
async def read_test(
    user: Reading, desk: AtDesk, subscription_id: str, trial_id: str
) -> told_as.Trial:
    """Give what came back of a test message; `answered_at` is null until it has."""
    async with desk.store.begin(reading=True) as connection:
        await own(connection, user, subscription_id)
        row = await trials.one(connection, trial_id)
    if row is None or row.subscription_id != subscription_id:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no test {trial_id}", field="path")
    return told_as.Trial(
        trial_id=row.trial_id,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        milliseconds=row.milliseconds,
        outcome=row.outcome,
        answer=row.answer,
    )


def looks_again(trial: told_as.Trial | None, now: datetime) -> bool:
    """Return whether a page that shows a test message should ask for its answer once more."""
    return trial is not None and trial.answered_at is None and now - trial.asked_at < LOOKED_FOR


async def change_target(
    desk: Desk, user: User, subscription_id: str, wanted: shapes.NewTarget
) -> shapes.Subscribed:
    """Send a subscription's alerts elsewhere; a webhook's new signing secret is told this once.

    Raises:
        Problem: the target cannot be taken, or the subscription is not the user's to change.
    """
    address = await address_of(desk, user, wanted)
    async with desk.store.begin() as connection:
        await own(connection, user, subscription_id)
        await subscriptions.to_target(connection, subscription_id, address, desk.now())
        row = await own(connection, user, subscription_id)
    desk.changed.set()
    return told_once(row)


@router.put("/subscriptions/{subscription_id}/target")
async def set_target(
    user: Editing, desk: AtDesk, subscription_id: str, wanted: shapes.NewTarget
) -> shapes.Subscribed:
    """Send the alerts to another target, or to the page alone; what is held goes there as well."""
    return await change_target(desk, user, subscription_id, wanted)


@router.post("/subscriptions/{subscription_id}/secret")
async def rotate_secret(
    user: Editing, desk: AtDesk, subscription_id: str, wanted: told_as.NewSecret
) -> told_as.MadeSecret:
    """Make a new signing secret, shown this once; both sign for the hours of overlap."""
    async with desk.store.begin() as connection:
        row = await own(connection, user, subscription_id)
        if row.channel != "webhook":
            raise Problem(
                HTTPStatus.CONFLICT, f"a target of {row.channel} signs nothing", field="path"
            )
        until = desk.now() + timedelta(hours=wanted.overlap_hours)
        secret = await subscriptions.rotate_secret(connection, subscription_id, until)
    return told_as.MadeSecret(secret=secret, previous_until=until)


@router.post("/subscriptions/{subscription_id}/enable-target", status_code=HTTPStatus.NO_CONTENT)
async def enable_target(user: Editing, desk: AtDesk, subscription_id: str) -> None:
    """Send to a target again that was disabled; dead messages are replayed by a call of its own."""
    async with desk.store.begin() as connection:
        await own(connection, user, subscription_id)
        if not await targets.enable(connection, subscription_id):
            raise Problem(HTTPStatus.CONFLICT, "the target is not disabled", field="path")
