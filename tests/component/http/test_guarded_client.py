"""Which addresses the guarded client reaches, on a real server."""

import asyncio
from collections.abc import Sequence

import pytest

from services.runtime.http import (
    AddressRules,
    BadAnswerError,
    BlockedError,
    ConnectFailedError,
    DnsFailedError,
    GuardedClient,
    Limits,
)
from tests.component.http.http_scene import AGENT, QUICK, Site, allowing, moved, page, serving


async def test_an_answer_comes_with_its_status_headers_and_charset(
    site: Site, client: GuardedClient
) -> None:
    site.pages["/feed"] = page(
        "گاز".encode("windows-1256"),
        headers='ETag: "a1"\r\nContent-Type: text/xml; charset=windows-1256\r\n',
    )
    answer = await client.get(site.url("/feed"), max_bytes=100)
    assert (answer.status, answer.charset, answer.content_type) == (200, "windows-1256", "text/xml")
    assert answer.headers["etag"] == '"a1"'
    assert answer.body.decode("windows-1256") == "گاز"
    assert "User-Agent: Dideban/test" in site.heads[0]
    assert "Accept-Encoding: gzip, deflate" in site.heads[0]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "0",
        "0.0.0.0",  # noqa: S104
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "127。0。0。1",
        "①②⑦.0.0.1",
        "127.0.0.1.",
        "169.254.169.254",
        "10.1.2.3",
        "100.64.1.1",
    ],
)
async def test_no_notation_of_an_inner_address_reaches_it(site: Site, host: str) -> None:
    site.pages["/"] = page(b"secret")
    async with GuardedClient(AGENT, AddressRules(), limits=QUICK) as guarded:
        with pytest.raises((BlockedError, DnsFailedError)):
            await guarded.get(f"http://{host}:{site.port}/", max_bytes=100)
    assert site.heads == []


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://8.8.8.8/", "gopher://8.8.8.8/", "//8.8.8.8/", "feed", "http://"],
)
async def test_only_http_and_https_are_fetched(client: GuardedClient, url: str) -> None:
    with pytest.raises(BlockedError):
        await client.get(url, max_bytes=100)


@pytest.mark.parametrize("port", [22, 25, 6379, 9092])
async def test_only_web_ports_are_dialled(port: int) -> None:
    async with GuardedClient(AGENT, AddressRules(), limits=QUICK) as guarded:
        with pytest.raises(BlockedError, match=f"port {port} is not one of"):
            await guarded.get(f"http://8.8.8.8:{port}/", max_bytes=100)


async def test_a_redirect_is_followed_and_the_last_address_told(
    site: Site, client: GuardedClient
) -> None:
    site.pages["/old"] = moved("/new#part", "301 Moved Permanently")
    site.pages["/new"] = page(b"here")
    answer = await client.get(site.url("/old"), max_bytes=100)
    assert (answer.body, answer.url) == (b"here", site.url("/new"))


@pytest.mark.parametrize("to", ["http://127.0.0.2:{port}/", "http://0x7f.2:{port}/", "file:///x"])
async def test_a_redirect_to_a_refused_address_is_not_followed(
    site: Site, client: GuardedClient, to: str
) -> None:
    site.pages["/"] = moved(to.format(port=site.port))
    with pytest.raises(BlockedError):
        await client.get(site.url("/"), max_bytes=100)
    assert len(site.heads) == 1


async def test_a_redirect_loop_ends(site: Site, client: GuardedClient) -> None:
    site.pages["/"] = moved("/")
    with pytest.raises(BlockedError, match="more than 5 times"):
        await client.get(site.url("/"), max_bytes=100)
    assert len(site.heads) == 6


async def test_a_redirect_to_nowhere_is_an_error(site: Site, client: GuardedClient) -> None:
    site.pages["/"] = page(status="302 Found")
    with pytest.raises(BadAnswerError, match="does not say where"):
        await client.get(site.url("/"), max_bytes=100)


async def test_credentials_stay_with_their_host(site: Site) -> None:
    async with serving() as other:
        site.pages["/"] = moved(other.url("/there").replace("http://", "http://guest:guess@"))
        other.pages["/there"] = page(b"ok")
        sent = {"Authorization": "Basic c2VjcmV0", "Cookie": "a=b", "If-None-Match": '"v1"'}
        async with GuardedClient(AGENT, allowing("127.0.0.1:*"), limits=QUICK) as guarded:
            answer = await guarded.get(site.url("/"), headers=sent, max_bytes=100)
    assert "Authorization: Basic c2VjcmV0" in site.heads[0]
    assert "Authorization" not in other.heads[0]
    assert "Cookie" not in other.heads[0]
    assert 'If-None-Match: "v1"' in other.heads[0]
    assert "guest" not in answer.url


async def test_a_cookie_is_not_kept(site: Site, client: GuardedClient) -> None:
    site.pages["/"] = page(headers="Set-Cookie: id=1; Path=/\r\n")
    await client.get(site.url("/"), max_bytes=100)
    await client.get(site.url("/"), max_bytes=100)
    assert "Cookie" not in site.heads[1]


async def test_a_name_that_changes_its_address_is_vetted_each_time(site: Site) -> None:
    answers = iter(["127.0.0.1", "127.0.0.2"])

    async def rebinding(_host: str, _port: int) -> Sequence[str]:
        return [next(answers)]

    site.pages["/"] = page(b"ok")
    async with GuardedClient(
        AGENT, allowing("127.0.0.1:*"), limits=QUICK, lookup=rebinding
    ) as guarded:
        url = site.url("/", host="rebind.example")
        assert (await guarded.get(url, max_bytes=100)).body == b"ok"
        with pytest.raises(BlockedError, match=r"rebind\.example may not be fetched: 127\.0\.0\.2"):
            await guarded.get(url, max_bytes=100)
    assert len(site.heads) == 1


async def test_no_proxy_of_the_environment_is_used(
    site: Site, client: GuardedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.pages["/"] = page(b"direct")
    assert (await client.get(site.url("/"), max_bytes=100)).body == b"direct"


async def test_a_name_without_address_is_an_error_in_words() -> None:
    async def nothing(_host: str, _port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    async with GuardedClient(AGENT, AddressRules(), limits=QUICK, lookup=nothing) as guarded:
        with pytest.raises(DnsFailedError, match="no address: name or service not known"):
            await guarded.get("http://nowhere.example/", max_bytes=100)


async def test_silent_name_servers_are_not_waited_for() -> None:
    async def silent(_host: str, _port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return []

    limits = Limits(connect_seconds=0.1)
    async with GuardedClient(AGENT, AddressRules(), limits=limits, lookup=silent) as guarded:
        with pytest.raises(DnsFailedError, match="did not answer"):
            await guarded.get("http://slow.example/", max_bytes=100)


async def test_nobody_at_the_port_is_an_error_in_words(site: Site, client: GuardedClient) -> None:
    async with serving() as gone:
        url = gone.url("/")
    with pytest.raises(ConnectFailedError, match="no connection"):
        await client.get(url, max_bytes=100)
