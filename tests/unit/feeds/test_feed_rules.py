from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dideban.feeds import article_id, canonical_url, published_quality, revision
from dideban.feeds.fulltext import better_text, page_text
from dideban.feeds.published import has_zone, in_zone
from dideban.feeds.schedule import (
    Cadence,
    Pace,
    after_failure,
    after_success,
    delay_seconds,
    fresh_seconds,
    health,
    retry_after_seconds,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CADENCE = Cadence()


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://News.Example:80", "http://news.example/"),
        ("https://news.example:443/a/../b/./c", "https://news.example/b/c"),
        ("https://news.example:8443/", "https://news.example:8443/"),
        ("https://user:pw@news.example/a#b", "https://news.example/a"),
        (
            "https://news.example/a?utm_source=x&id=5&fbclid=y&UTM_Campaign=z",
            "https://news.example/a?id=5",
        ),
        ("https://news.example/a?yclid=1&ysclid=2&gclid=3&at_medium=RSS", "https://news.example/a"),
        ("https://news.example/a?b=1&a=2", "https://news.example/a?b=1&a=2"),
        (
            "https://news.example/خبر/گاز",
            "https://news.example/%D8%AE%D8%A8%D8%B1/%DA%AF%D8%A7%D8%B2",
        ),
        ("https://news.example/%d8%ae%7Euser", "https://news.example/%D8%AE~user"),
        ("https://новости.example/п", "https://xn--b1amnebsh.example/%D0%BF"),
        ("https://news.example./a b%zz", "https://news.example/a%20b%25zz"),
        ("  https://news.example/a\n/b ", "https://news.example/a/b"),
        ("https://[2001:DB8::1]/", "https://[2001:db8::1]/"),
        ("https://news.example/..", "https://news.example/"),
    ],
)
def test_an_address_has_one_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "mailto:a@b.example",
        "javascript:1",
        "http://",
        "http://a:b:c/",
        "http://[::1",
        "http://a.example/\ud800",
        "http://a.example/" + "a" * 9_000,
    ],
)
def test_what_is_no_web_address_has_no_form(url: str) -> None:
    assert canonical_url(url) is None


def test_an_article_keeps_its_id_across_schemes_and_tracking() -> None:
    ids = {
        article_id(url=url, feed_id=feed)
        for url in ("http://news.example/1?utm_source=a", "https://news.example/1#b")
        for feed in ("f1", "f2")
    }
    assert len(ids) == 1


def test_an_article_without_address_is_known_by_its_feed() -> None:
    ids = [
        article_id(url=None, feed_id="f1", guid="g"),
        article_id(url=None, feed_id="f2", guid="g"),
        article_id(url=None, feed_id="f1", title="g"),
        article_id(url="mailto:x", feed_id="f1", guid="h"),
    ]
    assert len(set(ids)) == 4


def test_a_revision_changes_with_words_and_not_with_spaces() -> None:
    first = revision("انتقال گاز", "آغاز شد.\nادامه دارد")
    assert first == revision(" انتقال  گاز", "آغاز شد. ادامه دارد ")
    assert first != revision("انتقال گاز", "آغاز نشد. ادامه دارد")
    assert revision("a", "b c") != revision("a b", "c")


@pytest.mark.parametrize(
    ("published", "zone_given", "quality"),
    [
        (NOW, True, "given"),
        (NOW, False, "guessed"),
        (None, True, "missing"),
        (NOW + timedelta(hours=23), True, "given"),
        (NOW + timedelta(hours=25), True, "future"),
        (datetime(2099, 1, 1, tzinfo=UTC), True, "future"),
        (NOW - timedelta(days=29), True, "given"),
        (NOW - timedelta(days=31), True, "ancient"),
        (datetime(1970, 1, 1, tzinfo=UTC), False, "ancient"),
    ],
)
def test_how_far_a_date_is_believed(
    published: datetime | None, *, zone_given: bool, quality: str
) -> None:
    assert published_quality(published, NOW, zone_given=zone_given) == quality


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Tue, 24 Nov 2026 10:00:00 +0330", True),
        ("Tue, 24 Nov 2026 10:00:00 GMT", True),
        ("Tue, 24 Nov 2026 10:00:00 +0300 (MSK)", True),
        ("2026-11-24T10:00:00Z", True),
        ("2026-11-24T10:00:00+03:30", True),
        ("2026-11-24T10:00:00", False),
        ("2026-11-24", False),
        ("24 Nov 2026 10:00 PM", False),
        ("", False),
    ],
)
def test_whether_a_date_has_its_zone(written: str, *, zone: bool) -> None:
    assert has_zone(written) is zone


def test_a_clock_without_zone_stands_in_the_sources_zone() -> None:
    read_as_utc = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    assert in_zone(read_as_utc, ZoneInfo("Asia/Tehran")) == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_an_idle_feed_is_polled_more_seldom_up_to_a_day() -> None:
    pace = Pace(interval_seconds=300)
    for _ in range(100):
        pace = after_success(pace, CADENCE, entries=20, new=0)
    assert pace.interval_seconds == 86_400


def test_a_busy_feed_is_polled_more_often_down_to_the_floor() -> None:
    pace = Pace(interval_seconds=86_400)
    for _ in range(100):
        pace = after_success(pace, CADENCE, entries=20, new=3)
    assert pace.interval_seconds == 300


def test_a_poll_in_which_everything_is_new_halves_the_interval() -> None:
    pace = after_success(Pace(interval_seconds=4_000), CADENCE, entries=20, new=20)
    assert pace.interval_seconds == 2_000


def test_a_feed_of_which_every_second_poll_has_news_keeps_its_interval() -> None:
    pace = Pace(interval_seconds=1_000)
    for number in range(40):
        pace = after_success(pace, CADENCE, entries=20, new=number % 2)
    assert pace.interval_seconds == pytest.approx(1_000)


@pytest.mark.parametrize(("hint", "interval"), [(60, 300), (1_800, 1_800), (604_800, 3_600)])
def test_a_feeds_own_wish_is_honoured_up_to_an_hour(hint: float, interval: float) -> None:
    pace = after_success(Pace(interval_seconds=300), CADENCE, entries=9, new=2, hint_seconds=hint)
    assert pace.interval_seconds == interval


def test_failures_double_the_wait_up_to_a_day_and_heal_at_once() -> None:
    pace = Pace(interval_seconds=300)
    waits = []
    for _ in range(12):
        pace = after_failure(pace)
        waits.append(delay_seconds(pace, CADENCE, draw=0))
    assert waits[:4] == [300, 600, 1_200, 2_400]
    assert waits[-1] == 86_400
    healed = after_success(pace, CADENCE, entries=9, new=2)
    assert delay_seconds(healed, CADENCE, draw=0) == 300


@pytest.mark.parametrize(("draw", "wait"), [(-1, 270), (0, 300), (1, 330)])
def test_polls_are_spread_by_a_tenth(draw: float, wait: float) -> None:
    assert delay_seconds(Pace(interval_seconds=300), CADENCE, draw=draw) == pytest.approx(wait)


def test_a_server_that_asks_for_patience_gets_it() -> None:
    pace = after_failure(Pace(interval_seconds=300))
    assert delay_seconds(pace, CADENCE, draw=0, retry_after_seconds=7_200) == 7_200


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("99999999999999999999999", 86_400),
        ("Tue, 24 Nov 2026 12:05:00 GMT", 300),
        ("Tue, 24 Nov 2020 12:05:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_all_its_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "public, max-age=600", "Age": "100"}, 500),
        ({"Cache-Control": "no-cache", "Expires": "Tue, 24 Nov 2026 12:10:00 GMT"}, 600),
        ({"Cache-Control": "max-age=x"}, None),
        ({"Expires": "0"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_fresh(headers: dict[str, str], seconds: float | None) -> None:
    assert fresh_seconds(headers, NOW) == seconds


@pytest.mark.parametrize(("failures", "state"), [(0, "ok"), (1, "degraded"), (10, "failing")])
def test_the_health_of_a_source(failures: int, state: str) -> None:
    assert health(failures, CADENCE) == state


PARAGRAPH = (
    "سخنگوی شرکت گفت انتقال گاز از مسیر شمال به جنوب از هفته آینده آغاز می‌شود و روزانه "
    "سی میلیون متر مکعب گاز از این خط لوله خواهد گذشت."
)
TITLE = "انتقال گاز از مسیر شمال به جنوب"


def page(text: str) -> bytes:
    return (
        "<html><head><title>x</title></head><body><nav><a href='/'>خانه</a></nav><article>"
        f"<h1>{TITLE}</h1>{text}</article><footer>تماس با ما</footer></body></html>"
    ).encode()


def test_the_main_text_of_a_page_is_found() -> None:
    found = page_text(page(f"<p>{PARAGRAPH}</p>" * 3), url="https://news.example/1")
    assert PARAGRAPH in found
    assert "تماس با ما" not in found


@pytest.mark.parametrize("joiner", ["&zwnj;", "&#8204;", "&#x200C;", "\u200c"])
def test_the_joiners_of_persian_words_are_kept(joiner: str) -> None:
    written = PARAGRAPH.replace("\u200c", joiner)
    found = page_text(page(f"<p>{written}</p>" * 3), url="https://news.example/1")
    assert "می\u200cشود" in found


@pytest.mark.parametrize("body", [b"", b"   ", b"\x00\x01", b"<html></html>", b"%PDF-1.7 x"])
def test_a_page_without_text_gives_none(body: bytes) -> None:
    assert page_text(body, url="https://news.example/1") in {"", "%PDF-1.7 x"}


def test_the_longer_honest_text_wins() -> None:
    assert better_text(title=TITLE, feed_text="کوتاه", page=PARAGRAPH) == (PARAGRAPH, "page")
    assert better_text(title=TITLE, feed_text=PARAGRAPH, page="کوتاه") == (PARAGRAPH, "feed")


def test_a_cookie_wall_is_no_honest_text() -> None:
    wall = "We and our partners store cookies on your device. Accept all to go on. " * 9
    assert better_text(title=TITLE, feed_text=TITLE, page=wall) == (TITLE, "feed")
