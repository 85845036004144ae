import asyncio
import contextlib
import gzip
import ssl
import subprocess
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from services.runtime.http import (
    AddressRules,
    BadAnswerError,
    BlockedError,
    ConnectFailedError,
    DnsFailedError,
    GuardedClient,
    HttpError,
    Limits,
    TimedOutError,
    TlsFailedError,
    TooLargeError,
    parse_allow_list,
)

type Handler = Callable[[asyncio.StreamWriter], Awaitable[None]]

AGENT = "Dideban/test"
QUICK = Limits(connect_seconds=1, read_seconds=0.3, total_seconds=1)
CLOSE = "Connection: close\r\n"


class Site:
    """A server whose every byte a test decides; `heads` are the requests as they came."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Handler] = {}
        self.heads: list[str] = []
        self.stopped = asyncio.Event()
        self.writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.heads.append(head)
            page = self.pages[head.split(" ")[1]]
            if isinstance(page, bytes):
                writer.write(page)
                await writer.drain()
            else:
                await page(writer)
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            writer.close()
            await writer.wait_closed()

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


def page(body: bytes = b"", *, status: str = "200 OK", headers: str = "") -> bytes:
    length = f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\n{CLOSE}{length}{headers}\r\n".encode() + body


def moved(to: str, status: str = "302 Found") -> bytes:
    return page(status=status, headers=f"Location: {to}\r\n")


@contextlib.asynccontextmanager
async def serving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    site = Site()
    server = await asyncio.start_server(site.talk, "127.0.0.1", 0, ssl=tls)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        site.stopped.set()
        server.close()
        for writer in site.writers:
            writer.transport.abort()
        await server.wait_closed()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving() as running:
        yield running


def allowing(*entries: str) -> AddressRules:
    return AddressRules(allow=parse_allow_list(entries))


@pytest.fixture
async def client() -> AsyncIterator[GuardedClient]:
    async with GuardedClient(AGENT, allowing("127.0.0.1:*"), limits=QUICK) as opened:
        yield opened


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


async def test_a_gzip_bomb_is_stopped_with_little_memory(site: Site, client: GuardedClient) -> None:
    site.pages["/"] = page(
        gzip.compress(bytes(200_000_000), 9), headers="Content-Encoding: gzip\r\n"
    )
    tracemalloc.start()
    with pytest.raises(TooLargeError, match=r"decompressed|100 to 1"):
        await client.get(site.url("/"), max_bytes=5_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


async def test_a_body_that_announces_too_much_is_not_read(
    site: Site, client: GuardedClient
) -> None:
    site.pages["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\nx"
    with pytest.raises(TooLargeError, match="larger than 1000 bytes"):
        await client.get(site.url("/"), max_bytes=1_000)


async def test_an_endless_body_is_cut_off(site: Site, client: GuardedClient) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not site.stopped.is_set():
            writer.write(b"<item/>" * 1_000)
            await writer.drain()

    site.pages["/"] = endless
    with pytest.raises(TooLargeError, match="larger than 500000 bytes"):
        await client.get(site.url("/"), max_bytes=500_000)


async def test_a_slow_drip_ends_with_the_total_time(site: Site, client: GuardedClient) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not site.stopped.is_set():
            writer.write(b"x")
            await writer.drain()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(site.stopped.wait(), 0.05)

    site.pages["/"] = drip
    with pytest.raises(TimedOutError, match="longer than 1 s"):
        await client.get(site.url("/"), max_bytes=500_000)


async def test_a_server_that_falls_silent_is_left(site: Site, client: GuardedClient) -> None:
    async def silent(_writer: asyncio.StreamWriter) -> None:
        await site.stopped.wait()

    site.pages["/"] = silent
    with pytest.raises(TimedOutError, match=r"nothing came for 0\.3 s"):
        await client.get(site.url("/"), max_bytes=100)


@pytest.mark.parametrize(
    "headers",
    [
        f"X-Large: {'a' * 70_000}\r\n",
        "".join(f"X-{n}: {'a' * 6_000}\r\n" for n in range(20)),
        "".join(f"X-{n}: a\r\n" for n in range(20_000)),
    ],
    ids=["one", "several", "many"],
)
async def test_huge_headers_are_refused(site: Site, client: GuardedClient, headers: str) -> None:
    site.pages["/"] = page(b"ok", headers=headers)
    with pytest.raises(TooLargeError, match="headers are"):
        await client.get(site.url("/"), max_bytes=100)


@pytest.mark.parametrize("wire", [b"SSH-2.0-OpenSSH\r\n\r\n", b"\x00\x01\x02\r\n\r\n"])
async def test_what_is_no_http_is_an_error(site: Site, client: GuardedClient, wire: bytes) -> None:
    site.pages["/"] = wire
    with pytest.raises(HttpError):
        await client.get(site.url("/"), max_bytes=100)


async def test_a_body_shorter_than_announced_is_an_error(site: Site, client: GuardedClient) -> None:
    site.pages["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>"
    with pytest.raises(ConnectFailedError, match="broke in the middle"):
        await client.get(site.url("/"), max_bytes=1_000)


async def test_a_not_modified_answer_has_no_body(site: Site, client: GuardedClient) -> None:
    site.pages["/"] = b"HTTP/1.1 304 Not Modified\r\nContent-Encoding: gzip\r\n\r\n"
    answer = await client.get(site.url("/"), max_bytes=1_000)
    assert (answer.status, answer.body) == (304, b"")


async def test_a_post_is_not_redirected(site: Site, client: GuardedClient) -> None:
    site.pages["/hook"] = moved("/other", "307 Temporary Redirect")
    answer = await client.post(site.url("/hook"), b"{}", headers={}, max_answer_bytes=100)
    assert answer.status == 307
    assert len(site.heads) == 1


async def test_a_long_answer_to_a_post_is_cut(site: Site, client: GuardedClient) -> None:
    site.pages["/hook"] = page(b"y" * 100_000)
    answer = await client.post(site.url("/hook"), b"{}", headers={}, max_answer_bytes=64)
    assert (answer.status, answer.body, answer.cut) == (200, b"y" * 64, True)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for the name `secure.example`, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=secure.example", "-addext", "subjectAltName=DNS:secure.example"),
            *("-keyout", str(folder / "key"), "-out", str(folder / "cert")),
        ],
        check=True,
        capture_output=True,
    )
    both = folder / "both.pem"
    both.write_bytes((folder / "key").read_bytes() + (folder / "cert").read_bytes())
    return both


async def here(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


@contextlib.asynccontextmanager
async def secure(certificate: Path) -> AsyncIterator[tuple[Site, GuardedClient]]:
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    async with (
        serving(server_side) as site,
        GuardedClient(
            AGENT, allowing("127.0.0.1:*"), limits=QUICK, lookup=here, tls=trusting
        ) as guarded,
    ):
        yield site, guarded


async def test_the_certificate_is_checked_against_the_name(certificate: Path) -> None:
    async with secure(certificate) as (site, guarded):
        site.pages["/"] = page(b"ok")
        good = await guarded.get(site.url("/", "secure.example", "https"), max_bytes=100)
        assert good.body == b"ok"
        with pytest.raises(TlsFailedError, match="certificate is not valid"):
            await guarded.get(site.url("/", "other.example", "https"), max_bytes=100)


async def test_https_never_leads_to_http(certificate: Path, site: Site) -> None:
    site.pages["/plain"] = page(b"plain")
    async with secure(certificate) as (safe, guarded):
        safe.pages["/"] = moved(site.url("/plain", host="plain.example"))
        with pytest.raises(BlockedError, match="from https to http"):
            await guarded.get(safe.url("/", "secure.example", "https"), max_bytes=100)
    assert site.heads == []


async def test_a_server_without_tls_is_an_error_in_words(site: Site) -> None:
    site.pages["/"] = page(b"plain")
    async with GuardedClient(AGENT, allowing("127.0.0.1:*"), limits=QUICK) as guarded:
        with pytest.raises((TlsFailedError, ConnectFailedError, TimedOutError)):
            await guarded.get(site.url("/", scheme="https"), max_bytes=100)
