"""Only our own pages may ask a browser for a change, and only under our own names."""

import pytest

from services.gateway.origin import check_host, check_origin
from services.gateway.problems import Problem

OURS = {"host": "127.0.0.1:8700"}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none"},
        {"origin": "http://127.0.0.1:8700"},
        {"authorization": "Bearer dideban_x", "origin": "https://evil.example"},
    ],
)
def test_a_change_from_our_own_page_or_by_token_passes(headers: dict[str, str]) -> None:
    check_origin("POST", {**OURS, **headers}, "")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8700"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT", "PATCH", "QUERY"])
def test_a_change_from_elsewhere_is_refused(method: str, headers: dict[str, str]) -> None:
    with pytest.raises(Problem, match="page of this server"):
        check_origin(method, {**OURS, **headers}, "")


def test_reading_needs_no_origin() -> None:
    check_origin("GET", {**OURS, "sec-fetch-site": "cross-site"}, "")


def test_the_public_address_is_ours_behind_a_proxy() -> None:
    headers = {"host": "127.0.0.1:8700", "origin": "https://news.example"}
    check_origin("POST", headers, "https://news.example/")
    with pytest.raises(Problem):
        check_origin("POST", headers, "https://other.example")


@pytest.mark.parametrize("host", ["127.0.0.1:8700", "localhost:8700", "[::1]:8700", "192.0.2.7"])
def test_addresses_and_localhost_are_ours(host: str) -> None:
    check_host(host, "", "127.0.0.1")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8700", "", "127.0.0.1.evil.example"]
)
def test_a_strangers_name_that_leads_here_is_refused(host: str) -> None:
    with pytest.raises(Problem, match="this is not"):
        check_host(host, "", "127.0.0.1")


def test_the_name_of_the_public_address_is_ours() -> None:
    check_host("news.example", "https://news.example", "127.0.0.1")
