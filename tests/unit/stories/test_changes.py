import pytest
from story_articles import Desk, print_of

from dideban.stories.changes import changes, in_words
from dideban.stories.decide import story_id_of
from dideban.stories.sourcing import agency_named

REPORT = (
    "Blast at Tabriz refinery",
    "A tank exploded at the refinery in Tabriz on Monday and 12 workers were injured.",
)
SAYS = {
    "fa": (
        ("official-source", "سخنگوی وزارت نفت گفت که تولید پالایشگاه ادامه دارد"),
        ("denial", "شرکت ملی گاز ایران خبر قطع صادرات را تکذیب کرد"),
        ("correction", "اصلاحیه: در خبر پیشین شمار زخمیان نادرست آمده بود"),
    ),
    "ar": (
        ("official-source", "قال متحدث باسم وزارة الكهرباء إن الشبكة عادت إلى العمل"),
        ("denial", "نفى مدير الشركة توقف ضخ الغاز إلى المحطات أمس"),
        ("correction", "تصحيح: ورد في الخبر السابق عدد خاطئ للمصابين في الحادث"),
    ),
    "ru": (
        ("official-source", "Пресс-служба завода сообщила, что работа продолжается как обычно"),
        ("denial", "В компании опровергли остановку прокачки газа по трубопроводу"),
        ("correction", "Исправление: в прежней заметке число раненых указано неверно"),
    ),
    "tr": (
        (
            "official-source",
            "Bakanlık sözcüsü üretimin sürdüğünü, hasarın küçük olduğunu söyledi",
        ),
        ("denial", "Şirket gaz akışının durduğu yönündeki haberleri yalanladı ve uyardı"),
        ("correction", "Düzeltme: önceki haberde yaralı sayısı yanlış verilmişti, özür dileriz"),
    ),
    "az": (
        ("official-source", "Energetika Nazirliyi bildirib ki, istehsal davam edir və zərər azdır"),
        ("denial", "Şirkət qazın dayandırılması barədə xəbəri təkzib edib və izah verib"),
        ("correction", "Düzəliş: əvvəlki xəbərdə yaralıların sayı səhv göstərilmişdi"),
    ),
    "en": (
        ("official-source", "A ministry spokesman said that production at the plant goes on"),
        ("denial", "The company denied reports that the flow of gas had been stopped"),
        ("correction", "Correction: an earlier report gave a wrong number of people hurt"),
    ),
}
PASSES_ON = {
    "fa": ("به گزارش ایرنا، مخزنی در پالایشگاه تبریز صبح امروز منفجر شد", "dideban:irna"),
    "ar": ("انفجر خزان في مصفاة تبريز صباح اليوم، نقلا عن رويترز", "dideban:reuters"),
    "ru": ("По сообщению ТАСС, на заводе в Тебризе утром взорвался резервуар", "dideban:tass"),
    "tr": ("AA'nın haberine göre Tebriz'deki rafineride sabah bir tank patladı", "dideban:anadolu"),
    "az": ("AZƏRTAC xəbər verir ki, Təbrizdə zavodda səhər çən partlayıb", "dideban:azertac"),
    "en": ("A tank exploded at the Tabriz refinery today, Reuters reported", "dideban:reuters"),
}


@pytest.mark.parametrize(
    ("language", "what", "text"),
    [(language, what, text) for language, rows in SAYS.items() for what, text in rows],
)
def test_who_speaks_and_how_is_read_in_six_languages(language: str, what: str, text: str) -> None:
    assert what in print_of("", text, language).said


@pytest.mark.parametrize("language", SAYS)
def test_plain_news_neither_denies_nor_corrects(language: str) -> None:
    texts = dict(SAYS[language])
    assert print_of("", texts["official-source"], language).said == {"official-source"}


@pytest.mark.parametrize("language", PASSES_ON)
def test_an_article_that_passes_an_agency_on_is_told_by_the_agency(language: str) -> None:
    text, agency = PASSES_ON[language]
    assert print_of("", text, language, source="portal.example").told_by == agency
    assert print_of("", text, language, source="portal.example").source == "portal.example"


@pytest.mark.parametrize(
    ("source", "agency"),
    [
        ("tass.ru", "dideban:tass"),
        ("ТАСС", "dideban:tass"),
        ("www.irna.ir", "dideban:irna"),
        ("IRNA English", "dideban:irna"),
        ("aa.com.tr", "dideban:anadolu"),
        ("portal.example", None),
        ("", None),
    ],
)
def test_editions_of_an_agency_are_the_agency(source: str, agency: str | None) -> None:
    assert agency_named(source) == agency


def test_a_report_of_two_agencies_is_its_own() -> None:
    text = "Reuters reported a blast at the refinery, while TASS reported a fire at the plant"
    assert print_of("", text, "en", source="portal.example").told_by == "portal.example"


def test_those_who_pass_on_one_agency_are_one_source() -> None:
    desk = Desk()
    title, body = REPORT
    desk.place(print_of(title, f"{body} Reuters reported it.", "en", source="reuters.example"))
    for number in range(3):
        text = f"According to Reuters, {body} Readers of portal {number} hear more soon."
        told = print_of(title, text, "en", article_id=f"p{number}", source=f"p{number}.example")
        ref = desk.place(told)
        assert (ref.story_id, ref.sources) == (story_id_of("a"), 1)


def test_a_denial_is_a_follow_up_and_named_once() -> None:
    desk = Desk()
    title, body = REPORT
    desk.place(print_of(title, body, "en"))
    text = "На НПЗ в Тебризе после взрыва ранены 12 рабочих; компания опровергла остановку завода."
    denial = print_of("Взрыв в Тебризе", text, "ru", article_id="b", source="two")
    ref = desk.place(denial)
    assert (ref.role, "denial" in ref.changes) == ("follow-up", True)
    again = desk.place(print_of("Взрыв в Тебризе: завод", text, "ru", article_id="c", source="c"))
    assert again.story_id == ref.story_id
    assert "denial" not in again.changes


def test_a_new_country_place_and_language_are_named() -> None:
    before = print_of(*REPORT, "en")
    text = "В Тебризе взорвался резервуар НПЗ, ранены 12 рабочих; Турция и Баку предложили помощь."
    after = print_of("Взрыв на НПЗ", text, "ru", article_id="b")
    found = changes(before, after)
    assert {"country:TR", "place:geonames:587084", "language:ru"} <= set(found)
    assert "language:ru" not in changes(before, after, [print_of("", text, "ru", article_id="c")])


def test_a_number_of_another_language_is_named_by_its_value() -> None:
    before = print_of(*REPORT, "en")
    text = "В Тебризе взорвался резервуар, ранены 12 рабочих, ущерб — 84,3 млн долларов."
    assert "number-added:84300000" in changes(before, print_of("", text, "ru", article_id="b"))


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("country:TR", "concerns Türkiye too"),
        ("place:geonames:587084", "names Baku"),
        ("number-added:9", "new figure 9"),
        ("denial", "it is denied"),
        ("language:fa", "told in another language (fa)"),
        ("something-new:1", "something-new:1"),
    ],
)
def test_changes_are_told_in_words(token: str, words: str) -> None:
    assert in_words(token) == words
