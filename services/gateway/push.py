"""Notifications in the browser: the key it subscribes with, and the script that shows them."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import Response

from dideban.alerting.push_target import base64url
from services.gateway import assets, shapes
from services.gateway.desk import AtDesk
from services.gateway.identity import Reading
from services.store.push_key import public_bytes, push_key

router = APIRouter()


@router.get(f"{shapes.API}/push-key", tags=["subscriptions"])
async def read_push_key(_: Reading, desk: AtDesk) -> shapes.PushKey:
    """Give the public key that a browser must subscribe with."""
    async with desk.store.begin() as connection:
        key = await push_key(connection)
    return shapes.PushKey(key=base64url(public_bytes(key)))


@router.get("/service-worker.js", status_code=HTTPStatus.OK)
async def service_worker() -> Response:
    """Give the script under an address that stays, where a browser looks for a newer one."""
    body = assets.body("service-worker.js")
    return Response(body, media_type=assets.TYPES["js"], headers={"Cache-Control": "no-cache"})
