import html
from html.parser import HTMLParser

import pytest
from hypothesis import given
from message_checks import check_text, notices
from notices import FIRST, HOSTILE, LONG, match, notice

from dideban.messages.bidi import RLM
from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage, Notice
from dideban.messages.telegram import telegram, units
from dideban.text.one_line import FSI, PDI

ALLOWED = {"a", "b", "u", "blockquote"}
ENTITIES = {"&amp;", "&lt;", "&gt;", "&quot;"}


class Read(HTMLParser):
    """Reads a message as strictly as Telegram does: a tag unknown or left open is an error."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.seen = ""
        self.links: list[str] = []
        self.marked: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert tag not in self._open
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.links += [value or "" for _, value in attrs]
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.seen += data
        if "u" in self._open:
            self.marked.append(data)

    def handle_entityref(self, name: str) -> None:
        assert f"&{name};" in ENTITIES
        self.handle_data(html.unescape(f"&{name};"))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_charref = handle_decl = handle_pi = unknown_decl = handle_comment


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_the_title_leads_to_the_article_with_its_words_marked(language: MessageLanguage) -> None:
    read = Read(telegram(notice("alert", language)))
    article = FIRST[language].article
    assert article.title in read.seen
    assert article.snippet in read.seen
    assert read.links[0] == article.url
    assert read.links[-2:] == ["https://desk.example/", "https://desk.example/stop/k7?of=sub_1"]
    assert read.marked


def test_neighbouring_words_share_a_mark() -> None:
    marked = Read(telegram(notice("alert", "fa"))).marked
    assert marked == ["گاز ترانزیتی", "گاز", "گاز"]


def test_a_hostile_title_is_shown_as_it_is_and_does_nothing() -> None:
    text = telegram(notice("alert", "en", HOSTILE))
    assert "&lt;script&gt;alert('gas')&lt;/script&gt; exe.cod &amp; " in text
    seen = Read(text).seen
    assert "<script>alert('gas')</script>" in seen
    assert '<img src=x onerror="x()">' in seen


def test_a_title_is_laid_out_by_its_own_language_not_by_its_tags() -> None:
    text = telegram(notice("digest", "en"))
    assert f"\n{RLM}1. <a href" in text
    assert "\n2. <a href" in text
    assert "\n<a href" in telegram(notice("alert", "en"))
    assert f"\n{RLM}<a href" in telegram(notice("alert", "fa"))


def test_a_follow_up_says_what_changed() -> None:
    text = telegram(notice("follow-up", "ar"))
    assert (
        f"<b>ما الجديد</b>: عنوان جديد؛ نص جديد؛ رقمان أُضيفا: {FSI}12{PDI}، {FSI}3.5{PDI}" in text
    )


def test_a_digest_too_long_for_one_message_counts_what_it_leaves_out() -> None:
    many = [match("ru", LONG.article.title, number=n) for n in range(1, 31)]
    text = telegram(notice("digest", "ru", *many))
    read = Read(text)
    listed = sum(link.startswith("https://news.example/") for link in read.links)
    assert 5 <= listed <= 15
    assert f"и ещё {30 - listed} " in read.seen
    assert units(text) <= 4_096


def test_the_longest_article_still_fits_with_its_links() -> None:
    emoji = "🔥" * 300
    long = match("en", emoji, *(f"🔥{n}" for n in range(20)), snippet=emoji * 3, source=emoji)
    text = telegram(notice("alert", "en", long))
    assert units(text) <= 4_096
    assert len(Read(text).links) == 4


@given(notices())
def test_whatever_is_told_telegram_takes_it(message: Notice) -> None:
    text = telegram(message)
    read = Read(text)
    assert html.unescape(read.seen)
    assert units(text) == len(read.seen.encode("utf-16-le")) // 2 <= 4_096
    check_text(read.seen)
    assert all(link.startswith("https://") for link in read.links)
