"""Notifications in the browser: the key it subscribes with, and the script that shows them."""

from http import HTTPStatus

import orjson
from fastapi import APIRouter
from fastapi.responses import Response

from dideban.alerting.push_target import base64url
from services.gateway import assets, shapes
from services.gateway.addresses import checked_text
from services.gateway.desk import AtDesk
from services.gateway.identity import Editing, Reading
from services.store import targets
from services.store.push_key import public_bytes, push_key

router = APIRouter()


@router.get(f"{shapes.API}/push-key", tags=["subscriptions"])
async def read_push_key(_: Reading, desk: AtDesk) -> shapes.PushKey:
    """Give the public key that a browser must subscribe with."""
    async with desk.store.begin() as connection:
        key = await push_key(connection)
    return shapes.PushKey(key=base64url(public_bytes(key)))


@router.post(f"{shapes.API}/push-moves", tags=["subscriptions"])
async def move_push(wanted: shapes.PushMove, user: Editing, desk: AtDesk) -> shapes.PushMoved:
    """Let your subscriptions follow a browser whose push service gave it another address."""
    text = orjson.dumps(wanted.subscription).decode()
    target = checked_text("webpush", text, "subscription")
    async with desk.store.begin() as connection:
        moved = await targets.move_push(
            connection, user.user_id, wanted.endpoint, target, desk.now()
        )
    return shapes.PushMoved(moved=moved)


@router.get("/service-worker.js", status_code=HTTPStatus.OK)
async def service_worker() -> Response:
    """Give the script under an address that stays, where a browser looks for a newer one."""
    body = assets.body("service-worker.js")
    return Response(body, media_type=assets.TYPES["js"], headers={"Cache-Control": "no-cache"})
