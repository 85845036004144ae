"""The first user, logins, and what keeps strangers from guessing."""

import stat
from dataclasses import replace

import httpx
import pytest
from gateway_under_test import BASE, PASSWORD, Clock, Gateway

from services.gateway import setup_link
from services.gateway.throttle import TRIES_AN_ACCOUNT
from services.store import accounts

FIRST = {"name": "سردبیر", "password": PASSWORD}


async def set_up(browser: httpx.AsyncClient, link: str, **changes: str) -> httpx.Response:
    code = link.partition("code=")[2]
    return await browser.post("/setup", data={"code": code, **FIRST, **changes})


async def test_the_link_makes_an_admin_who_is_signed_in(gateway: Gateway) -> None:
    link = await setup_link.offer(gateway.desk, BASE)
    assert link is not None
    async with gateway.browser() as browser:
        assert 'name="code"' in (await browser.get(link)).text
        answer = await set_up(browser, link)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert "سردبیر" in (await browser.get("/")).text
        assert (await browser.get("/api/v1/users")).json()["users"][0]["role"] == "admin"


async def test_the_link_works_once(gateway: Gateway) -> None:
    link = await setup_link.offer(gateway.desk, BASE)
    assert link is not None
    async with gateway.browser() as first, gateway.browser() as second:
        assert (await set_up(first, link)).status_code == 303
        assert (await set_up(second, link, name="intruder")).status_code == 403
        assert 'name="code"' not in (await second.get(link)).text
    assert await setup_link.offer(gateway.desk, BASE) is None


async def test_a_new_start_makes_a_new_link_and_the_old_one_is_dead(gateway: Gateway) -> None:
    old = await setup_link.offer(gateway.desk, BASE)
    new = await setup_link.offer(gateway.desk, BASE)
    assert old is not None
    assert new is not None
    async with gateway.browser() as browser:
        assert (await set_up(browser, old)).status_code == 403
        assert (await set_up(browser, new)).status_code == 303


async def test_the_link_lies_in_a_private_file_until_it_is_used(gateway: Gateway) -> None:
    link = await setup_link.offer(gateway.desk, BASE)
    assert link is not None
    path = gateway.desk.settings.home_path / setup_link.FILE
    assert path.read_text() == link + "\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    async with gateway.browser() as browser:
        await set_up(browser, link)
    assert not path.exists()


@pytest.mark.parametrize(
    ("changes", "field"), [({"password": "nine char"}, "password"), ({"name": "a b"}, "name")]
)
async def test_a_bad_choice_leaves_the_link_working(
    gateway: Gateway, changes: dict[str, str], field: str
) -> None:
    link = await setup_link.offer(gateway.desk, BASE)
    assert link is not None
    async with gateway.browser() as browser:
        answer = await set_up(browser, link, **changes)
        assert answer.status_code == 422
        assert f"{field}:" in answer.text
        assert (await set_up(browser, link)).status_code == 303


async def test_the_store_keeps_neither_password_nor_cookie(gateway: Gateway) -> None:
    browser = await gateway.signed_in("ada", "admin")
    (cookie,) = [c.value for c in browser.cookies.jar]
    assert cookie is not None
    files = gateway.desk.settings.home_path.glob("dideban.sqlite*")
    kept = b"".join(path.read_bytes() for path in files)
    assert b"argon2id" in kept
    assert PASSWORD.encode() not in kept
    assert cookie.encode() not in kept


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(gateway: Gateway) -> None:
    await gateway.user("ada", "viewer")
    async with gateway.browser() as browser:
        answer = await browser.post("/sign-in", data={"name": "ada", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("dideban=")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/"))


async def test_over_https_the_cookie_is_bound_to_the_host(gateway: Gateway) -> None:
    settings = replace(gateway.desk.settings, public_url="https://news.example")
    public = Gateway(replace(gateway.desk, settings=settings), gateway.clock)
    await public.user("ada", "viewer")
    async with public.browser(Host="news.example") as browser:
        answer = await browser.post("/sign-in", data={"name": "ada", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-dideban=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"].startswith("max-age=")


async def test_a_login_is_new_each_time_and_the_old_one_ends(gateway: Gateway) -> None:
    browser = await gateway.signed_in("ada", "viewer")
    old = browser.cookies["dideban"]
    await browser.post("/sign-in", data={"name": "ada", "password": PASSWORD})
    assert browser.cookies["dideban"] != old
    async with gateway.browser() as thief:
        thief.cookies.set("dideban", old)
        assert (await thief.get("/api/v1/alerts")).status_code == 401


async def test_signing_out_ends_the_login_on_the_server(gateway: Gateway) -> None:
    browser = await gateway.signed_in("ada", "viewer")
    cookie = browser.cookies["dideban"]
    assert (await browser.post("/sign-out")).status_code == 303
    async with gateway.browser() as other:
        other.cookies.set("dideban", cookie)
        assert (await other.get("/api/v1/alerts")).status_code == 401


async def test_a_login_ends_by_itself(gateway: Gateway, clock: Clock) -> None:
    browser = await gateway.signed_in("ada", "viewer")
    clock.pass_(days=gateway.desk.settings.gateway_login_days)
    assert (await browser.get("/api/v1/alerts")).status_code == 401
    assert (await browser.get("/", headers={"Accept": "text/html"})).headers["location"] == (
        "/sign-in"
    )


@pytest.mark.parametrize("name", ["ada", "nobody"])
async def test_a_wrong_password_and_an_unknown_name_are_told_alike(
    gateway: Gateway, name: str
) -> None:
    await gateway.user("ada", "viewer")
    async with gateway.browser() as browser:
        answer = await browser.post("/sign-in", data={"name": name, "password": "wrong wrong"})
    assert answer.status_code == 401
    assert "name or password is wrong" in answer.text
    assert "set-cookie" not in answer.headers


async def test_after_too_many_tries_even_the_right_password_waits(
    gateway: Gateway, clock: Clock
) -> None:
    await gateway.user("ada", "viewer")
    async with gateway.browser() as browser:
        for _ in range(TRIES_AN_ACCOUNT):
            answer = await browser.post("/sign-in", data={"name": "Ada", "password": "guess guess"})
            assert answer.status_code == 401
        right = {"name": "ada", "password": PASSWORD}
        answer = await browser.post("/sign-in", data=right)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0
        clock.pass_(minutes=15)
        assert (await browser.post("/sign-in", data=right)).status_code == 303


async def test_before_the_set_up_the_sign_in_page_says_what_to_do(gateway: Gateway) -> None:
    async with gateway.browser() as browser:
        assert "setup-link.txt" in (await browser.get("/sign-in")).text


async def test_a_token_is_shown_once_and_only_its_hash_is_kept(gateway: Gateway) -> None:
    browser = await gateway.signed_in("ada", "viewer")
    made = (await browser.post("/api/v1/tokens", json={"name": "script"})).json()
    assert made["token"].startswith(accounts.TOKEN_PREFIX)
    listed = (await browser.get("/api/v1/tokens")).text
    assert made["token"] not in listed
    async with gateway.desk.store.begin() as connection:
        rows = await accounts.every_user(connection)
        (token,) = await accounts.tokens_of(connection, rows[0].user_id)
    assert token.token_hash == accounts.hash_of(made["token"])


async def test_a_token_reads_until_it_expires_and_its_use_is_noted(
    gateway: Gateway, clock: Clock
) -> None:
    browser = await gateway.signed_in("ada", "editor")
    made = (await browser.post("/api/v1/tokens", json={"name": "script", "days": 1})).json()
    async with gateway.browser(Authorization=f"Bearer {made['token']}") as script:
        assert (await script.get("/api/v1/alerts")).status_code == 200
        (listed,) = (await browser.get("/api/v1/tokens")).json()["tokens"]
        assert listed["used_at"] == clock().isoformat().replace("+00:00", "Z")
        clock.pass_(days=1)
        assert (await script.get("/api/v1/alerts")).status_code == 401


async def test_a_removed_token_no_longer_works_and_nobody_else_can_remove_it(
    gateway: Gateway,
) -> None:
    browser = await gateway.signed_in("ada", "editor")
    other = await gateway.signed_in("bob", "admin")
    made = (await browser.post("/api/v1/tokens", json={"name": "script"})).json()
    (listed,) = (await browser.get("/api/v1/tokens")).json()["tokens"]
    path = f"/api/v1/tokens/{listed['token_id']}"
    assert (await other.delete(path)).status_code == 404
    assert (await browser.delete(path)).status_code == 204
    async with gateway.browser(Authorization=f"Bearer {made['token']}") as script:
        assert (await script.get("/api/v1/alerts")).status_code == 401


async def test_the_number_of_tokens_has_a_limit_that_is_named(gateway: Gateway) -> None:
    browser = await gateway.signed_in("ada", "editor")
    for name in ("one", "two"):
        assert (await browser.post("/api/v1/tokens", json={"name": name})).status_code == 201
    answer = await browser.post("/api/v1/tokens", json={"name": "three"})
    assert answer.status_code == 422
    assert "gateway_max_tokens" in answer.json()["detail"]
