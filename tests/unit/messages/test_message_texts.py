import json
from dataclasses import replace

import pytest
from hypothesis import given
from message_checks import check_text, notices
from notices import EMOJI, FIRST, HOSTILE, LONG, MOVED_ON, UNTITLED, match, notice

from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage, Notice
from dideban.messages.plain import plain_text
from dideban.messages.short import ntfy, web_push
from dideban.messages.subject import subject
from dideban.text.one_line import FSI, PDI, shortened, utf8_bytes, utf16_units

SUBJECTS = {
    "fa": "\u200f{انتقال گاز و Nord Stream}: "
    "{\u200fNATO از ایران خواست بهای گاز ترانزیتی را با ۲۸ کشور بازگو کند}",
    "ar": "نقل الغاز: {شركة TransGulf توقّع عقدًا لنقل الغاز إلى العقبة حتى 2031}",
    "ru": "Транзит газа: «Условный трубопровод» начнёт транзит газа через Астару с 1 марта",
    "tr": "Doğal gaz aktarımı: "
    "Sınırdaki yeni istasyonla doğal gaz ihracatı ocakta ikiye katlanacak",
    "az": "Qazın nəqli: Astara stansiyası işə düşdü: qaz nəqli üçün yeni tarif təsdiqləndi",
    "en": "Gas transfer: {Gas transit through Astara holds steady as «خط دوم» nears its test}",
}


def isolates(text: str) -> str:
    return text.replace("{", FSI).replace("}", PDI)


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_a_subject_names_the_subscription_and_the_title(language: MessageLanguage) -> None:
    assert subject(notice("alert", language)) == isolates(SUBJECTS[language])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fa", "{انتقال گاز و Nord Stream}: {۷} هشدار"),
        ("ar", "نقل الغاز: {7} تنبيهات"),
        ("ru", "Транзит газа: 7 оповещений"),
        ("tr", "Doğal gaz aktarımı: 7 uyarı"),
        ("az", "Qazın nəqli: 7 bildiriş"),
        ("en", "Gas transfer: 7 alerts"),
    ],
)
def test_the_subject_of_a_digest_counts(language: MessageLanguage, told: str) -> None:
    assert subject(notice("digest", language)) == isolates(told)


def test_a_long_title_is_cut_in_the_subject_and_the_name_is_kept() -> None:
    line = subject(notice("alert", "ru", LONG))
    assert line.startswith("Транзит газа: Оператор")
    assert line.endswith("…")
    assert 100 < len(line) <= 150


def test_a_hostile_title_cannot_add_a_header() -> None:
    line = subject(notice("alert", "en", HOSTILE))
    assert "Gas Bcc: all@example.org <script>" in line
    check_text(line)
    assert "\n" not in line


def test_an_article_without_a_title_is_called_by_its_beginning() -> None:
    assert "qaz həcmi artıb" in subject(notice("alert", "en", UNTITLED))
    untitled = match("fa", "")
    assert subject(notice("alert", "en", untitled)) == "Gas transfer: (no title)"
    assert "(no title)\n" in plain_text(notice("alert", "en", untitled))


def test_the_text_tells_everything_in_the_readers_words() -> None:
    text = plain_text(notice("follow-up", "fa"))
    for part in (
        "صادرات ‹گاز› به ۱۲ میلیون متر مکعب رسید؛ شرکت ملی تکذیب کرد\n",
        "خبرگزاری آزمون · فارسی · پیگیری\n",
        "واژه‌های یافته: گاز\n",
        "– {gas NEAR/8 transit} (بستهٔ موضوعی «انتقال و ترانزیت گاز»)\n",
        "– {title:(gas NEAR/8 transit)} (پرسش شما)\n",
        "رویداد تا اینجا: {۳} منبع، {۱۲} رونوشت\n",
        "دیده‌شدن: ۲۶ آذر ۱۴۰۴، ساعت ۱۲:۰۲ ({UTC+3:30})\n",
        "https://news.example/fa/2?a=1&b=2\n",
        "https://desk.example/\n",
        "https://desk.example/stop/k7?of=sub_1\n",
    ):
        assert isolates(part) in text


def test_only_a_follow_up_tells_what_changed() -> None:
    assert "What changed: new headline" in plain_text(notice("follow-up", "en"))
    assert "What changed" not in plain_text(notice("alert", "en", MOVED_ON))


def test_a_title_is_laid_out_by_its_own_language() -> None:
    text = plain_text(notice("digest", "en"))
    assert "\n\u200f1. NATO از ایران" in text
    assert "\n2. ‹Gas transit› through" in text


def test_a_digest_lists_its_articles_and_counts_the_rest() -> None:
    many = [match("en", f"Gas news {n}", number=n) for n in range(1, 51)]
    text = plain_text(notice("digest", "ru", *many))
    assert "40. Gas news 40\n" in text
    assert "Gas news 41" not in text
    assert "и ещё 10 оповещений на странице новостей" in text
    short = ntfy(notice("digest", "ru", *(many * 3))).body
    assert short.splitlines()[0].startswith("Gas news 1 · Sample Wire")
    assert "и ещё" in short.splitlines()[-1]


def test_a_message_without_addresses_has_no_empty_links() -> None:
    bare = Notice(kind="test", subscription="Gas")
    assert "https" not in plain_text(bare)
    assert ntfy(bare).url == ""


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a b", "https://x/\u202e", 'https://x/"', "ftp://x"]
)
def test_a_reader_is_led_to_the_web_only(url: str) -> None:
    bad = replace(FIRST["en"], article=replace(FIRST["en"].article, url=url))
    message = notice("alert", "en", bad)
    assert url not in plain_text(message)
    assert ntfy(message).url == "https://desk.example/"


@pytest.mark.parametrize(
    "url", ["https://news.example/می\u200cرود", "http://news.example/a|b?c={d}&e=(f)"]
)
def test_an_address_of_any_script_leads_to_the_article(url: str) -> None:
    good = replace(FIRST["fa"], article=replace(FIRST["fa"].article, url=url))
    message = notice("alert", "fa", good)
    assert f"\n{url}\n" in plain_text(message)
    assert ntfy(message).url == url


def test_a_push_replaces_the_one_of_the_same_story() -> None:
    payload = json.loads(web_push(notice("follow-up", "ar")))
    assert payload["tag"] == "story s2"
    assert (payload["lang"], payload["dir"]) == ("ar", "rtl")
    assert payload["url"] == "https://news.example/fa/2?a=1&b=2"
    assert payload["title"].startswith("نقل الغاز، متابعة: ")


@given(notices())
def test_whatever_is_told_a_mail_can_carry_it(message: Notice) -> None:
    line = subject(message)
    check_text(line)
    assert len(line) <= 150
    assert len(line.splitlines()) == 1
    check_text(plain_text(message))


@given(notices())
def test_whatever_is_told_fits_a_phone_and_a_browser(message: Notice) -> None:
    short = ntfy(message)
    check_text(short.title)
    check_text(short.body)
    assert utf8_bytes(short.title) <= 250
    assert utf8_bytes(short.body) <= 4_000
    assert short.body
    payload = web_push(message)
    assert len(payload) <= 3_000
    told = json.loads(payload)
    assert set(told) == {"title", "body", "url", "tag", "lang", "dir"}
    check_text(told["title"])
    check_text(told["body"])


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("🇮🇷🇷🇺🇦🇿", 5, "🇮🇷🇷🇺…"),
        ("🇮🇷🇷🇺🇦🇿", 4, "🇮🇷…"),
        ("ab👨‍👩‍👧‍👦cd", 8, "ab…"),
        ("می\u200cخواهد", 4, "می…"),
        ("ké\u0301\u0302ké", 4, "k…"),
        ("गाड़ी", 3, "गा…"),
    ],
)
def test_a_text_is_cut_between_what_readers_take_for_letters(
    text: str, most: int, cut: str
) -> None:
    assert shortened(text, most) == cut


def test_a_text_is_cut_by_what_the_channel_counts() -> None:
    assert shortened("گازگازگاز", 11, utf8_bytes) == "گازگ…"
    assert shortened("⚡️🔥🔥🔥", 5, utf16_units) == "⚡️🔥…"
    assert EMOJI.article.title in plain_text(notice("alert", "tr", EMOJI)).replace("‹", "").replace(
        "›", ""
    )
