from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from message_checks import check_text, notices
from notices import FIRST, HOSTILE, MIXED, match, notice

from dideban.messages.mail import mail_html
from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage, Notice
from dideban.text.one_line import FSI, PDI

VOID = {"meta", "br"}
TAGS = {
    *VOID,
    *("html", "head", "title", "style", "body", "table", "tr", "td"),
    *("h1", "h2", "p", "div", "span", "a", "b", "bdi"),
}
DIRECTIONS = {"fa": "rtl", "ar": "rtl", "ru": "ltr", "tr": "ltr", "az": "ltr", "en": "ltr"}


class Read(HTMLParser):
    """Reads a page and fails on a tag we do not use, or one left open or closed too early."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.titles: list[tuple[str, str, str]] = []
        self.page: tuple[str | None, str | None] = (None, None)
        self.seen = ""
        self.marked: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        values = dict(attrs)
        assert len(values) == len(attrs)
        assert not {name for name in values if name.startswith("on")} | ({"src"} & set(values))
        assert "url(" not in (values.get("style") or "")
        if tag == "a":
            self.links.append(values["href"] or "")
        if tag == "html":
            self.page = (values["lang"], values["dir"])
        if tag in {"h1", "h2"}:
            self.titles.append((values["lang"] or "", values["dir"] or "", ""))
        if tag not in VOID:
            self._open.append((tag, values.get("class") == "mark"))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        within = [tag for tag, _ in self._open]
        if "style" in within:
            assert "url(" not in data
            assert "@import" not in data
            return
        self.seen += data
        if any(mark for _, mark in self._open):
            self.marked.append(data)
        if {"h1", "h2"} & set(within):
            language, direction, text = self.titles.pop()
            self.titles.append((language, direction, text + data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_pi = unknown_decl = handle_comment


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_a_mail_is_in_the_readers_language_and_direction(language: MessageLanguage) -> None:
    read = Read(mail_html(notice("alert", language)))
    assert read.page == (language, DIRECTIONS[language])
    article = FIRST[language].article
    assert read.titles == [(language, DIRECTIONS[language], article.title)]
    assert article.snippet in read.seen
    assert read.links == [
        article.url,
        article.url,
        "https://desk.example/",
        "https://desk.example/stop/k7?of=sub_1",
    ]


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_each_title_of_a_digest_has_its_own_language(language: MessageLanguage) -> None:
    read = Read(mail_html(notice("digest", language)))
    assert [title[:2] for title in read.titles] == [
        (m.article.language, DIRECTIONS[m.article.language]) for m in MIXED
    ]


def test_matched_words_are_marked_where_they_stand_and_listed() -> None:
    read = Read(mail_html(notice("alert", "fa")))
    assert read.marked == ["گاز ترانزیتی", "گاز", "گاز", "گاز", "ترانزیتی"]


def test_names_and_numbers_stand_in_elements_that_isolate_them() -> None:
    text = mail_html(notice("follow-up", "fa"))
    assert "<bdi>۳</bdi> منبع، <bdi>۱۲</bdi> رونوشت" in text
    assert "<bdi>Агентство «Допустим»</bdi>" in text
    assert "<bdi>UTC+3:30</bdi>" in text


def test_a_hostile_title_is_text_and_nothing_else() -> None:
    read = Read(mail_html(notice("alert", "en", HOSTILE)))
    assert "<script>alert('gas')</script> exe.cod & <b>bold</b>" in read.titles[0][2]


def test_an_article_of_no_known_language_finds_its_own_direction() -> None:
    unknown = match("und", "گاز gas", "gas")
    assert Read(mail_html(notice("alert", "en", unknown))).titles[0][:2] == ("und", "auto")
    odd = match('"><b>', "گاز gas", "gas")
    assert Read(mail_html(notice("alert", "en", odd))).titles[0][:2] == ("und", "auto")


def test_a_long_digest_stays_under_what_mail_programs_cut_off() -> None:
    title = FIRST["fa"].article.title * 5
    many = [match("fa", title, "گاز", number=n) for n in range(1, 301)]
    text = mail_html(notice("digest", "fa", *many))
    assert "<bdi>۲۶۰</bdi> هشدار دیگر" in text
    assert len(text.encode()) < 102_000


@settings(max_examples=50)
@given(notices())
def test_whatever_is_told_a_mail_program_can_read_it(message: Notice) -> None:
    text = mail_html(message)
    read = Read(text)
    check_text(read.seen)
    assert FSI not in text
    assert PDI not in text
    assert all(link.startswith("https://") for link in read.links)
    assert len(read.titles) == len(message.matches)
