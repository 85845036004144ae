"""What comes back is bounded in size, time and trust, on a real server."""

import asyncio
import contextlib
import gzip
import ssl
import subprocess
import tracemalloc
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from services.runtime.http import (
    BlockedError,
    ConnectFailedError,
    GuardedClient,
    HttpError,
    TimedOutError,
    TlsFailedError,
    TooLargeError,
)
from tests.component.http.http_scene import AGENT, QUICK, Site, allowing, moved, page, serving


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
