import re
import string
from datetime import UTC, datetime, timedelta, timezone

import pytest
from babel import Locale
from notices import SEEN, ZONES

from dideban.messages import changes
from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage
from dideban.messages.words import table, words_of
from dideban.packs.loader import load_packs
from dideban.packs.titles import pack_title, pack_titles
from dideban.text.one_line import FSI, PDI

MOMENTS = {
    "fa": "۲۶ آذر ۱۴۰۴، ساعت ۱۲:۰۰ ({UTC+3:30})",
    "ar": "17 ديسمبر 2025، الساعة 11:30 ({UTC+3})",
    "ru": "17 декабря 2025, 11:30 (UTC+3)",
    "tr": "17 Aralık 2025, 11:30 (UTC+3)",
    "az": "17 dekabr 2025, 12:30 (UTC+4)",
    "en": "17 December 2025, 08:30 (UTC)",
}
SOURCES = {
    "en": {1: "1 source", 2: "2 sources", 21: "21 sources"},
    "fa": {1: "{۱} منبع", 2: "{۲} منبع", 1200: "{۱٬۲۰۰} منبع"},
    "ar": {1: "مصدر واحد", 2: "مصدران", 3: "{3} مصادر", 11: "{11} مصدرًا", 100: "{100} مصدر"},
    "ru": {1: "1 источник", 3: "3 источника", 11: "11 источников", 21: "21 источник"},
    "tr": {1: "1 kaynak", 5: "5 kaynak"},
    "az": {1: "1 mənbə", 5: "5 mənbə"},
}


def isolates(text: str) -> str:
    return text.replace("{", FSI).replace("}", PDI)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def sentences(language: MessageLanguage, key: str) -> list[str]:
    words = table(language)[key]
    return [words] if isinstance(words, str) else list(words.values())


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_every_language_has_the_same_sentences(language: MessageLanguage) -> None:
    assert list(table(language)) == list(table("en"))


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_a_sentence_takes_the_same_pieces_in_every_language(language: MessageLanguage) -> None:
    for key in table("en"):
        asked = set().union(*(fields(sentence) for sentence in sentences("en", key)))
        for sentence in sentences(language, key):
            assert fields(sentence) <= asked, (key, sentence)
            assert asked - fields(sentence) <= {"count"}, (key, sentence)


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_a_count_has_every_plural_of_its_language(language: MessageLanguage) -> None:
    plurals = {*Locale(language).plural_form.tags, "other"}
    for key, words in table(language).items():
        assert isinstance(words, str) == isinstance(table("en")[key], str)
        assert isinstance(words, str) or set(words) == plurals, key


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_counts_are_told_as_the_language_does(language: MessageLanguage) -> None:
    words = words_of(language)
    for count, told in SOURCES[language].items():
        assert words("sources", count=count) == isolates(told)


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_a_moment_is_told_on_the_readers_clock_and_calendar(language: MessageLanguage) -> None:
    assert words_of(language).moment(SEEN, ZONES[language]) == isolates(MOMENTS[language])


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (datetime(2025, 3, 20, tzinfo=UTC), "۳۰ اسفند ۱۴۰۳"),
        (datetime(2025, 3, 21, tzinfo=UTC), "۱ فروردین ۱۴۰۴"),
        (datetime(2026, 11, 28, tzinfo=UTC), "۷ آذر ۱۴۰۵"),
    ],
)
def test_a_persian_reader_gets_the_day_of_their_calendar(day: datetime, told: str) -> None:
    assert words_of("fa").moment(day, UTC).startswith(told + "،")


def test_the_edge_of_the_calendar_is_told_in_utc() -> None:
    west = timezone(timedelta(hours=-5))
    assert "(UTC)" in words_of("en").moment(datetime(1, 1, 1, tzinfo=UTC), west)
    assert "(UTC-5)" in words_of("en").moment(SEEN, west)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "new headline; figures added: 12, 3.5; now denied; new country: Iran"),
        ("fa", "عنوان تازه؛ عددهای افزوده: {۱۲}، {۳.۵}؛ اکنون تکذیب شده؛ کشور تازه: ایران"),
        ("ar", "عنوان جديد؛ رقمان أُضيفا: {12}، {3.5}؛ صدر نفي؛ بلد جديد: إيران"),
        (
            "ru",
            "новый заголовок; добавлены числа: 12, 3.5; появилось опровержение; новая страна: Иран",
        ),
        ("tr", "yeni başlık; eklenen sayılar: 12, 3.5; yalanlandı; yeni ülke: İran"),
        ("az", "yeni başlıq; əlavə olunan rəqəmlər: 12, 3.5; təkzib olunub; yeni ölkə: İran"),
    ],
)
def test_what_changed_is_told_in_words(language: MessageLanguage, told: str) -> None:
    tokens = ("title", "number-added:12", "number-added:3.5", "denial", "country:IR")
    assert changes.told(tokens, words_of(language)) == isolates(told)


def test_a_change_without_words_is_left_out() -> None:
    unknown = ("weather:rain", "", "country:<b>", "language:\x00", "source:", "country")
    assert changes.told(unknown, words_of("en")) == ""
    assert changes.told(("weather", "language:ru"), words_of("en")) == "new language: Russian"


def test_of_many_figures_the_first_are_named() -> None:
    tokens = [f"number-added:{n}" for n in range(1, 8)]
    assert changes.told(tokens, words_of("en")) == "figures added: 1, 2, 3, 4, +3"


def test_packs_are_called_what_their_files_say() -> None:
    assert pack_titles() == {name: pack.title for name, pack in load_packs().items()}
    assert pack_title("gas-transfer", "ru") == "Поставки и транзит газа"
    assert pack_title("no-such-pack", "fa") == "no-such-pack"


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_no_word_of_ours_needs_an_isolate(language: MessageLanguage) -> None:
    for key in table(language):
        for sentence in sentences(language, key):
            assert not re.search("[A-Za-z0-9]", re.sub("{[a-z]+}", "", sentence)), key
