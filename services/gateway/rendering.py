"""Pages from templates; everything in them is escaped, and nothing comes from elsewhere."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from dideban.messages.reading_direction import direction
from dideban.messages.words import words_of as words_of_messages
from services.gateway import assets
from services.gateway.words import Ui, Words, chosen, own_name

UI_COOKIE: Final = "dideban-ui"
YEAR_SECONDS: Final = 31_536_000


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("services.gateway"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = assets.address
    environment.globals["direction"] = direction
    environment.globals["own_name"] = own_name
    environment.globals["brand"] = brand
    environment.filters["utc"] = _utc
    return environment


def brand(ui: Ui) -> str:
    """Return what the product is called in a language."""
    return words_of_messages(ui)("brand")


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _of(request: Request) -> dict[str, object]:
    """Return what every template may need of a request; `other_ui` has no language yet.

    A page that answers a POST to another path gives its own as `page_path`, for its language links.
    """
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "ui"]
    return {
        "nonce": request.state.nonce,
        "path": request.url.path,
        "page_path": "",
        "other_ui": "?" + urlencode([*kept, ("ui", "")]),
    }


def words_of(request: Request) -> Words:
    """Return the words of the language in which this reader wants the interface."""
    accepted = request.headers.get("accept-language", "")
    return Words(chosen(request.query_params.get("ui"), request.cookies.get(UI_COOKIE), accepted))


def page(
    request: Request,
    template: str,
    values: Mapping[str, object],
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """Return a page; a language asked for in the address is kept in a cookie."""
    words = words_of(request)
    body = _environment().get_template(template).render({**_of(request), "w": words, **values})
    response = HTMLResponse(body, status)
    if "ui" in request.query_params:
        response.set_cookie(
            UI_COOKIE, words.ui, max_age=YEAR_SECONDS, path="/", httponly=True, samesite="lax"
        )
    response.headers["Content-Language"] = words.ui
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response
