"""One subscription as a page: where its alerts go, and how its reader wants to be told."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from dideban.alerting.policy import DAYS, MOST_WINDOWS, Mute, Policy, PolicyError, policy_of
from dideban.alerting.reading_policy import LONGEST_PAUSE_DAYS, current, with_mute
from dideban.entities.knowledge import main_name
from dideban.messages.notice import MESSAGE_LANGUAGES
from services.gateway import (
    forms,
    policies,
    policy_forms,
    shapes,
    subscriptions,
    target_care,
)
from services.gateway.desk import AtDesk, Desk
from services.gateway.identity import Editing, Reading, User
from services.gateway.owning import owns, seen
from services.gateway.policy_forms import FormError
from services.gateway.problems import Problem
from services.gateway.rendering import page, words_of
from services.gateway.shapes import Shape
from services.gateway.target_problems import led
from services.store import targets

CHANNELS: Final = ("webhook", "email", "telegram", "ntfy")
"""Those that an address is typed for; a browser asks for its own on the desk."""
PLACES: Final = frozenset(
    {
        *("name", "query", "target", "secret", "value", "until", "mutes", "paused_until"),
        *("policy", "language", "time_zone", "severity", "breaks_through", "max_an_hour"),
        *("digest", "digest_at"),
    }
)
"""Beside which a problem can be told, as beside a shown row of hours; another stands on top."""

router = APIRouter(prefix="/subscriptions/{subscription_id}")


class Asked(Shape):
    """What was done just now, and the test message whose answer is awaited."""

    done: str = Field(default="", max_length=20)
    trial: str = Field(default="", max_length=64)
    ui: str = ""


@router.get("")
async def subscription_page(
    request: Request,
    user: Reading,
    desk: AtDesk,
    subscription_id: str,
    asked: Annotated[Asked, Query()],
) -> Response:
    """Show a subscription and its forms."""
    return await _page(request, desk, user, subscription_id, asked=asked)


@router.post("/query")
async def change_query(
    request: Request, user: Editing, desk: AtDesk, subscription_id: str
) -> Response:
    """Change the name or the query."""
    values = await forms.fields(request)
    named = {"query": values.get("edit"), "name": values.get("name")}
    try:
        wanted = forms.shaped(
            shapes.SubscriptionChange, {name: text for name, text in named.items() if text}
        )
        await subscriptions.revise(desk, user, subscription_id, wanted)
    except Problem as problem:
        return await _page(
            request, desk, user, subscription_id, values=values, problem=problem, form="query"
        )
    return _back(subscription_id, "query")


@router.post("/target")
async def change_target(
    request: Request, user: Editing, desk: AtDesk, subscription_id: str
) -> Response:
    """Send the alerts to another target; a webhook's secret is in the answer and nowhere else."""
    values = await forms.fields(request)
    try:
        wanted = forms.shaped(shapes.NewTarget, values)
        made = await target_care.change_target(desk, user, subscription_id, wanted)
    except Problem as problem:
        told_so = led(request, problem, values.get("channel", ""))
        return await _page(
            request, desk, user, subscription_id, values=values, problem=told_so, form="target"
        )
    if made.secret is None:
        return _back(subscription_id, "target")
    return await _page(request, desk, user, subscription_id, secret=made.secret)


@router.post("/enable")
async def enable(user: Editing, desk: AtDesk, subscription_id: str) -> Response:
    """Send to a target again that was switched off."""
    await target_care.enable_target(user, desk, subscription_id)
    return _back(subscription_id, "target")


@router.post("/policy")
async def change_policy(
    request: Request, user: Editing, desk: AtDesk, subscription_id: str
) -> Response:
    """Set how the reader wants to be told."""
    values = await forms.fields(request, policy_forms.MOST_FIELDS)

    def change(policy: Policy) -> Policy:
        return policy_forms.read(values, policy, desk.now())

    return await _changed(
        request, desk, user, subscription_id, form="policy", values=values, change=change
    )


@router.post("/mutes")
async def mute(request: Request, user: Editing, desk: AtDesk, subscription_id: str) -> Response:
    """Hear no more of a term, a source or an entity."""
    values = await forms.fields(request)

    def change(policy: Policy) -> Policy:
        until = policy_forms.day(values, "until", "until")
        kind, value = values.get("kind", "term"), values.get("value", "").strip()
        if kind == "entity":
            value = policy_forms.known_thing(value)
        wanted = {"kind": kind, "value": value, "until": until}
        return with_mute(policy, msgspec.convert(wanted, Mute))

    return await _changed(
        request, desk, user, subscription_id, form="mutes", values=values, change=change
    )


@router.post("/mutes/remove")
async def unmute(request: Request, user: Editing, desk: AtDesk, subscription_id: str) -> Response:
    """Hear of it again."""
    values = await forms.fields(request)
    which = (values.get("kind"), values.get("value"))

    def change(policy: Policy) -> Policy:
        left = tuple(each for each in policy.mutes if (each.kind, each.value) != which)
        return msgspec.structs.replace(policy, mutes=left)

    return await _changed(
        request, desk, user, subscription_id, form="mutes", values=values, change=change
    )


@router.post("/pause")
async def pause(request: Request, user: Editing, desk: AtDesk, subscription_id: str) -> Response:
    """Hold everything until a day; without one, end the pause."""
    values = await forms.fields(request)

    def change(policy: Policy) -> Policy:
        until = policy_forms.day(values, "paused_until", "pause")
        return msgspec.structs.replace(policy, paused_until=until)

    return await _changed(
        request, desk, user, subscription_id, form="pause", values=values, change=change
    )


async def _changed(
    request: Request,
    desk: Desk,
    user: User,
    subscription_id: str,
    *,
    form: str,
    values: Mapping[str, str],
    change: Callable[[Policy], Policy],
) -> Response:
    """Keep a changed policy and lead back to its form, or tell what stops it beside its field."""
    try:
        await policies.changed(desk, user, subscription_id, change)
    except (FormError, PolicyError, msgspec.ValidationError) as error:
        found = error if isinstance(error, FormError) else _placed(error, values)
        detail = words_of(request)[found.key].format(found.value or "")
        problem = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, field=found.field)
        return await _page(
            request, desk, user, subscription_id, values=values, problem=problem, form=form
        )
    return _back(subscription_id, form)


def _placed(error: PolicyError | msgspec.ValidationError, values: Mapping[str, str]) -> FormError:
    if isinstance(error, PolicyError):
        return policy_forms.placed(error, [], values)
    return FormError("value", "mute")


def _back(subscription_id: str, form: str) -> Response:
    return RedirectResponse(
        f"/subscriptions/{subscription_id}?done={form}#{form}", HTTPStatus.SEE_OTHER
    )


async def _page(  # noqa: PLR0913  what the page may have to show
    request: Request,
    desk: Desk,
    user: User,
    subscription_id: str,
    *,
    asked: Asked | None = None,
    values: Mapping[str, str] | None = None,
    problem: Problem | None = None,
    form: str = "",
    secret: str | None = None,
) -> Response:
    asked = asked or Asked()
    async with desk.store.begin(reading=True) as connection:
        row = await seen(connection, user, subscription_id)
        off = {each.subscription_id: each.reason for each in await targets.disabled(connection)}
    policy = current(policy_of(row.policy), desk.now())
    filled = dict(values or {}) if form == "policy" else policy_forms.filled(policy)
    trial = None
    if asked.trial and _manages(user, row):
        trial = await target_care.read_test(user, desk, subscription_id, asked.trial)
    rows = policy_forms.rows(filled)[:MOST_WINDOWS]
    context = {
        "page_path": f"/subscriptions/{quote(subscription_id, safe='')}",
        "user": user,
        "s": subscriptions.told(row, off.get(subscription_id)),
        "manages": _manages(user, row),
        "asked": asked,
        "trial": trial,
        "looks_again": target_care.looks_again(trial, desk.now()),
        "policy": policy,
        "filled": filled,
        "rows": rows,
        "days": DAYS,
        "zones": policy_forms.ZONES,
        "languages": MESSAGE_LANGUAGES,
        "channels": [name for name in CHANNELS if name != "email" or user.administers],
        "longest_pause": LONGEST_PAUSE_DAYS,
        "thing_name": main_name,
        "values": values or {},
        "problem": problem,
        "above": problem is not None and not (_manages(user, row) and _has_place(problem, rows)),
        "form": form,
        "secret": secret,
    }
    status = problem.status if problem else HTTPStatus.OK
    return page(request, "subscription.html", context, status)


def _has_place(problem: Problem, rows: list[int]) -> bool:
    hours = {f"{part}_{row}" for part in ("from", "to", "day") for row in rows}
    return problem.field in PLACES | hours


def _manages(user: User, row: Any) -> bool:  # noqa: ANN401  SQLAlchemy's row
    return user.edits and owns(user, row.owner)
