"""The headers of every answer, and the limits that every request meets."""

import re

import pytest
from gateway_under_test import Gateway

from services.gateway import assets

PAGES = ["/", "/?ui=fa", "/sign-in", "/setup?code=x", "/nothing-here", "/api/v1/alerts"]


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_carries_the_headers(gateway: Gateway, path: str) -> None:
    browser = await gateway.signed_in("ada", "admin")
    answer = await browser.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for part in ("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers


async def test_the_nonce_of_the_policy_is_that_of_the_page_and_new_each_time(
    gateway: Gateway,
) -> None:
    browser = await gateway.signed_in("ada", "admin")
    seen = set()
    for _ in range(2):
        answer = await browser.get("/")
        policy = answer.headers["content-security-policy"]
        (nonce,) = set(re.findall(r"'nonce-([^']+)'", policy))
        assert set(re.findall(r'nonce="([^"]+)"', answer.text)) == {nonce}
        assert len(re.findall(r"<(?:script|style|link rel=\"stylesheet\")", answer.text)) == 3
        seen.add(nonce)
    assert len(seen) == 2


@pytest.mark.parametrize("path", ["/", "/sign-in", "/setup?code=x"])
async def test_a_page_asks_no_other_host_for_anything(gateway: Gateway, path: str) -> None:
    browser = await gateway.signed_in("ada", "admin")
    text = (await browser.get(path)).text
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)


async def test_a_file_is_kept_for_ever_under_its_sum_and_nowhere_else(gateway: Gateway) -> None:
    async with gateway.browser() as browser:
        answer = await browser.get(assets.address("desk.css"))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        for font in re.findall(r"url\((/static/[^)]+)\)", answer.text):
            assert (await browser.get(font)).headers["content-type"] == "font/woff2"
        assert (await browser.get("/static/0000000000000000/desk.css")).status_code == 404
        assert (await browser.get("/static/0000000000000000/..%2Fsettings.py")).status_code == 404


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_that_is_too_large_names_the_limit(gateway: Gateway, *, chunked: bool) -> None:
    browser = await gateway.signed_in("ada", "editor")
    most = gateway.desk.settings.gateway_max_body_bytes

    async def pieces():  # noqa: ANN202  an iterator of bytes
        for _ in range(most // 1000 + 2):
            yield b" " * 1000

    content = pieces() if chunked else b" " * (most + 1)
    answer = await browser.post(
        "/api/v1/subscriptions", content=content, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413, answer.text
    assert "gateway_max_body_bytes" in answer.json()["detail"]
    assert str(most) in answer.json()["fix"]


async def test_a_strangers_name_that_leads_here_gets_nothing(gateway: Gateway) -> None:
    async with gateway.browser(Host="rebound.example") as browser:
        answer = await browser.get("/sign-in")
    assert answer.status_code == 421
    assert "DIDEBAN_PUBLIC_URL" in answer.json()["fix"]


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing"])
async def test_even_not_found_is_a_problem_in_words(gateway: Gateway, path: str) -> None:
    async with gateway.browser() as browser:
        answer = await browser.get(path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
