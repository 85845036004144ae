import contextlib
import random
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import orjson
import pytest

from dideban.feeds import Feed, FeedError, parse_feed

URL = "https://news.example/feed.xml"
FA = "آغاز انتقال گاز از مسیر شمال به جنوب"
AR = "بدء نقل الغاز عبر الممر الشمالي الجنوبي"
RU = "Поставки газа по коридору начнутся в понедельник"
TR = "Doğal gaz sevkiyatı güneye doğru başlıyor"
AZ = "Qazın cənuba nəqli gələn həftə başlayır"
EN = "Gas shipments to the south begin next week"

DAMAGE = [
    b"",
    b"<",
    b">",
    b"&",
    b"&#x;",
    b"&#xD800;",
    b"&#99999999999;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"\x00",
    b"\xff\xfe",
    b"<item",
    b"</item>",
    b'"',
    b"xmlns:a=",
    b"<?",
    b"<!",
    b"\xd8",
    b"{",
]


def rss(items: str, *, encoding: str = "utf-8", extra: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Wire</title>{extra}{items}</channel></rss>"
    )


def item(title: str, number: int = 1, extra: str = "") -> str:
    return (
        f"<item><title>{title}</title><link>/n/{number}?utm_source=rss#top</link>"
        f"<guid isPermaLink='false'>n{number}</guid>"
        f"<description>{title} - {title}</description>{extra}</item>"
    )


def read(text: str | bytes, **claims: str) -> Feed:
    body = text.encode() if isinstance(text, str) else text
    return parse_feed(body, url=URL, **claims)


@pytest.mark.parametrize("title", [FA, AR, RU, TR, AZ, EN])
def test_rss_is_read(title: str) -> None:
    body = f"<content:encoded>&lt;p&gt;{title} 1&lt;/p&gt;&lt;p&gt;2&lt;/p&gt;</content:encoded>"
    extra = f"{body}<author>desk@news.example (Leyla)</author>"
    date = "<pubDate>Tue, 24 Nov 2026 13:30:00 +0330</pubDate>"
    feed = read(rss(item(title, extra=extra + date), extra="<language>fa</language>"))
    (entry,) = feed.entries
    assert (feed.title, feed.language, feed.warning) == ("Wire", "fa", None)
    assert (entry.title, entry.guid) == (title, "n1")
    assert entry.url == "https://news.example/n/1"
    assert entry.content == f"{title} 1\n2"
    assert entry.summary == f"{title} - {title}"
    assert entry.authors == ("Leyla",)
    assert entry.published == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert entry.zone_given


def test_atom_is_read() -> None:
    (entry,) = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><title>Лента</title>'
        f"<entry><id>tag:1</id><title type='html'>&lt;b&gt;{RU}&lt;/b&gt;</title>"
        "<link rel='alternate' href='https://news.example/ru/1'/>"
        "<updated>2026-11-24T10:00:00Z</updated><author><name>Анна</name></author>"
        f"<summary>{RU}.</summary></entry></feed>"
    ).entries
    assert (entry.title, entry.guid, entry.authors) == (RU, "tag:1", ("Анна",))
    assert entry.published == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert entry.text == f"{RU}."


def test_rdf_is_read() -> None:
    (entry,) = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://news.example/"><title>RDF</title></channel>'
        f'<item rdf:about="https://news.example/1"><title>{AR}</title>'
        "<link>https://news.example/1</link><dc:date>2026-11-24</dc:date></item></rdf:RDF>"
    ).entries
    assert (entry.title, entry.url) == (AR, "https://news.example/1")
    assert entry.published == datetime(2026, 11, 24, tzinfo=UTC)
    assert not entry.zone_given


def test_json_feed_is_read() -> None:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Wire",
        "language": "az",
        "items": [
            {
                "id": 7,
                "url": "/az/7",
                "title": AZ,
                "content_html": f"<p>{AZ}</p>",
                "date_published": "2026-11-24T14:00:00+04:00",
                "authors": [{"name": "Aysel"}, {"name": None}, "x"],
            },
            {"title": 5, "date_published": "yesterday", "content_text": "\x00"},
            "no item",
        ],
    }
    feed = read(orjson.dumps(document), content_type="application/feed+json")
    first, second = feed.entries
    assert (first.guid, first.url) == ("7", "https://news.example/az/7")
    assert (first.title, first.content, first.authors) == (AZ, AZ, ("Aysel",))
    assert first.published == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert (second.title, second.content, second.published) == ("", "�", None)


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("windows-1256", AR),
        ("windows-1251", RU),
        ("koi8-r", RU),
        ("windows-1254", TR),
        ("utf-16", FA),
        ("utf-8-sig", AZ),
    ],
)
def test_an_old_encoding_is_read_as_declared(encoding: str, title: str) -> None:
    (entry,) = read(rss(item(title), encoding=encoding).encode(encoding)).entries
    assert entry.title == title


@pytest.mark.parametrize(("encoding", "title"), [("windows-1256", AR), ("windows-1251", RU)])
@pytest.mark.parametrize("claim", ["utf-8", "iso-8859-1", "no-such-charset", ""])
def test_a_wrong_claim_about_the_encoding_is_found_out(
    encoding: str, title: str, claim: str
) -> None:
    body = rss("".join(item(title, n) for n in range(5)), encoding=claim or "utf-8")
    feed = read(body.encode(encoding), charset=claim)
    assert [entry.title for entry in feed.entries] == [title] * 5


@pytest.mark.parametrize("claim", ["windows-1251", "iso-8859-1", "hex", "idna"])
def test_valid_utf8_is_utf8_whatever_the_claim(claim: str) -> None:
    assert read(rss(item(FA), encoding=claim), charset=claim).entries[0].title == FA


def test_a_feed_that_is_cut_gives_its_whole_entries_and_a_warning() -> None:
    text = rss(item(FA, 1) + item(RU, 2) + item(EN, 3)).encode()
    feed = read(text[: text.index(b"<guid isPermaLink='false'>n3")])
    assert [entry.title for entry in feed.entries] == [FA, RU]
    assert feed.warning == "the feed ends in the middle; 2 whole entries were read"


def test_a_feed_that_is_cut_within_a_letter_keeps_the_others() -> None:
    text = rss(item(FA, 1) + item(AR, 2)).encode()
    cut = text[: text.rindex("ا".encode()) + 1]
    assert [entry.title for entry in read(cut).entries] == [FA]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "the answer is empty"),
        (b" \n\t ", "the answer is empty"),
        (b"\xef\xbb\xbf", "the answer is empty"),
        (b"<!-- a --><!DOCTYPE html><html><body>x</body></html>", "a web page, not a feed"),
        (b"<html><head></head></html>", "and it names none"),
        (b"<note><to>you</to></note>", "this is XML, but no RSS, Atom or RDF feed"),
        (b"Service unavailable", "neither a feed nor JSON"),
        (b'{"items": [', "cannot be read"),
        (b'{"error": "gone"}', "JSON, but no JSON Feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither a feed nor JSON"),
        (rss(item(EN))[:200].encode(), "before the end of its first entry"),
    ],
)
def test_what_is_no_feed_is_said_in_words(body: bytes, words: str) -> None:
    with pytest.raises(FeedError, match=words):
        read(body)


def test_a_page_tells_which_feed_it_names() -> None:
    page = (
        "<!doctype html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head>"
    )
    with pytest.raises(FeedError, match=r"it names the feed https://news\.example/rss"):
        read(page)


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss("")).entries == ()


def test_nothing_that_no_record_can_hold_is_left() -> None:
    body = rss(item("گاز\x00 &#0; &#xD800; &#xDFFF;", extra="<author>a\x01b</author>"))
    entry = read(body).entries[0]
    for text in (entry.title, entry.summary, entry.guid, *entry.authors):
        text.encode("utf-8")
        assert "\x00" not in text
    assert "�" in entry.title


def test_entities_are_never_expanded() -> None:
    declared = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12)
    )
    body = f"<!DOCTYPE rss [{declared}]>" + rss(item("&l11;")).partition("?>")[2]
    assert len(read(body).entries[0].title) < 10


def test_a_long_entity_is_not_repeated() -> None:
    body = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 1_000}">]>' + rss(item("&a;&a;")).partition("?>")[2]
    assert "xx" not in read(body).entries[0].title


def test_a_local_file_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(rss(item("secret")), encoding="utf-8")
    body = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss version="2.0"><channel>'
    entry = read(body + "<item><title>&x;</title></item></channel></rss>").entries[0]
    assert "secret" not in entry.title.replace("x;", "")
    with pytest.raises(FeedError):
        read(str(secret))


@pytest.mark.parametrize(
    ("extra", "seconds"),
    [
        ("<ttl>15</ttl>", 900),
        ("<ttl>soon</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>99999999999999999999</ttl>", None),
        ("<ttl>999999</ttl>", 604_800),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3_600),
        (
            "<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            900,
        ),
        ("", None),
    ],
)
def test_how_often_a_feed_asks_to_be_polled(extra: str, seconds: int | None) -> None:
    assert read(rss(item(EN), extra=extra)).ttl_seconds == seconds


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@b.example", "http://[::1", ""])
def test_a_link_that_is_no_web_address_is_none(link: str) -> None:
    body = rss(f"<item><title>{EN}</title><link>{link}</link><guid>g</guid></item>")
    assert read(body).entries[0].url in {None, "https://news.example/g"}


def test_an_entry_with_nothing_in_it_goes_through() -> None:
    (entry,) = read(rss("<item></item>")).entries
    assert (entry.title, entry.url, entry.published, entry.text) == ("", None, None, "")


@pytest.mark.slow
def test_ten_thousand_entries_are_read() -> None:
    feed = read(rss("".join(item(f"{n}", n) for n in range(10_000))))
    assert len(feed.entries) == 10_000


def test_bytes_are_never_taken_for_an_address() -> None:
    with pytest.raises(FeedError):
        parse_feed(BytesIO(b"http://127.0.0.1/feed").getvalue(), url=URL)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("<author>desk@news.example (Leyla)</author>", ("Leyla",)),
        ("<author>Leyla &lt;l@news.example&gt;</author>", ("Leyla",)),
        ("<author>l@news.example</author>", ()),
        ("<dc:creator>Анна</dc:creator><dc:creator>Ольга</dc:creator>", ("Анна", "Ольга")),
    ],
)
def test_an_author_is_a_name_and_no_mail_address(written: str, names: tuple[str, ...]) -> None:
    space = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    body = f'<rss version="2.0" {space}><channel>{item(RU, extra=written)}</channel></rss>'
    assert read(body).entries[0].authors == names


@pytest.mark.parametrize("seed", range(300))
def test_damage_gives_a_feed_or_a_reason_and_never_a_crash(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311  the same damage each time
    body = bytearray(rss(item(FA, 1) + item("&#1740;&amp;", 2) + item(RU, 3)).encode())
    for _ in range(draw.randrange(1, 12)):
        at = draw.randrange(len(body))
        body[at : at + draw.randrange(9)] = draw.choice(DAMAGE)
    with contextlib.suppress(FeedError):
        for entry in read(bytes(body)).entries:
            f"{entry.title}{entry.text}{entry.guid}{entry.url}".encode()
