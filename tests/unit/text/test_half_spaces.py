"""Half-spaces come back where Persian readers expect them, and nowhere else."""

from pathlib import Path

import pytest

from dideban.text import analyser, normalizer, persian

SAMPLE = Path(__file__).parents[2] / "data" / "gas_talks_half_spaces_lost.txt"

RESTORED = [
    ("منطقهای", "منطقه‌ای"),
    ("دیپلماتها", "دیپلمات‌ها"),
    ("بینالمللی", "بین‌المللی"),
    ("همافزایی", "هم‌افزایی"),
    ("همکاریها", "همکاری‌ها"),
    ("سهشنبه", "سه‌شنبه"),
    ("حملونقل", "حمل‌ونقل"),
    ("سازندهای", "سازنده‌ای"),
    ("میکند", "می‌کند"),
    ("نمیشود", "نمی‌شود"),
    ("نمیتوان", "نمی‌توان"),
    ("برمیگردد", "برمی‌گردد"),
    ("بزرگترین", "بزرگ‌ترین"),
    ("خانوادههای", "خانواده‌های"),
    ("کردهاند", "کرده‌اند"),
    ("ایستگاههای", "ایستگاه‌های"),
    ("بیهدف", "بی‌هدف"),
    ("دیپلمات ها", "دیپلمات‌ها"),
    ("پربیننده ترین", "پربیننده‌ترین"),
    ("می شود", "می‌شود"),
    ("رفته اند", "رفته‌اند"),
    ("شدهاست", "شده‌است"),
    ("بیسوادی", "بی‌سوادی"),
    ("گردهماییهای", "گردهمایی‌های"),
    ("راهحلهایی", "راه‌حل‌هایی"),
    ("خطمشیها", "خط‌مشی‌ها"),
    ("حرفهایها", "حرفه‌ای‌ها"),
]

UNCHANGED = [
    "آنها", "اینکه", "کشورها", "سفرهایی", "تنها", "انتها", "بیماری", "انسانی", "میدان", "میوه",
    "میلیون", "همکاری", "بیشتر", "اینترنت", "پوتین", "لاوروف", "آستاراخان", "قشقاوی", "العالم",
    "می‌شود", "دیپلمات‌ها", "منطقه‌ای", "ماه می سال", "هوای بد", "خط لوله", "غظغظغظها",
    "والتری",
]  # fmt: skip


@pytest.mark.parametrize(("lost", "found"), RESTORED)
def test_a_lost_half_space_comes_back(lost: str, found: str) -> None:
    assert persian.display(lost).text == found


@pytest.mark.parametrize("word", UNCHANGED)
def test_a_word_that_is_right_or_unknown_stays(word: str) -> None:
    assert persian.display(word).text == word


def test_a_sample_article_reads_as_its_author_meant_it() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    display = "\n".join(
        passage.display.text for passage in normalizer.normalize("", "", text, "fa").passages
    )
    for word in (
        "گفت‌وگوهای", "هیأت‌های", "می‌کنند", "بین‌الملل", "منطقه‌ای", "تازه‌ای", "همسایه‌های",
        "دیپلمات‌ها", "سه‌شنبه", "می‌آیند", "ظرفیت‌های", "هم‌افزایی", "شرکت‌های", "می‌توان",
        "سازنده‌ای", "حمل‌ونقل", "بزرگ‌ترین", "ایستگاه‌های", "برنامه‌ای", "می‌شود",
        "https://gas.example.ir/برنامهها", "۷ دی ۱۴۰۴",
    ):  # fmt: skip
        assert word in display


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("خط‌لوله", "خط لوله"),
        ("حمل‌ونقل", "حمل و نقل"),
        ("بین‌المللی", "بینالمللی"),
        ("بین المللی", "بین‌المللی"),
        ("دیپلمات ها", "دیپلمات‌ها"),
        ("می شود", "می‌شود"),
        ("نمی توان", "نمیتوان"),
        ("کشور ها", "کشورها"),
        ("رفته اند", "رفته‌اند"),
        ("بر می‌گردد", "بر می گردد"),
        ("راه‌آهن", "راه آهن"),
        ("همکاری‌های", "همکاریهای"),
    ],
)
def test_half_space_space_and_nothing_give_the_same_tokens(one: str, other: str) -> None:
    def forms(text: str) -> list[tuple[str, str]]:
        return [(token.folded, token.stem) for token in analyser.tokens(text, "fa")]

    assert forms(one) == forms(other)


def test_a_joined_affix_is_cut_out_of_the_original_with_its_space() -> None:
    (before, token) = analyser.tokens("همه دیپلمات ها", "fa")
    assert before.text == "همه"
    assert (token.text, token.folded, token.stem) == ("دیپلمات ها", "دیپلماتها", "دیپلمات")


def test_a_restored_word_is_cut_out_as_it_was_written() -> None:
    text = "پیمانهای منطقهای و بینالمللی"
    found = [(token.text, token.stem) for token in analyser.tokens(text, "fa")]
    assert found == [
        ("پیمانهای", "پیمان"), ("منطقهای", "منطقه"), ("و", "و"),
        ("بین", "بین"), ("المللی", "المللی"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lost", "found"),
    [
        ("این ورزشکار حرفهای است", "این ورزشکار حرفه‌ای است"),
        ("به حرفهای پدرش گوش داد", "به حرف‌های پدرش گوش داد"),
        ("زمینهای کشاورزی خشک شد", "زمین‌های کشاورزی خشک شد"),
        ("زمینهای برای همکاری فراهم شد", "زمینه‌ای برای همکاری فراهم شد"),
        ("نامهای به وزیر نوشت", "نامه‌ای به وزیر نوشت"),
        ("نامهای شهدا خوانده شد", "نام‌های شهدا خوانده شد"),
        ("پیکرهای از سنگ ساخت", "پیکره‌ای از سنگ ساخت"),
        ("بندهای قانون خوانده شد", "بندهای قانون خوانده شد"),
        ("زلزلهای در چترود رخ داد", "زلزله‌ای در چترود رخ داد"),
    ],
)
def test_the_neighbours_tell_what_a_word_alone_does_not(lost: str, found: str) -> None:
    assert persian.display(lost).text == found


@pytest.mark.parametrize(
    ("parted", "found"),
    [
        ("نمایندگان می گویند سرمایه گذاری افزایش یافت",
         "نمایندگان می‌گویند سرمایه‌گذاری افزایش یافت"),
        ("شرکت های دانش بنیان آمدند", "شرکت‌های دانش‌بنیان آمدند"),
        ("نخستین نشست منطقه ای برگزار شد", "نخستین نشست منطقه‌ای برگزار شد"),
        ("لحظه ای پس از آن", "لحظه‌ای پس از آن"),
        ("گاز کشف شده بود", "گاز کشف شده بود"),
        ("دستش را برمی گرفت", "دستش را برمی‌گرفت"),
        ("جوان ها درباره موضوع انتخاباتی ای حرف زدند",
         "جوان‌ها درباره موضوع انتخاباتی‌ای حرف زدند"),
        ("ای معبود مهربان من", "ای معبود مهربان من"),
        ("دانش آموزانی که به کلاس ها آمدند", "دانش‌آموزانی که به کلاس‌ها آمدند"),
        ("سرمایه گذارش از شرکت ها رفت", "سرمایه‌گذارش از شرکت‌ها رفت"),
        ("وب سایتش از خانه ها فیلتر شد", "وب‌سایتش از خانه‌ها فیلتر شد"),
    ],
)  # fmt: skip
def test_a_space_becomes_a_half_space_where_one_was_meant(parted: str, found: str) -> None:
    assert persian.display(parted).text == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("نمایندگان می گویند عکسبرداری آزاد است", "نمایندگان می‌گویند عکسبرداری آزاد است"),
        ("نمایندگان می گویند عکسبرداری آزاد میشود", "نمایندگان می‌گویند عکس‌برداری آزاد می‌شود"),
        ("برنامه های همایش بینالمللی", "برنامه‌های همایش بین‌المللی"),
        ("برنامه های همکاریها", "برنامه‌های همکاری‌ها"),
    ],
)
def test_who_writes_spaces_means_a_joined_compound_unless_half_spaces_were_lost_too(
    written: str, found: str
) -> None:
    assert persian.display(written).text == found


@pytest.mark.parametrize("name", ["لیکرز", "نیلسن", "رنجرز", "گورباچفسکی", "مکپارتلین", "غظغظغظ"])
@pytest.mark.parametrize("ending", ["", "ها", "های", "ای", "ترین"])
def test_a_name_that_no_list_has_keeps_its_letters(name: str, ending: str) -> None:
    assert persian.display(name + ending).text == name + ending


@pytest.mark.parametrize(
    "text", ["خانه\u200c ای دوست", "در خانه\u200c ای بزرگ", "ب\u200c ای", "می\u200c ای"]
)
def test_a_half_space_typed_before_a_space_is_no_obstacle(text: str) -> None:
    shown = normalizer.normalize("", "", text, "fa").passages[0].display.text
    assert "ای" in shown
