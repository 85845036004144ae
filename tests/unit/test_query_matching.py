"""What a query finds in six languages, and where it points."""

from datetime import UTC, datetime

import pytest

from dideban.query.document import document_from_text
from dideban.query.engine import Engine, Hit
from dideban.query.names import Names
from dideban.query.oracle import holds
from dideban.query.parser import parse

NOW = datetime(2025, 12, 17, 12, tzinfo=UTC)
NAMES = Names()


def hits(query: str, text: str, *, title: str = "", language: str | None = None) -> list[Hit]:
    document = document_from_text(
        article_id="a1",
        title=title,
        text=text,
        language=language,
        source="IRNA English",
        url="https://en.irna.ir/news/1",
        published_at=datetime(2025, 12, 17, 9, tzinfo=UTC),
    )
    parsed = parse(query, names=NAMES)
    engine = Engine()
    engine.add("s1", parsed)
    found = engine.match(document, NOW)
    assert bool(found) == holds(parsed.tree, document, NOW)
    return found


FA = "گفت‌وگوی سازنده‌ای بود: طرح انتقال گاز به ایران امضا شد و کریدور شمال - جنوب پیش می‌رود."
FA_LOST = "ظرفیتهای منطقهای و بینالمللی در حملونقل ریلی بررسی شد و دیپلماتها گزارش دادند."
AR = "أكد الوزير أنّ نقل الغاز الروسي إلى إيران عبر أذربيجان سيبدأ العام المقبل بالاتفاق مع الشركات."
RU = (
    "Стороны обсудили транзит российского газа через Азербайджан и перевозки по "
    "коридору «Север — Юг»."
)
TR = "Rusya'nın İran'a doğal gaz sevkiyatı Iğdır sınırında başlayacak, BOTAŞ'ın açıklaması böyle."
AZ = (
    "Rusiya qazının Azərbaycan ərazisindən İrana nəqli Bakıda müzakirə edilib, "
    "SOCAR-ın məlumatına görə."
)
EN = (
    "The ministers discussed transferring Russian gas through Azerbaijan. "
    "OPEC's pipelines came later."
)

TABLE = [
    # language, text, query, whether it matches
    ("fa", FA, "گاز", True),
    ("fa", FA, "«انتقال گاز»", True),
    ("fa", FA, "«گاز انتقال»", False),
    ("fa", FA, "گاز NEAR/3 ايران", True),
    ("fa", FA, "«كريدور شمال جنوب»", True),
    ("fa", FA, '"شمال–جنوب"', True),
    ("fa", FA, "طرح‌های", True),
    ("fa", FA, "exact:طرح‌های", False),
    ("fa", FA, "سازنده", True),
    ("fa", FA, "گازوئیل", False),
    ("fa", FA, "گا*", True),
    ("fa", FA_LOST, "منطقه‌ای", True),
    ("fa", FA_LOST, "بین‌المللی", True),
    ("fa", FA_LOST, '"بین المللی"', True),
    ("fa", FA_LOST, "بینالمللی", True),
    ("fa", FA_LOST, "دیپلمات", True),
    ("fa", FA_LOST, "دیپلمات‌ها", True),
    ("fa", FA_LOST, '"حمل و نقل"', True),
    ("fa", FA_LOST, "ظرفیت", True),
    ("ar", AR, "غاز", True),
    ("ar", AR, '"نقل الغاز"', True),
    ("ar", AR, "اذربيجان", True),
    ("ar", AR, "اتفاق", True),
    ("ar", AR, "exact:اتفاق", False),
    ("ar", AR, "روسی NEAR/3 إیران", True),
    ("ar", AR, "نقل SAME نفط", False),
    ("ru", RU, "российский газ", True),
    ("ru", RU, '"транзит российский газ"', True),
    ("ru", RU, "exact:газ", False),
    ("ru", RU, "exact:газа", True),
    ("ru", RU, '"север юг"', True),
    ("ru", RU, "Север-Юг", True),
    ("ru", RU, "азербайдж*", True),
    ("ru", RU, "нефть OR уголь", False),
    ("tr", TR, "İran", True),
    ("tr", TR, "rusya", True),
    ("tr", TR, "ığdır", True),
    ("tr", TR, "Iğdır", True),
    ("tr", TR, "idir", False),
    ("tr", TR, '"doğal gaz" ONEAR/2 sevkiyat', True),
    ("tr", TR, "botaş", True),
    ("tr", TR, "cs:BOTAŞ'ın", True),
    ("tr", TR, "cs:botaş'ın", False),
    ("tr", TR, "exact:botaş'ın", True),
    ("az", AZ, "qaz", True),
    ("az", AZ, "İran", True),
    ("az", AZ, "azərbaycan NEAR/6 nəql", True),
    ("az", AZ, "socar bakı", True),
    ("az", AZ, "neft", False),
    ("en", EN, "transfer", True),
    ("en", EN, '"transfer Russian gas"', True),
    ("en", EN, 'exact:"transfer"', False),
    ("en", EN, "pipel*", True),
    ("en", EN, "opec", True),
    ("en", EN, "gas SAME azerbaijan", True),
    ("en", EN, "gas SAME pipeline", False),
    ("en", EN, "gas ONEAR/3 azerbaijan", True),
    ("en", EN, "azerbaijan ONEAR/3 gas", False),
    ("en", EN, "gas NEAR/1 azerbaijan", False),
    ("en", EN, "gas -pipeline", False),
    ("en", EN, "gas -oil", True),
    ("en", EN, "minister (gas OR coal)", True),
    ("en", EN, "atleast2:(gas OR pipeline)", True),
    ("en", EN, "atleast2:gas", False),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "query", "matches"), TABLE)
def test_a_query_finds_what_a_reader_of_the_language_would(
    language: str, text: str, query: str, *, matches: bool
) -> None:
    assert bool(hits(query, text, language=language)) is matches


METADATA = [
    ("lang:en gas", True),
    ("lang:(fa OR ru) gas", False),
    ("-lang:fa gas", True),
    ("source:irna gas", True),
    ('source:"IRNA English" gas', True),
    ("source:tass gas", False),
    ("site:irna.ir gas", True),
    ("site:en.irna.ir gas", True),
    ("site:na.ir gas", False),
    ("gas published:[-6h TO now]", True),
    ("gas published:[-2h TO now]", False),
    ("gas published:[2025-12-17 TO 2025-12-17]", True),
    ("gas published:[* TO 2025-12-16]", False),
    ("gas story.sources>=1", True),
    ("gas story.sources>1", False),
    ("country:IR OR gas", True),
    ("country:IR gas", False),
    ("entity:Gazprom gas", False),
    ("author:somebody gas", False),
]


@pytest.mark.parametrize(("query", "matches"), METADATA)
def test_what_is_known_of_an_article_counts(query: str, *, matches: bool) -> None:
    assert bool(hits(query, EN, language="en")) is matches


PLACES = [
    ("title:gas", True),
    ("title:coal", False),
    ("lead:coal", True),
    ("lead:steel", False),
    ("body:steel", True),
    ("body:coal", True),
    ("body:gas", False),
    ("title:(gas NEAR/3 minister)", True),
    ("gas NEAR/100 coal", False),
    ('"coal today steel"', False),
    ("today NEAR/2 steel", True),
    ("head:gas head:coal", True),
    ("head:(minister coal)", True),
    ("head:steel", False),
    ("head:(gas NEAR/9 coal)", False),
]


@pytest.mark.parametrize(("query", "matches"), PLACES)
def test_places_are_title_lead_head_and_body(query: str, *, matches: bool) -> None:
    text = "They spoke about coal today.\n\nSteel came up in the second part of their meeting."
    found = hits(query, text, title="The minister on gas", language="en")
    assert bool(found) is matches


@pytest.mark.parametrize(
    ("language", "text", "query", "words"),
    [
        ("fa", FA, "«انتقال گاز»", ["انتقال", "گاز"]),
        ("fa", FA_LOST, "منطقه‌ای دیپلمات", ["منطقهای", "دیپلماتها"]),
        ("fa", FA_LOST, '"بین المللی" ریلی', ["بینالمللی", "ریلی"]),
        ("ar", AR, "اتفاق غاز", ["الغاز", "بالاتفاق"]),
        ("ru", RU, "газ", ["газа"]),
        ("tr", TR, "rusya", ["Rusya'nın"]),
        ("az", AZ, "qaz", ["qazının"]),
        ("en", EN, "transfer (gas OR oil) -coal", ["transferring", "gas"]),
        ("en", EN, "gas NEAR/2 russia*", ["Russian", "gas"]),
    ],
)
def test_highlights_cut_the_matched_words_out_of_the_original(
    language: str, text: str, query: str, words: list[str]
) -> None:
    (hit,) = hits(query, text, language=language)
    assert [text[h.start : h.end] for h in hit.highlights] == words
    assert [h.text for h in hit.highlights] == words


def test_only_words_of_clauses_that_fired_are_highlighted() -> None:
    text = "Gas came first. Coal came second, far from the gas and near to nothing of interest."
    (hit,) = hits("first OR (coal oil)", text, language="en")
    assert [h.text for h in hit.highlights] == ["first"]
    assert [clause.text for clause in hit.clauses] == ["first"]


def test_a_chain_highlights_only_occurrences_that_stand_in_it() -> None:
    text = "Gas alone. Later the gas transfer was agreed, and much later came another transfer."
    (hit,) = hits("gas ONEAR/2 transfer", text, language="en")
    assert [(h.start, h.text) for h in hit.highlights] == [(21, "gas"), (25, "transfer")]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("آبگیری", "آبگیری سد چم‌شیر با هشدار روبه‌رو شد."),
        ("کشتیرانی", "کشتیرانی در آب‌های خزر از سر گرفته می‌شود."),
    ],
)
def test_a_joined_word_is_found_in_a_text_whose_half_spaces_stand(query: str, text: str) -> None:
    assert hits(query, text, language="fa")
