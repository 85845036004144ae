"""The feeds that are watched: listed with their health in words, added, removed."""

import json
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Header, Response
from sqlalchemy import Row

from services.gateway import shapes
from services.gateway.addresses import checked
from services.gateway.desk import AtDesk, Desk
from services.gateway.identity import Editing, Reading, User
from services.gateway.problems import Problem
from services.gateway.repeats import IdempotencyKey, once
from services.store import sources

router = APIRouter(prefix=shapes.API, tags=["sources"])


def health(row: Row[Any]) -> str:
    """Return the key of the words for a source's health."""
    if not row.enabled or row.state == "disabled":
        return "disabled"
    if row.state != "ok":
        return str(row.state)
    return "waiting" if row.last_poll_at is None else "ok"


def told(row: Row[Any]) -> shapes.Source:
    """Return a source as the API tells it."""
    return shapes.Source(
        source_id=row.source_id,
        url=row.url,
        name=row.name,
        language=row.language,
        enabled=row.enabled,
        state=row.state,
        health=health(row),
        failures=row.failures,
        last_error=row.last_error,
        last_poll_at=row.last_poll_at,
        last_success_at=row.last_success_at,
        last_item_at=row.last_item_at,
        next_poll_at=row.next_poll_at,
    )


async def add(
    desk: Desk, user: User, wanted: shapes.NewSource, key: str | None = None
) -> tuple[shapes.Source, bool]:
    """Add a source, due at once; return it and whether it is new.

    Raises:
        Problem: the address is not one that may be read.
    """
    url = await checked(desk, wanted.url, "url")
    name = wanted.name or urlsplit(url).hostname or url
    async with desk.store.begin() as connection:

        async def act() -> str:
            source_id, new = await sources.add(
                connection, url=url, name=name, now=desk.now(), language=wanted.language
            )
            return json.dumps([source_id, new])

        answer = await once(connection, desk, user, key=key, request=wanted, act=act)
        source_id, new = json.loads(answer)
        row = await sources.one(connection, source_id)
    if row is None:
        raise Problem(HTTPStatus.GONE, "the source was removed since", field="Idempotency-Key")
    return told(row), new


async def every(desk: Desk) -> list[shapes.Source]:
    """Return all sources, by name."""
    async with desk.store.begin(reading=True) as connection:
        return [told(row) for row in await sources.every(connection)]


async def remove(desk: Desk, source_id: str) -> None:
    """Forget a source; its articles stay.

    Raises:
        Problem: there is none.
    """
    async with desk.store.begin() as connection:
        if not await sources.remove(connection, source_id):
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no source {source_id}", field="path")


@router.get("/sources")
async def read_sources(_: Reading, desk: AtDesk) -> shapes.Sources:
    """Give all sources and their health."""
    return shapes.Sources(sources=await every(desk))


@router.post("/sources", status_code=HTTPStatus.CREATED)
async def add_source(
    user: Editing,
    desk: AtDesk,
    wanted: shapes.NewSource,
    response: Response,
    idempotency_key: Annotated[IdempotencyKey, Header()] = None,
) -> shapes.Source:
    """Add any feed's address; 200 where it is watched already."""
    source, new = await add(desk, user, wanted, idempotency_key)
    response.status_code = HTTPStatus.CREATED if new else HTTPStatus.OK
    return source


@router.delete("/sources/{source_id}", status_code=HTTPStatus.NO_CONTENT)
async def remove_source(_: Editing, desk: AtDesk, source_id: str) -> None:
    """Forget a source; its articles stay."""
    await remove(desk, source_id)
