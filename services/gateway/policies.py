"""How a reader wants to be told, over the API: the whole policy, pauses and mutes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

import msgspec
from fastapi import APIRouter, Request

from dideban.alerting.policy import Mute, Policy, PolicyError, policy_of, shown
from dideban.alerting.reading_policy import checked, current, read_policy, with_mute
from services.gateway import shapes
from services.gateway.desk import AtDesk, Desk
from services.gateway.identity import Editing, Reading, User
from services.gateway.owning import own, seen
from services.gateway.problems import Problem
from services.store import policies

router = APIRouter(prefix=shapes.API, tags=["subscriptions"])

_BODY: Final = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": {}}}},
}


@contextmanager
def _told() -> Iterator[None]:
    """Tell a policy that cannot be kept as a problem with its field and the fix."""
    try:
        yield
    except PolicyError as error:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, str(error), field=error.field, fix=error.fix
        ) from error


@router.get("/subscriptions/{subscription_id}/policy")
async def read(user: Reading, desk: AtDesk, subscription_id: str) -> dict[str, Any]:
    """Give the whole policy of a subscription, without pauses and mutes that are over."""
    async with desk.store.begin(reading=True) as connection:
        row = await seen(connection, user, subscription_id)
    with _told():
        return shown(current(policy_of(row.policy), desk.now()))


@router.put("/subscriptions/{subscription_id}/policy", openapi_extra=_BODY)
async def write(
    user: Editing, desk: AtDesk, subscription_id: str, request: Request
) -> dict[str, Any]:
    """Set the whole policy; a field left out is as for a new subscription."""
    body = await request.body()
    with _told():
        policy = read_policy(body, desk.now())
    async with desk.store.begin() as connection:
        await own(connection, user, subscription_id)
        await policies.keep(connection, subscription_id, policy, desk.now())
    return shown(policy)


@router.post("/subscriptions/{subscription_id}/pause")
async def pause(
    user: Editing, desk: AtDesk, subscription_id: str, wanted: shapes.Pause
) -> dict[str, Any]:
    """Hold everything until a day begins where the reader is; what came goes out together."""

    def paused(policy: Policy) -> Policy:
        return msgspec.structs.replace(policy, paused_until=wanted.until)

    with _told():
        return shown(await changed(desk, user, subscription_id, paused))


@router.post("/subscriptions/{subscription_id}/resume")
async def resume(user: Editing, desk: AtDesk, subscription_id: str) -> dict[str, Any]:
    """End a pause; what it held goes out now, or when the rest of the policy lets it."""

    def resumed(policy: Policy) -> Policy:
        return msgspec.structs.replace(policy, paused_until=None)

    with _told():
        return shown(await changed(desk, user, subscription_id, resumed))


@router.post("/subscriptions/{subscription_id}/mutes")
async def mute(
    user: Editing, desk: AtDesk, subscription_id: str, wanted: shapes.NewMute
) -> dict[str, Any]:
    """Hear no more of a term, a source or an entity, in the place of an earlier such mute."""

    def muting(policy: Policy) -> Policy:
        return with_mute(
            policy, Mute(kind=wanted.kind, value=wanted.value.strip(), until=wanted.until)
        )

    with _told():
        return shown(await changed(desk, user, subscription_id, muting))


async def changed(
    desk: Desk, user: User, subscription_id: str, change: Callable[[Policy], Policy]
) -> Policy:
    """Keep the policy that a change makes of the one there is, and return it.

    Raises:
        PolicyError: it cannot be kept.
        Problem: the subscription is not the user's to change.
    """
    now = desk.now()
    async with desk.store.begin() as connection:
        row = await own(connection, user, subscription_id)
        policy = checked(change(current(policy_of(row.policy), now)), now)
        await policies.keep(connection, subscription_id, policy, now)
    return policy
