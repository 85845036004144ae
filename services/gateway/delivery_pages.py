"""The delivery log as a page: what became of each match, sending again, and test messages."""

from http import HTTPStatus
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from services.gateway import deliveries, delivery_shapes, forms, target_care
from services.gateway.desk import AtDesk
from services.gateway.identity import Editing, Reading
from services.gateway.rendering import page
from services.gateway.shapes import Shape
from services.gateway.subscriptions import every
from services.store.ledger import STATES, State

SHOWN: Final = 50

router = APIRouter()


class PageQuery(Shape):
    """What the page is asked for, empty where the form says nothing; `ui` is its language."""

    subscription: str = Field(default="", max_length=64)
    state: State | Literal[""] = ""
    before: str | None = Field(default=None, max_length=200)
    trial: str = Field(default="", max_length=64)
    replayed: int | None = None
    ui: str = ""


@router.get("/deliveries")
async def log_page(
    request: Request, user: Reading, desk: AtDesk, asked: Annotated[PageQuery, Query()]
) -> Response:
    """Show the log, newest first."""
    wanted = delivery_shapes.LogQuery(
        subscription=asked.subscription or None,
        state=asked.state or None,
        before=asked.before,
        limit=SHOWN,
    )
    found = await deliveries.read_deliveries(user, desk, wanted)
    trial = None
    if asked.trial and asked.subscription:
        trial = await target_care.read_test(user, desk, asked.subscription, asked.trial)
    context = {
        "user": user,
        "log": found,
        "states": STATES,
        "asked": asked,
        "trial": trial,
        "looks_again": target_care.looks_again(trial, desk.now()),
        "subscriptions": await every(desk, user),
    }
    return page(request, "deliveries.html", context)


@router.post("/deliveries/{match_id}/replay")
async def replay(user: Editing, desk: AtDesk, match_id: str) -> Response:
    """Send a dead message again."""
    await deliveries.replay_delivery(user, desk, match_id)
    return RedirectResponse("/deliveries?replayed=1", HTTPStatus.SEE_OTHER)


@router.post("/subscriptions/{subscription_id}/replay")
async def replay_all(user: Editing, desk: AtDesk, subscription_id: str) -> Response:
    """Send everything that is dead of a subscription again."""
    wanted = delivery_shapes.Replay(subscription_id=subscription_id)
    done = await deliveries.replay_deliveries(user, desk, wanted)
    return RedirectResponse(
        f"/deliveries?subscription={subscription_id}&replayed={done.replayed}",
        HTTPStatus.SEE_OTHER,
    )


@router.post("/deliveries/{match_id}/acknowledge")
async def acknowledge(user: Editing, desk: AtDesk, match_id: str) -> Response:
    """Say that a story has been seen to."""
    await deliveries.acknowledge_delivery(user, desk, match_id)
    return RedirectResponse("/deliveries", HTTPStatus.SEE_OTHER)


@router.post("/subscriptions/{subscription_id}/test")
async def test(request: Request, user: Editing, desk: AtDesk, subscription_id: str) -> Response:
    """Send a test message; the page it was sent from shows its answer as soon as it is there."""
    values = await forms.fields(request)
    asked = await target_care.send_test(user, desk, subscription_id)
    if "settings" in values:
        return RedirectResponse(
            f"/subscriptions/{subscription_id}?trial={asked.trial_id}#target", HTTPStatus.SEE_OTHER
        )
    return RedirectResponse(
        f"/deliveries?subscription={subscription_id}&trial={asked.trial_id}", HTTPStatus.SEE_OTHER
    )
