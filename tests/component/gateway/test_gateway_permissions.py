"""Every route, walked without a login, as a viewer, with a reading token, from another site."""

import re

import httpx
import pytest
from fastapi.routing import APIRoute
from gateway_under_test import Gateway, match_of

from services.gateway.origin import SAFE_METHODS
from services.gateway.web import every_route

PUBLIC = {
    ("GET", "/api/v1/healthz"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
    ("GET", "/setup"),
    ("POST", "/setup"),
    ("GET", "/static/{digest}/{name}"),
    ("GET", "/unsubscribe/{token}"),
    ("POST", "/unsubscribe/{token}"),
    ("GET", "/service-worker.js"),
}
BY_A_LINK_THAT_PROVES_ITSELF = {("POST", "/unsubscribe/{token}")}
"""Mail programs send it without an origin; what it does is in test_gateway_leaving."""
FOR_ADMINS = {("GET", "/api/v1/users"), ("POST", "/api/v1/users")}
FOR_ANYBODY_IN_PERSON = {
    ("POST", "/api/v1/tokens"),
    ("DELETE", "/api/v1/tokens/{token_id}"),
    ("POST", "/tokens"),
}
CHANGES_NOTHING = {
    ("POST", "/api/v1/query/check"),
    ("POST", "/fragments/query"),
    ("POST", "/api/v1/backtests"),
    ("POST", "/why"),
    ("POST", "/backtests"),
}
BODIES = {
    "/api/v1/sources": {"url": "https://hooks.example/feed"},
    "/api/v1/subscriptions": {"query": "gas"},
    "/api/v1/query/check": {"query": "gas"},
    "/api/v1/backtests": {"query": "gas"},
    "/api/v1/queries/sub_0": {"query": "gas"},
    "/api/v1/subscriptions/sub_0": {"name": "gas"},
    "/api/v1/subscriptions/sub_0/secret": {},
    "/api/v1/subscriptions/sub_0/target": {},
    "/api/v1/subscriptions/sub_0/policy": {},
    "/api/v1/subscriptions/sub_0/pause": {"until": "2025-12-20"},
    "/api/v1/subscriptions/sub_0/mutes": {"kind": "term", "value": "gas"},
    "/api/v1/deliveries/replay": {"subscription_id": "sub_0"},
    "/api/v1/tokens": {"name": "script"},
    "/api/v1/users": {"name": "eve", "password": "long enough pw", "role": "admin"},
}

ROUTES = [
    (method, route.path)
    for route in every_route()
    for method in sorted(route.methods - {"HEAD", "OPTIONS"})
]
CLOSED = [pair for pair in ROUTES if pair not in PUBLIC]
CHANGING = [pair for pair in CLOSED if pair[0] not in SAFE_METHODS]
BY_EDITORS = [
    pair for pair in CHANGING if pair not in FOR_ANYBODY_IN_PERSON | CHANGES_NOTHING | FOR_ADMINS
]


async def ask(browser: httpx.AsyncClient, method: str, path: str) -> httpx.Response:
    path = re.sub(r"\{\w+\}", "sub_0", path)
    return await browser.request(method, path, json=BODIES.get(path))


def test_the_walk_knows_every_route_of_the_application(gateway: Gateway) -> None:
    assert len(ROUTES) == len(set(ROUTES))
    assert set(ROUTES) >= PUBLIC | FOR_ADMINS | FOR_ANYBODY_IN_PERSON | CHANGES_NOTHING
    described = {
        (method.upper(), path)
        for path, methods in gateway.app.openapi()["paths"].items()
        for method in methods
    }
    assert described <= set(ROUTES)
    assert len(BY_EDITORS) >= 8
    assert all(isinstance(route, APIRoute) for route in every_route())


@pytest.mark.parametrize(("method", "path"), CLOSED)
async def test_without_a_login_nothing_is_given(gateway: Gateway, method: str, path: str) -> None:
    async with gateway.browser() as stranger:
        answer = await ask(stranger, method, path)
    assert answer.status_code == 401, answer.text
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path"), BY_EDITORS)
async def test_a_viewer_changes_nothing(gateway: Gateway, method: str, path: str) -> None:
    viewer = await gateway.signed_in("vera", "viewer")
    assert (await ask(viewer, method, path)).status_code == 403


@pytest.mark.parametrize(("method", "path"), [*CHANGING, *sorted(FOR_ADMINS)])
async def test_a_reading_token_of_an_admin_changes_nothing(
    gateway: Gateway, method: str, path: str
) -> None:
    admin = await gateway.signed_in("ada", "admin")
    made = (await admin.post("/api/v1/tokens", json={"name": "script"})).json()
    async with gateway.browser(Authorization=f"Bearer {made['token']}") as script:
        answer = await ask(script, method, path)
    expected = {200, 202, 422} if (method, path) in CHANGES_NOTHING else {403}
    assert answer.status_code in expected, answer.text


@pytest.mark.parametrize(("method", "path"), sorted(FOR_ADMINS))
async def test_an_editor_is_no_admin(gateway: Gateway, method: str, path: str) -> None:
    editor = await gateway.signed_in("ed", "editor")
    assert (await ask(editor, method, path)).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pair
        for pair in ROUTES
        if pair[0] not in SAFE_METHODS and pair not in BY_A_LINK_THAT_PROVES_ITSELF
    ],
)
@pytest.mark.parametrize(
    "origin",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {},
    ],
    ids=["cross-site", "same-site", "old-browser", "no-origin"],
)
async def test_another_site_cannot_use_an_admins_browser(
    gateway: Gateway, method: str, path: str, origin: dict[str, str]
) -> None:
    admin = await gateway.signed_in("ada", "admin")
    del admin.headers["Sec-Fetch-Site"]
    admin.headers.update(origin)
    answer = await ask(admin, method, path)
    assert answer.status_code == 403
    assert answer.json()["field"] == "Origin"


@pytest.fixture
async def two(gateway: Gateway) -> tuple[httpx.AsyncClient, httpx.AsyncClient]:
    return await gateway.signed_in("ada", "editor"), await gateway.signed_in("bob", "editor")


async def subscribed(browser: httpx.AsyncClient, name: str) -> str:
    answer = await browser.post("/api/v1/subscriptions", json={"name": name, "query": "gas"})
    return str(answer.json()["subscription_id"])


async def test_what_one_user_asked_for_another_neither_sees_nor_ends(
    gateway: Gateway, two: tuple[httpx.AsyncClient, httpx.AsyncClient]
) -> None:
    ada, bob = two
    mine = await subscribed(ada, "Ada's secret interest")
    await gateway.alert(mine, match_of(1, title="Ada's alert"))
    for path in ("/", "/api/v1/alerts", "/api/v1/subscriptions", "/fragments/alerts?after=0"):
        assert "Ada" in (await ada.get(path)).text, path
        assert "Ada" not in (await bob.get(path)).text, path
    filtered = await bob.get("/api/v1/alerts", params={"subscription": mine})
    assert filtered.json()["alerts"] == []
    assert (await bob.delete(f"/api/v1/subscriptions/{mine}")).status_code == 404
    assert (await bob.post(f"/subscriptions/{mine}/remove")).status_code == 404
    assert (await ada.delete(f"/api/v1/subscriptions/{mine}")).status_code == 204


async def test_an_admin_sees_and_ends_everything(
    gateway: Gateway, two: tuple[httpx.AsyncClient, httpx.AsyncClient]
) -> None:
    mine = await subscribed(two[0], "Ada's")
    admin = await gateway.signed_in("root", "admin")
    assert mine in (await admin.get("/api/v1/subscriptions")).text
    assert (await admin.delete(f"/api/v1/subscriptions/{mine}")).status_code == 204


async def test_what_the_command_line_subscribed_everyone_sees_and_only_an_admin_ends(
    gateway: Gateway, two: tuple[httpx.AsyncClient, httpx.AsyncClient]
) -> None:
    shared = await gateway.subscription("local", "Gas transfer")
    await gateway.alert(shared, match_of(1))
    for browser in two:
        (alert,) = (await browser.get("/api/v1/alerts")).json()["alerts"]
        assert alert["subscription"] == {"subscription_id": shared, "name": "Gas transfer"}
        assert (await browser.delete(f"/api/v1/subscriptions/{shared}")).status_code == 403
    admin = await gateway.signed_in("root", "admin")
    assert (await admin.delete(f"/api/v1/subscriptions/{shared}")).status_code == 204
