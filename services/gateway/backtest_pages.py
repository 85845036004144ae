"""Trying a query on the archive as a page: what it would have found, and what an edit changes."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from services.gateway import backtest_views, backtests, forms, shapes
from services.gateway.backtest_runs import Run
from services.gateway.desk import AtDesk, Desk
from services.gateway.identity import Reading, User
from services.gateway.owning import seen
from services.gateway.problems import Problem
from services.gateway.queries import of_pack
from services.gateway.rendering import page
from services.gateway.shapes import Shape, Text
from services.gateway.subscriptions import every, saved_by
from services.store import saved_queries

SAMPLE: Final = 20
DAYS: Final = "30"
PLACES: Final = frozenset({"query", "edit", "days", "subscription"})
"""Beside which a problem can be told; another stands above the form."""

router = APIRouter()


class Asked(Shape):
    """What the page is asked for, empty where nothing is said."""

    subscription: str = Field(default="", max_length=64)
    query: Text = ""
    edit: Text = ""
    days: str = Field(default=DAYS, max_length=20)
    ui: str = ""


@router.get("/backtests")
async def new_backtest(
    request: Request, user: Reading, desk: AtDesk, asked: Annotated[Asked, Query()]
) -> Response:
    """Ask for a query, that of a subscription filled in."""
    values = asked.model_dump()
    if asked.subscription and not asked.query:
        async with desk.store.begin(reading=True) as connection:
            row = await seen(connection, user, asked.subscription)
        values["query"] = row.query
    return await _page(request, desk, user, values)


@router.post("/backtests")
async def start(request: Request, user: Reading, desk: AtDesk) -> Response:
    """Start the backtest of the form, and lead to its page."""
    values = await forms.fields(request)
    try:
        if values.get("pack"):
            values["query"] = of_pack(values["pack"])
        wanted = forms.shaped(shapes.NewBacktest, {**values, "sample": str(SAMPLE)})
        subscription = values.get("subscription", "")
        saved = await _saved(desk, user, subscription, wanted.query)
        run = await backtests.start(desk, user, wanted, saved, subscription)
    except Problem as problem:
        return await _page(request, desk, user, values, problem=problem)
    return RedirectResponse(f"/backtests/{run.backtest_id}", HTTPStatus.SEE_OTHER)


@router.get("/backtests/{backtest_id}")
async def backtest_page(
    request: Request, user: Reading, desk: AtDesk, backtest_id: str
) -> Response:
    """Show how far a backtest is, and in the end what it found."""
    run = backtests.of_user(desk, user, backtest_id)
    query, edit = run.wanted.typed
    values = {
        "subscription": run.wanted.subscription,
        "query": query or run.wanted.query,
        "edit": edit,
        "days": f"{run.wanted.days:g}",
    }
    return await _page(request, desk, user, values, run=run)


async def _saved(desk: Desk, user: User, subscription_id: str, query: str) -> dict[str, str]:
    """Return the saved queries that the query may use: the owner's, if it is a subscription's."""
    if subscription_id:
        async with desk.store.begin(reading=True) as connection:
            row = await seen(connection, user, subscription_id)
            if row.query == query:
                return await saved_queries.of(connection, row.owner)
    return await saved_by(desk, user)


async def _page(
    request: Request,
    desk: Desk,
    user: User,
    values: dict[str, str],
    *,
    run: Run | None = None,
    problem: Problem | None = None,
) -> Response:
    watched = await every(desk, user)
    of = next((s for s in watched if s.subscription_id == values.get("subscription")), None)
    context = {
        "user": user,
        "subscription": of,
        "asked": {name: values.get(name, "") for name in Asked.model_fields},
        "run": run,
        "found": backtest_views.view(run.report) if run and run.report else None,
        "problem": problem,
        "above": problem is not None and problem.field not in PLACES,
        "subscriptions": watched,
    }
    response = page(request, "backtest.html", context, problem.status if problem else HTTPStatus.OK)
    if problem is not None:
        response.headers.update(problem.headers or {})
    return response
