import time
from datetime import UTC, datetime

import pytest

from dideban.entities.tagger import MAX_ENTITIES, merged, tag, tag_article
from dideban.text.analyser import tokens
from dideban.text.normalizer import normalize
from schemas.articles import Entity, RawArticle
from services.demo.catalogue import load_catalogue

CATALOGUE = load_catalogue()


def found(text: str, language: str) -> list[tuple[str, str | None]]:
    return [
        (entity.surface, entity.id)
        for entity in tag(tokens(text, language), text, "body", language)
    ]


def article(title: str, body: str) -> RawArticle:
    return RawArticle(
        article_id="a",
        revision="r",
        feed_id="f",
        source="s",
        title=title,
        body=body,
        fetched_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


IR, RU, AZ, TR = "iso3166:IR", "iso3166:RU", "iso3166:AZ", "iso3166:TR"
TEHRAN, BAKU = "geonames:112931", "geonames:587084"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fa", "سفیر ایران در روسیه", [("ایران", IR), ("روسیه", RU)]),
        ("fa", "مذاکرات در باکوی سرد", [("باکوی", BAKU)]),
        ("fa", "پزشکیان گفت", [("پزشکیان", "dideban:masoud-pezeshkian")]),
        ("ar", "بحثت مع إيران وروسيا", [("إيران", IR), ("وروسيا", RU)]),
        ("ar", "وصل بطهران", [("بطهران", TEHRAN)]),
        ("ar", "قال للعراق", [("للعراق", "iso3166:IQ")]),
        ("ru", "о России и Азербайджане", [("России", RU), ("Азербайджане", AZ)]),
        ("ru", "встреча с Путиным", [("Путиным", "dideban:vladimir-putin")]),
        ("ru", "в Турцию через Баку", [("Турцию", TR), ("Баку", BAKU)]),
        ("tr", "Türkiye'ye İran'dan", [("Türkiye'ye", TR), ("İran'dan", IR)]),
        ("tr", "Azerbaycan’ın kararı", [("Azerbaycan’ın", AZ)]),
        ("tr", "Irak’ı aradı", [("Irak’ı", "iso3166:IQ")]),
        ("az", "Rusiyadan Bakıya", [("Rusiyadan", RU), ("Bakıya", BAKU)]),
        (
            "az",
            "Azərbaycanın Gəncədə zavodu",
            [("Azərbaycanın", AZ), ("Gəncədə", "geonames:586523")],
        ),
        ("en", "Iran's gas and Russia’s", [("Iran's", IR), ("Russia’s", RU)]),
        ("en", "in Türkiye and Turkey", [("Türkiye", TR), ("Turkey", TR)]),
    ],
)
def test_inflected_names_lead_to_their_thing(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "country"),
    [
        ("fa", "سفیر الجزایر و وزیر کنیا", "DZ KE"),
        ("fa", "کودتا در کشور مالی", "ML"),
        ("ar", "وفد من الكاميرون إلى تونس", "CM TN"),
        ("ar", "قال لكينيا وبالمغرب", "KE MA"),
        ("ru", "посол Кубы в Нигерии", "CU NG"),
        ("ru", "парламент Гану и Чаде", "GH TD"),
        ("tr", "Fas'ta deprem, Kamerun'a yardım", "MA CM"),
        ("tr", "Şili'nin bakırı Çad'dan geçmez", "CL TD"),
        ("az", "Əlcəzairə qaz, Keniyaya çay", "DZ KE"),
        ("en", "Nigeria's gas and Algeria’s", "NG DZ"),
    ],
)
def test_all_countries_are_known(language: str, text: str, country: str) -> None:
    wanted = [f"iso3166:{code}" for code in country.split()]
    assert [thing for _, thing in found(text, language)] == wanted


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "بحران مالی و چک بی‌محل، پرو کردن لباس، غنای فرهنگ، نتوانست و تونست"),
        ("ar", "كاميرات المراقبة والدعم المالي ومدرسة للبنين وكلاوس"),
        ("ru", "после того как дали куб и малые дети в чаду"),
        ("tr", "Benim kameram, mali yıl, çadır ve gine"),
        ("az", "maliyyə, kamera, mənim, çadır"),
        ("en", "a guinea pig, china plates and a chile"),
    ],
)
def test_other_words_are_no_countries(language: str, text: str) -> None:
    assert [thing for _, thing in found(text, language) if thing.startswith("iso3166")] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "راه‌آهن رشت - آستارا"),
        ("fa", "راهآهن رشت-آستارا"),
        ("ar", "سكة حديد رشت – آستارا"),
        ("ru", "Решт — Астара"),
        ("tr", "Reşt-Astara demiryolu"),
        ("az", "Rəşt–Astara dəmir yolunun"),
        ("en", "Rasht–Astara railway"),
    ],
)
def test_the_longest_name_wins_over_the_places_in_it(language: str, text: str) -> None:
    assert found(text, language) == [(text, "dideban:rasht-astara-railway")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "غذای ایرانی و روسی"),
        ("ar", "الأنابيب الإيرانية"),
        ("ru", "российского газа иранской компании"),
        ("en", "an Iranian and a turkey in the oven"),
        ("az", "gənclərdən ibarət komanda. Gənclərdən soruşduq"),
        ("tr", "kandan ve peki dedi"),
        ("ru", "баки с водой и груз"),
        ("ar", "هذا مشهد من فيلم"),
        ("en", "He left Rasht. Astara was next"),
    ],
)
def test_other_words_are_not_taken_for_the_whole_name(language: str, text: str) -> None:
    taken = {
        IR, RU, TR, BAKU, "geonames:586523", "iso3166:CA", "geonames:1816670", "geonames:124665",
        "dideban:rasht-astara-railway",
    }  # fmt: skip
    assert not taken & {thing for _, thing in found(text, language)}


@pytest.mark.parametrize("sample", CATALOGUE.samples, ids=lambda sample: sample.id)
def test_spans_cut_the_surface_out_of_the_original_field(sample) -> None:  # noqa: ANN001
    language = CATALOGUE.language_of(sample)
    raw = article(sample.title, "\n\n".join(sample.paragraphs))
    entities, amounts = tag_article(raw, normalize(raw.title, "", raw.body, language), language)
    fields = {"title": raw.title, "body": raw.body}
    for part in (*entities, *amounts):
        assert fields[part.field][part.start : part.end] == part.surface
    places = [(e.field != "title", e.start) for e in entities]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("topic", "ids"),
    [
        ("north-south-corridor", {"dideban:north-south-corridor", "dideban:rasht-astara-railway"}),
        ("gas-transfer", {"iso3166:IR", "iso3166:TM", "iso3166:RU"}),
    ],
)
def test_the_samples_of_a_topic_name_its_things(topic: str, ids: set[str]) -> None:
    for sample in CATALOGUE.samples:
        if topic in sample.topics:
            language = CATALOGUE.language_of(sample)
            raw = article(sample.title, "\n\n".join(sample.paragraphs))
            text = normalize(raw.title, "", raw.body, language)
            entities, _ = tag_article(raw, text, language)
            assert ids & {entity.id for entity in entities}, sample.id


def test_russian_names_outside_the_knowledge_base_are_recognised() -> None:
    text = "Глава «Газпрома» встретился в Кологриве с Иваном Сорокиным."
    raw = article("", text)
    entities, _ = tag_article(raw, normalize("", "", text, "ru"), "ru")
    assert ("Газпрома", "organisation", "dideban:gazprom") in [
        (e.surface, e.kind, e.id) for e in entities
    ]
    unknown = {(e.surface, e.kind) for e in entities if e.id is None}
    assert unknown == {("Кологриве", "place"), ("Иваном Сорокиным", "person")}
    assert all(e.confidence < 1 for e in entities if e.id is None)


def test_without_unknown_names_only_known_things_are_tagged() -> None:
    text = "Из Кологрива в Тегеран."
    raw, normal = article("", text), normalize("", "", text, "ru")
    entities, _ = tag_article(raw, normal, "ru", unknown_names=False)
    assert [e.surface for e in entities] == ["Тегеран"]


def test_what_is_known_wins_where_two_findings_touch() -> None:
    def entity(start: int, end: int, thing: str | None) -> Entity:
        return Entity(kind="place", surface="", field="body", start=start, end=end, id=thing)

    known = [entity(10, 20, "dideban:a"), entity(30, 40, "dideban:b")]
    others = [entity(0, 5, None), entity(19, 25, None), entity(20, 30, None), entity(35, 36, None)]
    assert [(e.start, e.id) for e in merged(known, others)] == [
        (0, None),
        (10, "dideban:a"),
        (20, None),
        (30, "dideban:b"),
    ]


def test_an_unknown_language_has_no_names_and_raises_nothing() -> None:
    raw = article("Թեհրան", "გაზი 25 km")
    entities, amounts = tag_article(raw, normalize(raw.title, "", raw.body, "und"), "und")
    assert entities == ()
    assert [q.value for q in amounts] == [25]


def test_an_empty_article_has_neither() -> None:
    assert tag_article(article("", ""), normalize("", "", "", "ru"), "ru") == ((), ())


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fa", "ru", "en", "und"])
@pytest.mark.parametrize(
    "body", ["Россия " * 20_000, "а" * 300_000, "\x00\ud800«" * 10_000, " \u200c\n" * 20_000]
)
def test_hostile_articles_take_time_in_proportion_and_end_in_bounds(
    language: str, body: str
) -> None:
    seconds_tagging(body[:1000], language)
    quarter, _ = seconds_tagging(body[: len(body) // 4], language)
    whole, entities = seconds_tagging(body, language)
    assert whole < 16 * max(quarter, 0.05)
    assert len(entities) <= MAX_ENTITIES


def seconds_tagging(body: str, language: str) -> tuple[float, tuple[Entity, ...]]:
    raw, text = article("", body), normalize("", "", body, language)
    before = time.process_time()
    entities, _ = tag_article(raw, text, language)
    return time.process_time() - before, entities
