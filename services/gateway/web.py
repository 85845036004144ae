"""The web application: routes, the pages beside them, and what every request passes."""

from http import HTTPStatus

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from services.gateway import alerts, pages, people, signing_pages, sources, subscriptions
from services.gateway.assets import router as assets
from services.gateway.desk import AtDesk, Desk
from services.gateway.identity import Reading
from services.gateway.problems import HANDLERS, Problem, on_problem
from services.gateway.rendering import page
from services.gateway.shield import Shield
from services.runtime.handling import RELEASE

API = "/api/v1"


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
    for router in (sources, subscriptions, alerts, people):
        app.include_router(router.router, prefix=API)
    app.include_router(_about(app), prefix=API)
    app.include_router(pages.router, include_in_schema=False)
    app.include_router(signing_pages.router, include_in_schema=False)
    app.include_router(assets, include_in_schema=False)
    app.add_middleware(Shield, settings=desk.settings)
    return app


async def _on_problem(request: Request, error: Exception) -> Response:
    """Answer a person with a page, a program with problem+json."""
    assert isinstance(error, Problem)  # noqa: S101  registered for this class
    if request.url.path.startswith(API) or "text/html" not in request.headers.get("accept", ""):
        return await on_problem(request, error)
    if error.status is HTTPStatus.UNAUTHORIZED:
        return RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    response = page(request, "problem.html", {"problem": error}, error.status)
    response.headers.update(error.headers)
    return response


def _about(app: FastAPI) -> APIRouter:
    router = APIRouter(tags=["about"])

    @router.get("/healthz")
    async def healthz(desk: AtDesk) -> dict[str, str]:
        """Tell whether the gateway and its store answer."""
        async with desk.store.begin(reading=True):
            return {"status": "alive"}

    @router.get("/openapi.json", include_in_schema=False)
    async def openapi(_: Reading) -> JSONResponse:
        return JSONResponse(app.openapi())

    return router
