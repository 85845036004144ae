"""The pages of those who are not signed in yet, and the way out."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.gateway import forms, setup_link
from services.gateway.desk import AtDesk
from services.gateway.identity import log_in, log_out, who
from services.gateway.problems import Problem
from services.gateway.rendering import page
from services.gateway.shapes import FirstUser
from services.gateway.signing_in import user_id_of
from services.store import accounts

SEE_OTHER = 303

router = APIRouter()


@router.get("/sign-in")
async def sign_in_page(request: Request, desk: AtDesk) -> Response:
    """Ask for name and password."""
    if await who(request, desk) is not None:
        return RedirectResponse("/", SEE_OTHER)
    async with desk.store.begin(reading=True) as connection:
        anybody = await accounts.any_user(connection)
    return page(request, "sign_in.html", {"anybody": anybody, "problem": None, "name": ""})


@router.post("/sign-in")
async def sign_in(request: Request, desk: AtDesk) -> Response:
    """Start a login."""
    values = await forms.fields(request)
    name = values.get("name", "")
    address = request.client.host if request.client else ""
    try:
        user_id = await user_id_of(desk, name, values.get("password", ""), address)
    except Problem as problem:
        context = {"anybody": True, "problem": problem, "name": name}
        response = page(request, "sign_in.html", context, problem.status)
        response.headers.update(problem.headers or {})
        return response
    response = RedirectResponse("/", SEE_OTHER)
    await log_in(desk, request, response, user_id)
    return response


@router.post("/sign-out")
async def sign_out(request: Request, desk: AtDesk) -> Response:
    """End the login."""
    response = RedirectResponse("/sign-in", SEE_OTHER)
    await log_out(desk, request, response)
    return response


@router.get("/setup")
async def setup_page(request: Request, desk: AtDesk, code: str = "") -> Response:
    """Ask for the first user's name and password, if the link still works."""
    still_open = await setup_link.is_open(desk, code)
    return page(request, "setup.html", _setup(code, still_open=still_open))


@router.post("/setup")
async def set_up(request: Request, desk: AtDesk) -> Response:
    """Make the first user and sign them in."""
    values = await forms.fields(request)
    code = values.get("code", "")
    try:
        first = forms.shaped(FirstUser, values)
        user_id = await setup_link.make_first_user(desk, code, first.name, first.password)
    except Problem as problem:
        still_open = problem.field != "code"
        context = _setup(code, still_open=still_open, problem=problem, name=values.get("name", ""))
        return page(request, "setup.html", context, problem.status)
    response = RedirectResponse("/", SEE_OTHER)
    await log_in(desk, request, response, user_id)
    return response


def _setup(
    code: str, *, still_open: bool, problem: Problem | None = None, name: str = ""
) -> dict[str, object]:
    return {"code": code, "open": still_open, "problem": problem, "name": name}
