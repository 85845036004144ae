import unicodedata
from datetime import timedelta, timezone

import pytest
from delivery_samples import SOURCES, TITLES, sample, titled
from hypothesis import given
from hypothesis import strategies as st

from dideban.messages.line import alert_line
from dideban.text.one_line import FSI, PDI, plain, shortened

LINES = {
    "fa": "08:30:05  {انتقال گاز}  fa  {خبرگزاری آزمون}  "
    "{صادرات گاز ایران به ترکیه از سر گرفته می‌شود}  [{گاز}, {ترکیه}]",
    "ar": "08:30:05  {انتقال گاز}  ar  {وكالة التجربة}  "
    "{استئناف ضخ الغاز عبر الخط الجنوبي بعد أعمال الصيانة}  [{الغاز}]",
    "ru": "08:30:05  {انتقال گاز}  ru  Пробное агентство  "
    "Поставки газа по новому маршруту начнутся весной  [газа]",
    "en": "08:30:05  {انتقال گاز}  en  Sample Wire  "
    "Gas flows resume through the southern line  [Gas]",
    "tr": "08:30:05  {انتقال گاز}  tr  Örnek Ajansı  "
    "Doğal gaz sevkiyatı güney hattından yeniden başladı  [Doğal gaz]",
    "az": "08:30:05  {انتقال گاز}  az  Nümunə Agentliyi  "
    "Cənub xətti ilə qaz nəqli bərpa olundu  [qaz]",
}


def isolates(text: str) -> str:
    return text.replace("{", FSI).replace("}", PDI)


@pytest.mark.parametrize("language", TITLES)
def test_an_alert_is_one_readable_line(language: str) -> None:
    assert alert_line(sample(language), "انتقال گاز") == isolates(LINES[language])


@pytest.mark.parametrize("language", TITLES)
def test_all_text_of_the_article_is_in_the_line(language: str) -> None:
    line = alert_line(sample(language), "Gas transfer")
    title, words = TITLES[language]
    assert all(piece in line for piece in (title, SOURCES[language], *words))


def test_the_time_is_that_of_the_readers_clock() -> None:
    tehran = timezone(timedelta(hours=3, minutes=30))
    assert alert_line(sample(), "گاز", tehran).startswith("12:00:05  ")


@given(st.text(), st.text(), st.text(), st.lists(st.text(), max_size=12))
def test_no_text_breaks_the_line_or_its_directions(
    title: str, source: str, name: str, words: list[str]
) -> None:
    line = alert_line(titled(title, tuple(words), source=source), name)
    assert len(line.splitlines()) == 1
    assert line.encode()
    depth = 0
    for character in line:
        depth += (character == FSI) - (character == PDI)
        assert depth in {0, 1}
        assert unicodedata.category(character) != "Cc"
        assert unicodedata.bidirectional(character) not in {"RLO", "LRO", "RLE", "LRE", "PDF"}
    assert depth == 0


def test_a_title_cannot_steer_the_terminal() -> None:
    line = alert_line(titled("گاز\x1b[2J\x07\r\nexport \u202egnp.exe\u2066"), "n")
    assert "گاز [2J export gnp.exe" in line


def test_half_spaces_are_kept() -> None:
    assert plain("می\u200cشود") == "می\u200cشود"


def test_an_article_without_title_shows_its_beginning() -> None:
    assert isolates("{آغاز خبر}") in alert_line(titled("", snippet="آغاز خبر"), "n")
    assert "a-fa" in alert_line(titled(""), "n")


def test_a_long_title_is_cut_between_words() -> None:
    title = "газопровод " * 40
    line = alert_line(titled(title, language="ru"), "n")
    assert line.rstrip().endswith("газопровод…")
    assert len(line) < 220


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("e\u0301" * 4, 6, "e\u0301e\u0301…"),
        ("می\u200cشوند", 4, "می…"),
        ("\u0645\u064e\u0631\u064e", 4, "\u0645\u064e\u0631\u064e"),
        ("abcdef", 4, "abc…"),
    ],
)
def test_a_long_word_is_cut_between_letters(text: str, most: int, cut: str) -> None:
    assert shortened(text, most) == cut


def test_many_matched_words_are_counted() -> None:
    words = tuple(f"w{n}" for n in range(11))
    assert alert_line(titled("t", (*words, "w0")), "n").endswith(
        "[w0, w1, w2, w3, w4, w5, w6, w7, +3]"
    )
