"""The way out of what is sent to a reader, without a login: the link itself is the proof.

Opening it changes nothing, for mail programs and scanners open links by themselves. The POST
comes from the button, or from the mail program's own (RFC 8058).
"""

from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any, Final, Literal

import msgspec
import yaml
from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.alerting.policy import PolicyError, policy_of
from dideban.alerting.way_out import WayOut, digest_of, way_out_of
from dideban.messages.notice import MessageLanguage
from dideban.messages.reading_direction import direction
from services.gateway.desk import AtDesk, Desk
from services.gateway.rendering import page, words_of
from services.runtime.logs import Log
from services.store import subscriptions
from services.store.installation import LINK_KEY, kept_key

PATH: Final = "/unsubscribe/{token}"

type State = Literal["open", "left", "ended", "unknown"]
"""Still sent; ended just now; ended before, or sent to somebody else; no link of ours."""

router = APIRouter()


class LeavingWords:
    """The words of the page in the reader's language."""

    def __init__(self, language: MessageLanguage) -> None:
        self.ui = language
        self.direction = direction(language)

    def __getitem__(self, key: str) -> str:
        return _table()[key][self.ui]


@cache
def _table() -> dict[str, dict[str, str]]:
    text = (files("services.gateway") / "leaving.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[str, dict[str, str]])


@router.get(PATH)
async def ask(request: Request, desk: AtDesk, token: str) -> Response:
    """Say what would end, and offer the button."""
    way_out = await _way_out(desk, token)
    if way_out is None:
        return _page(request, "unknown", None)
    async with desk.store.begin(reading=True) as connection:
        row = await _sent(connection, way_out)
    return _page(request, "ended" if row is None else "open", row)


@router.post(PATH)
async def leave(request: Request, desk: AtDesk, token: str) -> Response:
    """Send nothing more to this target; the alerts stay on the page."""
    way_out = await _way_out(desk, token)
    if way_out is None:
        return _page(request, "unknown", None)
    async with desk.store.begin() as connection:
        row = await _sent(connection, way_out)
        if row is None:
            return _page(request, "ended", None)
        await subscriptions.to_the_page(connection, row.subscription_id, desk.now())
    desk.changed.set()
    sent_by = {"subscription_id": row.subscription_id, "channel": row.channel}
    Log("dideban.gateway").info("reader_left", **sent_by)
    return _page(request, "left", row)


async def _way_out(desk: Desk, token: str) -> WayOut | None:
    async with desk.store.begin(reading=True) as connection:
        key = await kept_key(connection, LINK_KEY)
    return None if key is None else way_out_of(key, token)


async def _sent(connection: AsyncConnection, way_out: WayOut) -> Row[Any] | None:
    """Return the subscription if it is still sent to the target that the link was made for."""
    row = await subscriptions.one(connection, way_out.subscription_id)
    if row is None or row.removed or not row.target:
        return None
    return row if digest_of(row.target) == way_out.target_digest else None


def _page(request: Request, state: State, row: Row[Any] | None) -> Response:
    status = HTTPStatus.NOT_FOUND if state == "unknown" else HTTPStatus.OK
    words = LeavingWords(_language(request, row))
    values = {"w": words, "state": state, "name": row.name if row is not None else ""}
    response = page(request, "leaving.html", values, status)
    response.headers["Content-Language"] = words.ui
    return response


def _language(request: Request, row: Row[Any] | None) -> MessageLanguage:
    """Return the language in which the reader gets the messages, else that of the browser."""
    if row is not None and "ui" not in request.query_params:
        try:
            return policy_of(row.policy).language
        except PolicyError:
            pass
    return words_of(request).ui
