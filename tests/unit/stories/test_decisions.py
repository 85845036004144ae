from collections import Counter
from datetime import timedelta
from itertools import permutations

import pytest
from story_articles import CATALOGUE, START, Desk, print_of, sample_print

from dideban.stories.decide import Member, changes, decide, story_id_of
from schemas.articles import StoryRef

BY_ID = {sample.id: sample for sample in CATALOGUE.samples}
WITH_TEXT = [sample for sample in CATALOGUE.samples if len(sample.paragraphs) > 1]
REPEATS = {
    "fa-gas-swap-turkmenistan-rewrite": "fa-gas-swap-turkmenistan",
    "fa-rasht-astara-progress-copy": "fa-rasht-astara-progress",
}

REPORT = {
    "fa": (
        "افزایش ترانزیت گاز",
        (
            "ترانزیت گاز از مرز شمالی به روزانه ۸ میلیون متر مکعب رسید. "
            "مدیر این شرکت گفت خط لوله آماده است و ایستگاه‌ها بازدید شده‌اند."
        ),
    ),
    "ar": (
        "ارتفاع عبور الغاز",
        (
            "بلغ عبور الغاز من الحدود الشمالية 8 ملايين متر مكعب يومياً. "
            "وقال مدير الشركة إن خط الأنابيب جاهز وإن المحطات خضعت للفحص."
        ),
    ),
    "ru": (
        "Транзит газа вырос",
        (
            "Транзит газа через северную границу достиг 8 млн кубометров в сутки. "
            "Директор компании сообщил, что газопровод готов, а станции проверены."
        ),
    ),
    "tr": (
        "Gaz geçişi arttı",
        (
            "Kuzey sınırından gaz geçişi günde 8 milyon metreküpe ulaştı. "
            "Şirket müdürü boru hattının hazır olduğunu ve istasyonların denetlendiğini söyledi."
        ),
    ),
    "az": (
        "Qaz tranziti artıb",
        (
            "Şimal sərhədindən qaz tranziti gündə 8 milyon kubmetrə çatıb. "
            "Şirkətin direktoru kəmərin hazır olduğunu və stansiyaların yoxlanıldığını deyib."
        ),
    ),
    "en": (
        "Gas transit grows",
        (
            "Gas transit through the northern border reached 8 million cubic metres a day. "
            "The head of the company said the pipeline is ready and its stations were inspected."
        ),
    ),
}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_among_all_samples_only_the_repeats_join_a_story(desk: Desk) -> None:
    stories: dict[str, str] = {}
    for sample in sorted(CATALOGUE.samples, key=lambda s: s.delay_seconds):
        stories[sample.id] = desk.place(sample_print(sample)).story_id
    expected = {s.id: story_id_of(REPEATS.get(s.id, s.id)) for s in CATALOGUE.samples}
    assert stories == expected


def test_the_repeats_among_the_samples_have_their_roles(desk: Desk) -> None:
    for repeat, first in REPEATS.items():
        assert desk.place(sample_print(BY_ID[first])).role == "first"
        ref = desk.place(sample_print(BY_ID[repeat]))
        if repeat.endswith("copy"):
            assert (ref.role, ref.sources, ref.copies, ref.changes) == ("copy", 1, 1, ())
        else:
            assert (ref.role, ref.sources, ref.copies) == ("rewrite", 2, 0)


@pytest.mark.parametrize("language", REPORT)
def test_the_same_words_elsewhere_are_a_copy(desk: Desk, language: str) -> None:
    title, body = REPORT[language]
    first = desk.place(print_of(title, body, language))
    copy = desk.place(print_of(title, body, language, article_id="b", source="two"))
    assert first == StoryRef(story_id=story_id_of("a"), role="first")
    assert copy == StoryRef(story_id=story_id_of("a"), role="copy", copies=1)


@pytest.mark.parametrize("language", REPORT)
def test_a_changed_number_in_the_same_article_is_an_edit(desk: Desk, language: str) -> None:
    title, body = REPORT[language]
    desk.place(print_of(title, body, language))
    new = body.replace("8", "9").replace("۸", "۹")
    ref = desk.place(print_of(title, new, language, revision="2"))
    assert ref.role == "edit"
    assert ref.story_id == story_id_of("a")
    assert ref.changes == ("text", "number-added:9", "number-removed:8")
    assert (ref.sources, ref.copies) == (1, 0)


@pytest.mark.parametrize("language", REPORT)
def test_another_source_that_adds_a_sentence_rewrites(desk: Desk, language: str) -> None:
    title, body = REPORT[language]
    extra = WITH_TEXT_BY_LANGUAGE[language].paragraphs[-1]
    desk.place(print_of(title, body, language))
    ref = desk.place(print_of(title, f"{body} {extra}", language, article_id="b", source="two"))
    assert (ref.role, ref.story_id, ref.sources) == ("rewrite", story_id_of("a"), 2)


WITH_TEXT_BY_LANGUAGE = {CATALOGUE.language_of(sample): sample for sample in WITH_TEXT}


@pytest.mark.parametrize("language", REPORT)
def test_new_figures_from_the_same_source_are_a_follow_up(desk: Desk, language: str) -> None:
    title, body = REPORT[language]
    desk.place(print_of(title, body, language))
    new = body.replace("8", "9").replace("۸", "۹")
    ref = desk.place(print_of(title, new, language, article_id="b"))
    assert ref.role == "follow-up"
    assert "number-added:9" in ref.changes


def test_the_same_report_in_another_language_is_a_translation(desk: Desk) -> None:
    for number, (other, (title, body)) in enumerate(REPORT.items()):
        ref = desk.place(print_of(title, body, other, article_id=f"a{number}", source=other))
        assert ref.role == ("translation" if number else "first"), other
        assert ref.story_id == story_id_of("a0")
        assert ref.sources == number + 1
        assert (f"language:{other}" in ref.changes) is bool(number)


def test_a_redelivered_article_keeps_its_place(desk: Desk) -> None:
    title, body = REPORT["en"]
    desk.place(print_of(title, body, "en"))
    copy = print_of(title, body, "en", article_id="b", source="two")
    first_time = desk.place(copy)
    assert desk.place(copy, after=timedelta(days=9)) == first_time


def test_an_article_edited_back_keeps_its_first_place(desk: Desk) -> None:
    title, body = REPORT["ru"]
    opened = desk.place(print_of(title, body, "ru"))
    desk.place(print_of(title, body + " Дополнение.", "ru", revision="2"))
    assert desk.place(print_of(title, body, "ru")) == opened


def test_an_edit_belongs_to_its_article_after_days_too(desk: Desk) -> None:
    title, body = REPORT["tr"]
    desk.place(print_of(title, body, "tr"))
    late = print_of(title, body + " Düzeltme.", "tr", revision="2")
    assert desk.place(late, after=timedelta(days=9)).role == "edit"


@pytest.mark.parametrize(("hours", "role"), [(71, "copy"), (73, "first")])
def test_a_story_takes_articles_for_72_hours(desk: Desk, hours: int, role: str) -> None:
    title, body = REPORT["az"]
    desk.place(print_of(title, body, "az"))
    again = print_of(title, body, "az", article_id="b")
    assert desk.place(again, after=timedelta(hours=hours)).role == role


@pytest.mark.parametrize("title", ["", "Weather", "Hava durumu", "هوا"])
def test_articles_of_a_word_or_two_stay_alone(desk: Desk, title: str) -> None:
    assert desk.place(print_of(title, "", "en", article_id="a")).role == "first"
    assert desk.place(print_of(title, "", "en", article_id="b")).role == "first"


def test_an_agency_s_standing_text_does_not_join_its_news(desk: Desk) -> None:
    standing = (
        "Example Wire is a fictional agency that reports from the region around the clock. "
        "Readers can follow its channels, write to the desk and correct its mistakes at any time."
    )
    one = "Ministers met in Baku to talk about tariffs on freight. " + standing
    two = "A storm closed the harbour for a day and two ferries turned back. " + standing
    desk.place(print_of("Tariff talks in Baku", one, "en"))
    ref = desk.place(print_of("Storm closes harbour", two, "en", article_id="b"))
    assert ref.role == "first"


def test_sources_are_counted_once_and_copies_apart(desk: Desk) -> None:
    title, body = REPORT["en"]
    longer = f"{body} Engineers will raise the pressure in two steps before the winter begins."
    desk.place(print_of(title, body, "en", article_id="a", source="one"))
    desk.place(print_of(title, body, "en", article_id="b", source="two"))
    desk.place(print_of(title, longer, "en", article_id="c", source="three"))
    ref = desk.place(print_of(title, body, "en", article_id="d", source="four"))
    assert (ref.role, ref.sources, ref.copies) == ("copy", 2, 2)


def test_the_order_of_the_candidates_does_not_matter() -> None:
    title, body = REPORT["fa"]
    prints = [
        print_of(title, body, "fa", article_id="a"),
        print_of(title, body + " پایان خبر.", "fa", article_id="b", source="two"),
        print_of(title, "خبر دیگری از شهر می‌رسد که ربطی ندارد", "fa", article_id="c"),
    ]
    desk = Desk()
    for fingerprint in prints:
        desk.place(fingerprint)
    new = print_of(title, body, "fa", article_id="z", source="three")
    refs = {decide(new, order, desk.now) for order in permutations(desk.members)}
    assert len(refs) == 1


def test_at_most_eight_numbers_are_named() -> None:
    before = print_of("t", "a b c d e f g", "en")
    after = print_of("t", " ".join(f"n {n}" for n in range(100, 140)), "en")
    kinds = Counter(change.partition(":")[0] for change in changes(before, after))
    assert kinds == {"text": 1, "number-added": 8}


def test_a_new_title_is_named() -> None:
    body = "The pipeline opened on Monday morning after tests"
    assert changes(print_of("One", body, "en"), print_of("Two", body, "en")) == ("title", "text")


def test_of_two_stories_the_closer_one_takes_the_article() -> None:
    title, body = REPORT["en"]
    near = print_of(title, body, "en", article_id="near", source="two")
    far_body = body.replace("The head of the company", "Someone").replace("inspected", "closed")
    far = print_of(title, far_body, "en", article_id="far", source="three")
    members = [
        Member(
            fingerprint=each,
            ref=StoryRef(story_id=each.article_id, role="first"),
            seen_at=START,
        )
        for each in (far, near)
    ]
    new = print_of(title, body + " It rained.", "en", article_id="z", source="four")
    assert decide(new, members, START).story_id == "near"
