import time

import pytest

from dideban.entities.quantities import KINDS, quantities
from dideban.text.analyser import tokens

BILLION = 1e9
MILLION = 1e6

CASES = [
    ("en", "It sends 55 bcm a year.", "55 bcm a year", 55 * BILLION, "m3/a"),
    ("en", "A flow of 55bcm per year.", "55bcm per year", 55 * BILLION, "m3/a"),
    ("en", "8 million cubic metres a day", "8 million cubic metres a day", 8 * MILLION, "m3/d"),
    ("en", "daily flows of 5.5 million m³", "5.5 million m³", 5.5 * MILLION, "m3/d"),
    ("en", "2 billion cubic metres of gas a year", None, 2 * BILLION, "m3/a"),
    ("en", "priced at $230 per thousand cubic metres", None, 230, "USD/1000m3"),
    ("en", "1,500 barrels per day", "1,500 barrels per day", 1500, "bbl/d"),
    ("en", "two hundred and fifty thousand tonnes", None, 250_000, "t"),
    ("en", "it cost $41 million to build", "$41 million", 41 * MILLION, "USD"),
    ("en", "lost 1.5 percent", "1.5 percent", 1.5, "percent"),
    ("fa", "روزانه ۶ میلیون متر مکعب گاز", "۶ میلیون متر مکعب", 6 * MILLION, "m3/d"),
    ("fa", "۲ میلیارد متر مکعب", "۲ میلیارد متر مکعب", 2 * BILLION, "m3"),
    ("fa", "۲/۵ میلیارد مترمکعب در سال", None, 2.5 * BILLION, "m3/a"),
    ("fa", "25میلیون متر مکعب", "25میلیون متر مکعب", 25 * MILLION, "m3"),
    ("fa", "۲۵ ميليون متر مكعب", "۲۵ ميليون متر مكعب", 25 * MILLION, "m3"),
    ("fa", "۲۳۰ دلار به ازای هر هزار متر مکعب", None, 230, "USD/1000m3"),
    ("fa", "دویست و پنجاه هزار بشکه در روز", None, 250_000, "bbl/d"),
    ("fa", "خط ۱۶۲ کیلومتری", "۱۶۲ کیلومتری", 162, "km"),
    ("fa", "۵ هزار تومان", "۵ هزار تومان", 50_000, "IRR"),
    ("fa", "۱۲٫۵ درصد", "۱۲٫۵ درصد", 12.5, "percent"),
    ("ar", "20 مليون متر مكعب يومياً", None, 20 * MILLION, "m3/d"),
    ("ar", "٦٠ مليون متر مكعب من الغاز يومياً", None, 60 * MILLION, "m3/d"),
    ("ar", "مليار متر مكعب", "مليار متر مكعب", BILLION, "m3"),
    ("ar", "مليارا متر مكعب سنوياً", None, 2 * BILLION, "m3/a"),
    ("ar", "50 ملياراً متر مكعب", None, 50 * BILLION, "m3"),
    ("ar", "خمسة وعشرون مليون طن", None, 25 * MILLION, "t"),
    ("ar", "230 دولاراً لكل ألف متر مكعب", None, 230, "USD/1000m3"),
    ("ar", "بنسبة 18 في المئة", "18 في المئة", 18, "percent"),
    ("ru", "55 млрд куб. м", "55 млрд куб. м", 55 * BILLION, "m3"),
    ("ru", "55 миллиардов кубометров газа в год", None, 55 * BILLION, "m3/a"),
    ("ru", "1,8 млн тонн зерна", "1,8 млн тонн", 1.8 * MILLION, "t"),
    ("ru", "250 долл. за тыс. куб. м", "250 долл. за тыс. куб. м", 250, "USD/1000m3"),
    ("ru", "1 500 000 баррелей в сутки", "1 500 000 баррелей в сутки", 1.5 * MILLION, "bbl/d"),
    ("ru", "полтора миллиарда рублей", "полтора миллиарда рублей", 1.5 * BILLION, "RUB"),
    ("tr", "ilk yıl 2 milyar metreküp gaz", "2 milyar metreküp", 2 * BILLION, None),
    ("tr", "günlük 5 milyon metreküp", "5 milyon metreküp", 5 * MILLION, "m3/d"),
    ("tr", "11 bin 200 liradan", "11 bin 200 liradan", 11_200, "TRY"),
    ("tr", "yüzde 6 düştü", "yüzde 6", 6, "percent"),
    ("tr", "%25 arttı", "%25", 25, "percent"),
    ("tr", "1.500 varil", "1.500 varil", 1500, "bbl"),
    ("tr", "yüzde 6'dan düştü", "yüzde 6'dan", 6, "percent"),
    ("tr", "yüzde 3,45'e çıktı", "yüzde 3,45'e", 3.45, "percent"),
    ("tr", "2'den 300 bin tona", "300 bin tona", 300_000, "t"),
    ("tr", "%25'e indi", "%25'e", 25, "percent"),
    ("tr", "$1.250'ye indi", "$1.250'ye", 1250, "USD"),
    ("az", "ildə 1,5 milyard kubmetr qaz", "1,5 milyard kubmetr", 1.5 * BILLION, "m3/a"),
    ("az", "900 min ton yük", "900 min ton", 900_000, "t"),
    ("az", "22 faiz artıb", "22 faiz", 22, "percent"),
    ("az", "1,6 milyard avro", "1,6 milyard avro", 1.6 * BILLION, "EUR"),
    ("en", "sixteen million barrels", "sixteen million barrels", 16 * MILLION, "bbl"),
    ("fa", "هفده میلیارد متر مکعب", "هفده میلیارد متر مکعب", 17 * BILLION, "m3"),
    ("ru", "девятнадцать тысяч тонн", "девятнадцать тысяч тонн", 19_000, "t"),
    ("tr", "on beş milyon varil", "on beş milyon varil", 15 * MILLION, "bbl"),
    ("az", "on yeddi min ton", "on yeddi min ton", 17_000, "t"),
    ("ar", "خمسة عشر مليون طن", "خمسة عشر مليون طن", 15 * MILLION, "t"),
    ("und", "25 km", "25 km", 25, "km"),
]


def read(text: str, language: str) -> list:
    return quantities(text, tokens(text, language), "body", language)


@pytest.mark.parametrize(("language", "text", "surface", "value", "unit"), CASES)
def test_an_amount_is_read_in_its_canonical_unit(
    language: str, text: str, surface: str | None, value: float, unit: str | None
) -> None:
    (found,) = read(text, language)
    assert found.value == pytest.approx(value)
    assert text[found.start : found.end] == found.surface == (surface or found.surface)
    if unit is not None:
        assert found.unit == unit
        assert found.kind == KINDS.get(unit, "money")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "۱۴۰۴/۹/۲۶"),
        ("fa", "ده تن کشته شدند"),
        ("fa", "سه تن از نمایندگان"),
        ("en", "the 3 ministers met 12 times in 2026"),
        ("en", "call 00442079460000123456789 km"),
        ("en", "Nobody came in 2026. Kilometres of road"),
        ("ru", "встреча 26.12.2025 прошла"),
        ("tr", "2 gaz maskesi"),
        ("tr", "yaralıların 2'si öğrenci, 3'ü öğretmen"),
        ("az", "üç il davam etdi"),
        ("ar", "ثلاثة وزراء"),
    ],
)
def test_a_number_that_measures_nothing_is_no_quantity(language: str, text: str) -> None:
    assert read(text, language) == []


def test_a_daily_amount_does_not_make_the_next_sentence_daily() -> None:
    found = read("The paper is printed daily. It needs 5 tonnes of ink.", "en")
    assert [(q.value, q.unit) for q in found] == [(5, "t")]


def test_several_amounts_keep_their_order_and_places() -> None:
    text = "سهم ۴۰ درصد، طول ۱۶۲ کیلومتر و بهای ۵ میلیون یورو"
    assert [(q.value, q.unit) for q in read(text, "fa")] == [
        (40, "percent"),
        (162, "km"),
        (5e6, "EUR"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 40_000,
        "9" * 200_000,
        "million " * 20_000,
        "1," * 40_000,
        "$" * 100_000 + "5",
        "5" + " " * 100_000 + "$",
        "one hundred and " * 10_000,
        "\x00\ud800 5 km %%% ٪",
    ],
)
def test_hostile_numbers_take_linear_time(text: str) -> None:
    words = tokens(text, "en")
    before = time.process_time()
    quantities(text, words, "body", "en")
    assert time.process_time() - before < 3
