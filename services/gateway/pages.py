"""The desk: alerts as they come with why, and the forms beside them."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from dideban.packs.shipped import shipped
from dideban.packs.titles import pack_title
from services.gateway import forms, people, shapes, sources, subscriptions
from services.gateway.desk import AtDesk, Desk
from services.gateway.identity import Editing, InPerson, Reading, User
from services.gateway.problems import Problem
from services.gateway.rendering import page, words_of
from services.gateway.subscription_pages import CHANNELS
from services.gateway.target_problems import led
from services.gateway.views import view
from services.store import alerts_view

SHOWN = 50
DAY = timedelta(days=1)
SEE_OTHER = 303

router = APIRouter()

type Number = Annotated[int | None, Query(ge=0, le=2**62)]
type Chosen = Annotated[str | None, Query(max_length=64)]


@router.get("/")
async def desk_page(
    request: Request,
    user: Reading,
    desk: AtDesk,
    before: Number = None,
    subscription: Chosen = None,
) -> Response:
    """Show the desk."""
    return await _desk(request, desk, user, before=before, chosen=subscription)


@router.get("/fragments/alerts")
async def newer_alerts(
    request: Request, user: Reading, desk: AtDesk, after: Number = 0, subscription: Chosen = None
) -> Response:
    """Give the alerts after a number as a piece of the page, newest first."""
    async with desk.store.begin(reading=True) as connection:
        reader = user.reader(subscription)
        found = await alerts_view.since(connection, reader, after or 0, SHOWN)
    words = words_of(request)
    shown = [view(alert, words) for alert in reversed(found)]
    return page(request, "alerts.html", {"alerts": shown})


@router.post("/fragments/query")
async def check_query(request: Request, user: Reading, desk: AtDesk) -> Response:
    """Say of a query that is being typed how it is understood, or what is wrong, as a piece."""
    values = await forms.fields(request)
    try:
        wanted = forms.shaped(shapes.QueryToCheck, values)
        found = await subscriptions.check_query(user, desk, wanted)
    except Problem as problem:
        return page(request, "query_check.html", {"problem": problem}, problem.status)
    return page(request, "query_check.html", {"problem": None, "canonical": found.canonical})


@router.post("/sources")
async def add_source(request: Request, user: Editing, desk: AtDesk) -> Response:
    """Add the source of the form."""
    values = await forms.fields(request)
    try:
        await sources.add(desk, user, forms.shaped(shapes.NewSource, values))
    except Problem as problem:
        return await _desk(request, desk, user, opened="sources", values=values, problem=problem)
    return RedirectResponse("/?done=source#sources", SEE_OTHER)


@router.post("/sources/{source_id}/remove")
async def remove_source(_: Editing, desk: AtDesk, source_id: str) -> Response:
    """Forget a source."""
    await sources.remove(desk, source_id)
    return RedirectResponse("/#sources", SEE_OTHER)


@router.post("/subscriptions")
async def add_subscription(request: Request, user: Editing, desk: AtDesk) -> Response:
    """Subscribe what the form says; the signing secret is in the answer and nowhere else."""
    values = await forms.fields(request)
    if values.get("pack"):
        values.pop("query", None)
    try:
        wanted = forms.shaped(shapes.NewSubscription, values)
        made = await subscriptions.add(desk, user, wanted, values.get("key"))
    except Problem as error:
        problem = led(request, error, values.get("channel", ""))
        return await _desk(request, desk, user, opened="subscribe", values=values, problem=problem)
    if made.secret is None:
        return RedirectResponse("/?done=subscription#subscribe", SEE_OTHER)
    return await _desk(request, desk, user, opened="subscribe", made=made)


@router.post("/subscriptions/{subscription_id}/remove")
async def remove_subscription(user: Editing, desk: AtDesk, subscription_id: str) -> Response:
    """End a subscription."""
    await subscriptions.remove(desk, user, subscription_id)
    return RedirectResponse("/#subscribe", SEE_OTHER)


@router.post("/tokens")
async def add_token(request: Request, user: InPerson, desk: AtDesk) -> Response:
    """Make the token of the form; it is in the answer and nowhere else."""
    values = await forms.fields(request)
    try:
        token = await people.make_token(desk, user, forms.shaped(shapes.NewToken, values))
    except Problem as problem:
        return await _desk(request, desk, user, opened="tokens", values=values, problem=problem)
    return await _desk(request, desk, user, opened="tokens", token=token)


async def _desk(  # noqa: PLR0913  what one page may have to show
    request: Request,
    desk: Desk,
    user: User,
    *,
    before: int | None = None,
    chosen: str | None = None,
    opened: str = "",
    values: Mapping[str, str] | None = None,
    problem: Problem | None = None,
    made: shapes.Subscribed | None = None,
    token: shapes.MadeToken | None = None,
) -> Response:
    words = words_of(request)
    async with desk.store.begin(reading=True) as connection:
        _, highest = await alerts_view.bounds(connection)
        found = await alerts_view.newest(connection, user.reader(chosen), SHOWN + 1, before)
        counts = await alerts_view.how_many(connection, user.reader(), desk.now() - DAY)
    watched = await subscriptions.every(desk, user)
    listed = await sources.every(desk)
    first_step = "" if found else "sources" if not listed else "" if watched else "subscribe"
    context = {
        "page_path": "/",
        "user": user,
        "alerts": [view(alert, words) for alert in found[:SHOWN]],
        "more": len(found) > SHOWN,
        "highest": highest,
        "before": before,
        "chosen": chosen,
        "counts": counts,
        "subscriptions": watched,
        "sources": listed,
        "unwell": sum(source.health in {"failing", "degraded"} for source in listed),
        "packs": {name: pack_title(name, words.ui) for name in shipped()},
        "opened": opened or first_step,
        "done": request.query_params.get("done", ""),
        "values": values or {},
        "problem": problem,
        "made": made,
        "token": token,
        "channels": [name for name in CHANNELS if name != "email" or user.administers],
        "key": secrets.token_urlsafe(16),
    }
    if problem is None:
        return page(request, "desk.html", context)
    return page(request, "desk.html", context, problem.status)
