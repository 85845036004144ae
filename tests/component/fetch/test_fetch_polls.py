"""Polls of real servers: what is new is kept once, and each failure is said in words."""

import asyncio
import gzip
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web
from fetch_scene import (
    AZ,
    FA,
    RU,
    SETTINGS,
    TR,
    Press,
    Scene,
    Script,
    answering,
    entry,
    fetching,
    page,
    rss,
    until,
)

from services.fetch.poll import poll
from services.fetch.polling import Poller
from services.fetch.reader import Reader, UnreadableError
from services.fetch.settings import Settings
from services.runtime.http import Response
from services.runtime.lifecycle import Health
from services.store import sources
from services.store.engine import Store

BOMB = gzip.compress(bytes(50_000_000), 9)


async def test_new_entries_are_kept_in_the_order_they_were_written(
    site: Press, scene: Scene
) -> None:
    source = await scene.add(site.put("/feed", rss(entry(FA, 2), entry(RU, 1))))
    row = await scene.poll(source)
    articles = await scene.written()
    assert [article.title for article in articles] == [RU, FA]
    assert articles[0].url == f"{site.base}/n/1"
    assert articles[0].language_hint == "fa-IR"
    assert articles[0].published_quality == "given"
    assert (row.state, row.failures, row.last_error) == ("ok", 0, None)
    assert row.last_item_at is not None
    assert scene.meter.outcomes == {"new": 1}
    assert scene.woken


async def test_an_entry_that_was_seen_is_not_kept_again(site: Press, scene: Scene) -> None:
    source = await scene.add(site.put("/feed", rss(entry(FA, 1))))
    await scene.poll(source)
    site.put("/feed", rss(entry(RU, 2), entry(FA, 1)))
    await scene.poll(source)
    assert [article.title for article in await scene.written()] == [FA, RU]
    await scene.poll(source)
    assert scene.meter.outcomes == {"new": 2, "not_modified": 1}


async def test_an_edited_entry_is_a_new_revision_of_the_same_article(
    site: Press, scene: Scene
) -> None:
    source = await scene.add(site.put("/feed", rss(entry(FA, 1))))
    await scene.poll(source)
    site.put("/feed", rss(entry(FA, 1, "متن تازه")))
    await scene.poll(source)
    first, second = await scene.written()
    assert first.article_id == second.article_id
    assert first.revision != second.revision
    assert second.summary == "متن تازه"


async def test_other_words_of_a_second_feed_are_no_new_revision(site: Press, scene: Scene) -> None:
    first = await scene.add(site.put("/all", rss(entry(FA, 1))))
    second = await scene.add(site.put("/gas", rss(entry(FA, 1, "خلاصه‌ای دیگر"))))
    await scene.poll(first)
    await scene.poll(second)
    assert len(await scene.written()) == 1


async def test_a_feed_is_asked_only_for_what_has_changed(site: Press, scene: Scene) -> None:
    async def careful(request: web.Request) -> web.StreamResponse:
        headers = {"ETag": 'W/"v1"', "Last-Modified": "Tue, 24 Nov 2026 10:00:00 GMT"}
        if request.headers.get("If-None-Match") == 'W/"v1"':
            return web.Response(status=304)
        return web.Response(body=rss(entry(FA, 1)), headers=headers)

    source = await scene.add(site.put("/feed", careful))
    await scene.poll(source)
    row = await scene.poll(source)
    second = site.asked("/feed")[1]
    assert second.headers["If-None-Match"] == 'W/"v1"'
    assert second.headers["If-Modified-Since"] == "Tue, 24 Nov 2026 10:00:00 GMT"
    assert scene.meter.outcomes == {"new": 1, "not_modified": 1}
    assert row.state == "ok"
    assert len(await scene.written()) == 1


async def test_a_feed_that_never_says_modified_is_fetched_whole_once_a_day(
    site: Press, scene: Scene
) -> None:
    source = await scene.add(site.put("/feed", answering(rss(entry(FA, 1)), ETag='"x"')))
    await scene.poll(source)
    scene.clock.ahead = timedelta(days=1)
    await scene.poll(source)
    assert "If-None-Match" not in site.asked("/feed")[1].headers


def redirect_to(place: str) -> Script:
    return answering(b"", status=302, Location=place)


@pytest.mark.parametrize(
    ("script", "label", "words"),
    [
        (answering(b"<!doctype html><title>x</title>"), "parse_error", "a web page, not a feed"),
        (answering(b""), "parse_error", "the answer is empty"),
        (answering(b"<a/>"), "parse_error", "no RSS, Atom or RDF feed"),
        (answering(BOMB, Content_Encoding="gzip"), "too_large", "100 to 1"),
        (answering(b"x", Content_Encoding="gzip"), "parse_error", "gzip stream"),
        (answering(b"x", Content_Encoding="br"), "parse_error", "was not asked for"),
        (redirect_to("http://10.0.0.1/"), "blocked", "10.0.0.1 is not among the allowed"),
        (redirect_to("file:///etc/passwd"), "blocked", "only http and https"),
        (redirect_to("/feed"), "blocked", "more than 5 times"),
        (Press.endless, "too_large", "larger than 5000000 bytes"),
        (Press.drip, "timeout", "longer than 1.5 s"),
        (Press.hang, "timeout", "nothing came for 0.5 s"),
        (answering(b"", status=404), "http_4xx", "404 Not Found"),
        (answering(b"", status=503), "http_5xx", "503 Service Unavailable"),
        (answering(b"", status=204), "parse_error", "204 No Content"),
    ],
)
async def test_a_failure_is_counted_and_said_on_the_source(
    site: Press, scene: Scene, script: Script, label: str, words: str
) -> None:
    if script in {Press.endless, Press.drip, Press.hang}:
        script = getattr(site, script.__name__)
    source = await scene.add(site.put("/feed", script))
    row = await scene.poll(source)
    assert words in row.last_error
    assert (row.failures, row.state, row.enabled) == (1, "degraded", True)
    assert scene.meter.outcomes == {label: 1}
    assert await scene.written() == []


async def test_a_cut_feed_gives_its_whole_entries_and_says_so(site: Press, scene: Scene) -> None:
    whole = rss(entry(FA, 1), entry(RU, 2), entry(AZ, 3))
    source = await scene.add(site.put("/feed", answering(whole[:-120], ETag='"cut"')))
    row = await scene.poll(source)
    assert {article.title for article in await scene.written()} == {FA, RU}
    assert row.last_error == "the feed ends in the middle; 2 whole entries were read"
    assert (row.state, row.failures, row.etag) == ("degraded", 0, None)
    assert scene.meter.outcomes == {"parse_error": 1}
    site.put("/feed", whole)
    row = await scene.poll(source)
    assert len(await scene.written()) == 3
    assert (row.state, row.last_error) == ("ok", None)


@pytest.mark.parametrize(("encoding", "title"), [("windows-1256", "نقل الغاز"), ("cp1251", RU)])
async def test_a_wrongly_labelled_encoding_is_found_out(
    site: Press, scene: Scene, encoding: str, title: str
) -> None:
    body = rss(*(entry(title, number) for number in range(5))).decode().encode(encoding)
    script = answering(body, Content_Type="text/xml; charset=utf-8")
    await scene.poll(await scene.add(site.put("/feed", script)))
    assert {article.title for article in await scene.written()} == {title}


async def test_a_feed_that_is_gone_is_disabled_and_says_so(site: Press, scene: Scene) -> None:
    row = await scene.poll(await scene.add(site.put("/feed", answering(b"", status=410))))
    assert (row.enabled, row.state) == (False, "disabled")
    assert "410 Gone" in row.last_error


async def test_a_server_that_asks_for_patience_gets_it(site: Press, scene: Scene) -> None:
    script = answering(b"", status=429, Retry_After="7200")
    row = await scene.poll(await scene.add(site.put("/feed", script)))
    assert row.next_poll_at - row.last_poll_at == timedelta(hours=2)
    assert scene.meter.outcomes == {"http_429": 1}


async def test_a_source_that_heals_forgets_its_failures(site: Press, scene: Scene) -> None:
    source = await scene.add(site.put("/feed", answering(b"", status=500)))
    for failures in (1, 2, 3):
        assert (await scene.poll(source)).failures == failures
    site.put("/feed", rss(entry(FA, 1)))
    row = await scene.poll(source)
    assert (row.failures, row.state, row.last_error) == (0, "ok", None)


async def test_without_a_contact_a_strangers_site_is_not_asked(store: Store, site: Press) -> None:
    async with fetching(store, replace(SETTINGS, http_allow=())) as scene:
        row = await scene.poll(await scene.add(site.put("/feed", rss())))
    assert "no contact is set" in row.last_error
    assert scene.meter.outcomes == {"blocked": 1}
    assert site.requests == []


@pytest.mark.parametrize(
    ("date", "quality", "lane"),
    [
        ("Thu, 01 Jan 1970 00:00:00 GMT", "ancient", "backfill"),
        ("Thu, 01 Jan 2099 00:00:00 GMT", "future", "live"),
        ("yesterday", "missing", "live"),
    ],
)
async def test_a_date_that_cannot_be_believed_is_marked(
    site: Press, scene: Scene, date: str, quality: str, lane: str
) -> None:
    await scene.poll(await scene.add(site.put("/feed", rss(entry(FA, 1, date=date)))))
    (article,) = await scene.written()
    assert (article.published_quality, article.lane) == (quality, lane)


async def test_a_clock_without_zone_is_read_in_the_sources_zone(site: Press, scene: Scene) -> None:
    local = (scene.clock() + timedelta(hours=3, minutes=30)).replace(microsecond=0, tzinfo=None)
    body = rss(entry(FA, 1, date=local.isoformat()))
    await scene.poll(await scene.add(site.put("/feed", body), time_zone="Asia/Tehran"))
    (article,) = await scene.written()
    assert article.published_quality == "guessed"
    assert article.published_at is not None
    assert abs(scene.clock() - article.published_at) < timedelta(minutes=1)


async def test_entries_with_nothing_but_one_field_go_through(site: Press, scene: Scene) -> None:
    body = rss(
        "<item><title>تنها عنوان</title></item>",
        "<item><description>تنها متن</description></item>",
        "<item><link>/n/9</link></item>",
    )
    await scene.poll(await scene.add(site.put("/feed", body)))
    articles = await scene.written()
    assert len({article.article_id for article in articles}) == 3
    assert {article.published_quality for article in articles} == {"missing"}


@pytest.mark.slow
async def test_ten_thousand_entries_at_once_are_all_kept(site: Press, scene: Scene) -> None:
    body = rss(*(entry(f"{TR} {number}", number) for number in range(10_000)))
    await scene.poll(await scene.add(site.put("/feed", body)))
    assert await scene.waiting() == 10_000


PAGES = replace(SETTINGS, fetch_pages="on")
LONG = f"{FA}. " + "روزانه سی میلیون متر مکعب گاز از این خط لوله می‌گذرد. " * 9


async def polled(store: Store, site: Press, settings: Settings = PAGES) -> tuple[Scene, str]:
    async with fetching(store, settings) as scene:
        await scene.poll(await scene.add(site.put("/feed", rss(entry(FA, 1)))))
        (article,) = await scene.written()
        assert article.text_source in {"page", "feed"}
        return scene, article.body


async def html(_: web.Request) -> web.StreamResponse:
    return web.Response(text=page(LONG), content_type="text/html")


async def test_the_pages_text_is_taken_where_it_is_longer(store: Store, site: Press) -> None:
    site.put("/n/1", html)
    scene, text = await polled(store, site)
    assert LONG.strip() in text
    assert scene.meter.outcomes == {"new": 2}
    assert scene.meter.articles[0].text_source == "page"


@pytest.mark.parametrize(
    ("script", "label"),
    [
        (answering(b"", status=404), "http_4xx"),
        (answering(b"%PDF", Content_Type="application/pdf"), "parse_error"),
        (redirect_to("http://10.0.0.1/"), "blocked"),
        (answering(BOMB, Content_Encoding="gzip"), "too_large"),
    ],
)
async def test_a_page_that_cannot_be_had_leaves_the_feeds_text(
    store: Store, site: Press, script: Script, label: str
) -> None:
    site.put("/n/1", script)
    scene, _ = await polled(store, site)
    assert scene.meter.outcomes == {"new": 1, label: 1}
    assert scene.meter.articles[0].summary == FA


@pytest.mark.parametrize(
    ("script", "allowed"),
    [
        (answering(b"User-agent: *\nDisallow: /n/\n"), False),
        (answering(b"User-agent: Dideban\nAllow: /\nUser-agent: *\nDisallow: /\n"), True),
        (answering(b"", status=404), True),
        (answering(b"", status=503), False),
    ],
)
async def test_robots_are_obeyed(
    store: Store, site: Press, script: Script, *, allowed: bool
) -> None:
    site.put("/n/1", html)
    site.put("/robots.txt", script)
    scene, _ = await polled(store, site)
    assert bool(site.asked("/n/1")) is allowed
    assert scene.meter.outcomes["robots"] == (0 if allowed else 1)


async def test_one_bad_source_disturbs_no_other(site: Press, scene: Scene) -> None:
    bad: list[Awaitable[str]] = [
        scene.add(site.put("/hang", site.hang), poll_seconds=1),
        scene.add(site.put("/endless", site.endless), poll_seconds=1),
        scene.add(site.put("/bomb", answering(BOMB, Content_Encoding="gzip")), poll_seconds=1),
        scene.add(site.put("/html", b"<html>"), poll_seconds=1),
        scene.add("http://10.0.0.1/feed", poll_seconds=1),
        scene.add("no address at all", poll_seconds=1),
    ]
    failing = [await added for added in bad]
    good = await scene.add(site.put("/good", rss(entry(FA, 1))), poll_seconds=1)
    stop = asyncio.Event()
    poller = Poller(scene.tools, Health("fetch"), lambda: 0.0)
    running = asyncio.create_task(poller.run(stop))

    async def everything_happened() -> bool:
        rows = [await scene.source(each) for each in failing]
        return len(site.asked("/good")) >= 3 and all(row.last_error for row in rows)

    await until(everything_happened)
    stop.set()
    await running
    assert (await scene.source(good)).state == "ok"
    assert {(await scene.source(each)).state for each in failing} == {"degraded"}
    assert len(await scene.written()) == 1


async def test_a_source_removed_during_its_poll_stays_removed(site: Press, scene: Scene) -> None:
    source = await scene.add(site.put("/feed", rss(entry(FA, 1))))
    row = await scene.source(source)

    async def removing(_: web.Request) -> web.StreamResponse:
        async with scene.store.begin() as connection:
            await sources.remove(connection, row.source_id)
        return web.Response(body=rss())

    site.put("/feed", removing)
    await poll(row, scene.tools, draw=0)
    async with scene.store.begin(reading=True) as connection:
        assert await sources.one(connection, source) is None


async def test_a_body_that_takes_for_ever_to_read_is_given_up(site: Press) -> None:
    body = b"<rss " + b"".join(b'a%d="b" ' % number for number in range(300_000)) + b">"
    good = Response(status=200, url=site.base, body=rss(entry(FA, 1)))
    async with Reader(feed_seconds=1.5) as reader:
        assert len((await reader.feed(good)).entries) == 1
        with pytest.raises(UnreadableError, match=r"longer than 1\.5 s"):
            await reader.feed(Response(status=200, url=site.base, body=body))
    async with Reader() as reader:
        assert len((await reader.feed(good)).entries) == 1


async def test_a_reader_whose_process_was_killed_starts_another(site: Press) -> None:
    good = Response(status=200, url=site.base, body=rss(entry(FA, 1)))
    async with Reader() as reader:
        await reader.feed(good)
        assert reader._process is not None
        reader._process.kill()
        await reader._process.wait()
        with pytest.raises(UnreadableError, match="ended its process"):
            await reader.feed(good)
        assert len((await reader.feed(good)).entries) == 1
