import asyncio
import itertools
import time

import pytest

from services.fetch.articles import shortened
from services.fetch.pacing import Pacer
from services.runtime.http import AddressRules, BlockedError, parse_allow_list

SPACING_SECONDS = 0.05


@pytest.fixture
def pacer() -> Pacer:
    rules = AddressRules(allow=parse_allow_list(["127.0.0.1:8791"]))
    return Pacer(rules, SPACING_SECONDS, time.monotonic, at_once=2)


@pytest.mark.parametrize(
    ("url", "scope"),
    [
        ("https://www.news.example/feed", "news.example"),
        ("https://feeds.bbc.co.uk/x", "bbc.co.uk"),
        ("https://a.github.io/feed", "a.github.io"),
        ("https://новости.рф/", "xn--b1amnebsh.xn--p1ai"),
        ("http://8.8.8.8/feed", "8.8.8.8"),
        ("https://co.uk/", "co.uk"),
    ],
)
def test_turns_are_given_by_registrable_domain(pacer: Pacer, url: str, scope: str) -> None:
    assert pacer.scope(url) == scope


async def test_requests_to_one_domain_start_apart_and_one_at_a_time(pacer: Pacer) -> None:
    starts: list[float] = []
    inside = 0

    async def visit(url: str) -> None:
        nonlocal inside
        async with pacer.turn(url):
            inside += 1
            assert inside == 1
            starts.append(time.monotonic())
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(visit(f"https://s{n}.news.example/") for n in range(4)))
    assert all(b - a >= SPACING_SECONDS * 0.95 for a, b in itertools.pairwise(starts))


async def test_a_domain_that_hangs_keeps_no_other_waiting(pacer: Pacer) -> None:
    async with (
        asyncio.timeout(1),
        pacer.turn("https://slow.example/"),
        pacer.turn("https://quick.example/"),
    ):
        pass


async def test_no_more_turns_are_given_than_allowed(pacer: Pacer) -> None:
    async with pacer.turn("http://127.0.0.1:8791/a"), pacer.turn("https://b.example/"):
        third = asyncio.create_task(pacer.turn("https://c.example/").__aenter__())
        done, _ = await asyncio.wait({third}, timeout=SPACING_SECONDS)
        assert not done
    async with asyncio.timeout(1):
        await third


async def test_a_turn_is_given_back_after_a_failure(pacer: Pacer) -> None:
    with pytest.raises(ZeroDivisionError):
        async with pacer.turn("https://news.example/"):
            raise ZeroDivisionError
    async with asyncio.timeout(1), pacer.turn("https://news.example/"):
        pass


async def test_the_operators_own_addresses_need_no_turn(pacer: Pacer) -> None:
    async with pacer.turn("http://127.0.0.1:8791/a"), pacer.turn("http://127.0.0.1:8791/b"):
        assert pacer.own("http://localhost:8791/")
        assert not pacer.own("http://127.0.0.1:8792/")


@pytest.mark.parametrize("url", ["", "feed", "http://[::1", "mailto:a@b.example"])
async def test_what_is_no_web_address_gets_no_turn(pacer: Pacer, url: str) -> None:
    assert not pacer.own(url)
    with pytest.raises(BlockedError):
        await pacer.turn(url).__aenter__()


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("خبر کوتاه", 20, "خبر کوتاه"),
        ("انتقال گاز از مسیر شمال", 15, "انتقال گاز از…"),
        ("слово" * 9, 10, "словослов…"),
    ],
)
def test_a_long_text_is_cut_between_words(text: str, most: int, short: str) -> None:
    assert shortened(text, most) == short
    assert len(short) <= most
