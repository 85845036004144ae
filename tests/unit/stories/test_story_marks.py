import pytest
from story_articles import print_of

from dideban.stories.marks import LANGUAGES, NO_MARKS, concept_weights, concepts
from dideban.stories.skeletons import skeleton
from dideban.text.tables import alternatives, rows

DERBENT = {
    "ru": "дербент",
    "az": "dərbənd",
    "en": "derbent",
    "tr": "derbent",
    "fa": "دربند",
    "ar": "دربند",
}
QUAKE = {
    "fa": ("زلزله در شمال", "زمین‌لرزه‌ای به بزرگی ۵٫۴ روز دوشنبه آستارا را لرزاند."),
    "ar": ("زلزال في الشمال", "ضرب زلزال بقوة 5.4 درجات مدينة آستارا يوم الاثنين."),
    "ru": ("Землетрясение на севере", "Землетрясение магнитудой 5,4 произошло в понедельник."),
    "tr": ("Kuzeyde deprem", "Pazartesi günü 5,4 büyüklüğünde deprem meydana geldi."),
    "az": ("Şimalda zəlzələ", "Bazar ertəsi 5,4 maqnitudalı zəlzələ baş verib."),
    "en": ("Earthquake in the north", "A magnitude 5.4 earthquake struck on Monday."),
}


@pytest.mark.parametrize("language", DERBENT)
def test_a_name_has_one_skeleton_in_every_script(language: str) -> None:
    assert skeleton(DERBENT[language], language) == "TRPNT"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("özalp", "tr"), ("اوزالپ", "fa")),
        (("kuzbass", "en"), ("кузбасс", "ru")),
        (("hakkari", "tr"), ("هكاري", "ar")),
        (("persepolis", "en"), ("پرسپولیس", "fa")),
        (("şəki", "az"), ("sheki", "en")),
    ],
)
def test_vowels_and_doubled_letters_do_not_count(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert skeleton(*one) == skeleton(*other)


@pytest.mark.parametrize("word", ["", "7", "+", "ا", "ъ", "漢字"])
def test_what_has_no_consonant_of_ours_has_hardly_a_skeleton(word: str) -> None:
    assert len(skeleton(word, "ru")) <= 1


@pytest.mark.parametrize("language", QUAKE)
def test_an_earthquake_has_the_same_marks_in_every_language(language: str) -> None:
    marks = print_of(*QUAKE[language], language).marks
    assert "quake" in marks.concepts
    assert "5.4" in marks.numbers
    assert marks.days <= {"2026-02-23", "2026-03-02"}


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("fa", "سکه امروز ۸۴ میلیون و ۳۰۰ هزار تومان معامله شد", "8.43e+07"),
        ("ru", "Без света остались 38 тыс. жителей пяти районов", "38000"),
        ("en", "Without power were thirty-eight thousand people there", "38000"),
        ("az", "İldə 2,4 milyard kubmetr qaz veriləcək deyə bildirilib", "2.4e+09"),
        ("ar", "لقي سبعة أشخاص مصرعهم في حريق كبير وسط المدينة", "7"),
    ],
)
def test_a_number_is_its_value_however_written(language: str, text: str, number: str) -> None:
    assert number in print_of("", text, language).marks.numbers


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("az", "«Qarabağ» futbol üzrə oyunda rəqibini 3:2 hesabı ilə məğlub edib"),
        ("fa", "در لیگ برتر فوتبال پرسپولیس ۳–۲ رقیب خود را شکست داد"),
        ("en", "In the football league the guests lost by 2-3 on Sunday"),
    ],
)
def test_the_result_of_a_match_is_a_mark(language: str, text: str) -> None:
    assert print_of("", text, language).marks.scores == {"3-2"}


def test_a_time_is_no_result() -> None:
    assert print_of(
        "", "The ministers meet from 10:30 on and talk until noon", "en"
    ).marks.scores == (frozenset())


def test_who_is_of_a_country_stands_for_it() -> None:
    marks = print_of("", "Turkish and Iraqi officials met their guests this week", "en").marks
    assert {"iso3166:TR", "iso3166:IQ"} <= marks.things


def test_an_article_of_a_word_or_two_has_no_marks() -> None:
    assert print_of("Earthquake", "", "en").marks == NO_MARKS


def test_a_language_without_a_table_has_numbers_all_the_same() -> None:
    marks = print_of("", "Beben der Stärke 5.4 erschüttert am Montag den Norden", "de").marks
    assert (marks.concepts, marks.numbers) == (frozenset(), {"5.4"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_has_words_in_every_language(language: str) -> None:
    column = 2 + LANGUAGES.index(language)
    for row in rows("dideban.stories", "concepts.tsv"):
        assert len(row) == 2 + len(LANGUAGES), row[0]
        assert alternatives(row[column]), (row[0], language)
    assert concepts(language)


def test_concepts_weigh_from_one_to_three() -> None:
    assert set(concept_weights().values()) == {1.0, 2.0, 3.0}
