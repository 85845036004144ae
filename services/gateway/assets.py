"""Style, script, fonts and the icon; named by their content, so that a browser may keep them."""

import hashlib
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from services.gateway.problems import Problem

TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
FOR_EVER: Final = "public, max-age=31536000, immutable"
DIGEST_CHARS: Final = 16

router = APIRouter()


@cache
def _every() -> dict[str, bytes]:
    folder = files("services.gateway") / "static"
    inside = [*folder.iterdir(), *(folder / "fonts").iterdir()]
    return {
        entry.name: entry.read_bytes() for entry in inside if entry.name.rsplit(".", 1)[-1] in TYPES
    }


@cache
def address(name: str) -> str:
    """Return the address of a file; raises KeyError where there is none."""
    digest = hashlib.sha256(body(name)).hexdigest()[:DIGEST_CHARS]
    return f"/static/{digest}/{name}"


@cache
def body(name: str) -> bytes:
    """Return what a file holds, with the addresses of fonts; raises KeyError for no file."""
    held = _every()[name]
    if name.endswith(".css"):
        for font in _every():
            if font.endswith(".woff2"):
                held = held.replace(f"url({font})".encode(), f"url({address(font)})".encode())
    return held


@router.get("/static/{digest}/{name}")
async def asset(digest: str, name: str) -> Response:
    """Give a file under the address that names its content."""
    if name not in _every() or address(name) != f"/static/{digest}/{name}":
        raise Problem(HTTPStatus.NOT_FOUND, "there is no such file", field="path")
    return Response(
        body(name),
        media_type=TYPES[name.rsplit(".", 1)[-1]],
        headers={"Cache-Control": FOR_EVER},
    )
