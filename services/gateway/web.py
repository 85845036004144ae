"""The web application: routes, the pages beside them, and what every request passes."""

from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute

from services.gateway import (
    about,
    alerts,
    assets,
    backtest_pages,
    backtests,
    deliveries,
    delivery_pages,
    leaving,
    pages,
    people,
    policies,
    push,
    saved_queries,
    signing_pages,
    sources,
    subscription_pages,
    subscriptions,
    target_care,
    why_pages,
)
from services.gateway.desk import Desk
from services.gateway.problems import HANDLERS, Problem, on_problem
from services.gateway.rendering import page
from services.gateway.shapes import API
from services.gateway.shield import Shield
from services.runtime import metrics
from services.runtime.handling import RELEASE

FOR_PROGRAMS: Final = (
    *(sources, subscriptions, policies, target_care, alerts, deliveries, saved_queries, backtests),
    *(people, about),
)
FOR_PEOPLE: Final = (
    subscription_pages,
    pages,
    delivery_pages,
    signing_pages,
    why_pages,
    backtest_pages,
    leaving,
    assets,
    push,
)


def every_route() -> list[APIRoute]:
    """Return all routes, those of the API first."""
    parts = (*FOR_PROGRAMS, *FOR_PEOPLE)
    return [route for part in parts for route in part.router.routes if isinstance(route, APIRoute)]


def create_app(desk: Desk) -> FastAPI:
    """Return the application; it holds nothing but the desk."""
    app = FastAPI(
        title="Dideban",
        version=RELEASE,
        description="News monitoring in many languages: sources, subscriptions, alerts.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        exception_handlers={**HANDLERS, Problem: _on_problem},
    )
    app.state.desk = desk
    for part in FOR_PROGRAMS:
        app.include_router(part.router)
    for part in FOR_PEOPLE:
        app.include_router(part.router, include_in_schema=False)
    app.add_middleware(Shield, settings=desk.settings)
    for route in every_route():
        metrics.http_request_seconds.labels(route.path)
    return app


async def _on_problem(request: Request, error: Exception) -> Response:
    """Answer a person with a page, a program with problem+json."""
    assert isinstance(error, Problem)  # noqa: S101  registered for this class
    if request.url.path.startswith(API) or "text/html" not in request.headers.get("accept", ""):
        return await on_problem(request, error)
    if error.status is HTTPStatus.UNAUTHORIZED:
        return RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    response = page(request, "problem.html", {"problem": error}, error.status)
    response.headers.update(error.headers or {})
    return response
