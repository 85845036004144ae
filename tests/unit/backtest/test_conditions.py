"""The index leaves out no article that a query finds, and leaves out most that it does not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from dideban.backtest.conditions import ALWAYS, NEVER, AllOf, Condition, Has, condition
from dideban.backtest.index_words import (
    EVERY_WORD,
    combination,
    index_words,
    words_of_languages,
)
from dideban.packs.loader import load_packs, pack_names
from dideban.query.document import Document, document_from_text
from dideban.query.oracle import holds
from dideban.query.parser import parse
from dideban.query.tree import Node
from tests.unit.query_strategies import documents, trees

NOW = datetime(2025, 12, 17, tzinfo=UTC)
relaxed = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


def satisfied(wanted: Condition, words: set[str]) -> bool:
    match wanted:
        case Has(word, begins):
            return any(w.startswith(word) if begins else w == word for w in words)
        case AllOf(parts):
            return all(satisfied(part, words) for part in parts)
        case _:
            return any(satisfied(part, words) for part in wanted.parts)


@relaxed
@given(trees, documents)
def test_what_a_tree_finds_its_condition_finds(tree: Node, document: Document) -> None:
    if holds(tree, document, NOW):
        assert satisfied(condition(tree, document.languages), index_words(document))


READ = {
    "fa": "سخنگوی گازپروم گفت صادرات گاز از مسیر ترک‌استریم و می‌رود تا مرز ایران و ترکیه.",
    "ar": "أعلنت وزارة الطاقة العراقية أنّ نقل الغاز عبر إيران سيبدأ قريباً.",
    "ru": "«Газпром» сообщил о транзите газа через Турцию по трубопроводам.",
    "tr": "BOTAŞ’ın açıklamasına göre İran’a doğal gaz ihracatı Iğdır sınırından başlayacak.",
    "az": "SOCAR-ın məlumatına görə Rusiya qazının İrana nəqli Bakıda müzakirə edilib.",
    "en": "Gazprom's C++ engineers don't expect U.S. gas pipelines before 2030.",
}


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("fa", "گاز NEAR/5 صادرات"),
        ("fa", "«میرود»"),
        ("fa", 'exact:"می رود"'),
        ("fa", "تركي*"),
        ("fa", "entity:Gazprom country:IR"),
        ("fa", "topic:gas-transfer"),
        ("ar", "«نقل الغاز» AND NOT قطر"),
        ("ar", "وزار* SAME الطاقه"),
        ("ru", '("транзит газа" SAME Турция) OR цена'),
        ("ru", "(lang:ru газопровод) OR (lang:ru трубопровод)"),
        ("tr", "cs:BOTAŞ ığdır"),
        ("az", "cs:SOCAR bakı"),
        ("en", "gazprom pipeline lang:en source:wire site:news.example author:doe"),
        ("en", 'exact:"don\'t" u.s.'),
        ("en", 'atleast1:(pipelin*) "C++"'),
    ],
)
def test_a_query_of_a_reader_asks_the_index_for_something_that_its_article_has(
    language: str, query: str
) -> None:
    document = document_from_text(
        article_id="a",
        title="",
        text=READ[language],
        language=language,
        source="Example Wire",
        url="https://www.news.example/1",
        entities=True,
    )
    document = replace(document, authors=("Jane Doe",))
    wanted = condition(parse(query, names=pack_names()).tree, document.languages)
    assert wanted not in (ALWAYS, NEVER)
    assert satisfied(wanted, index_words(document))


def test_a_pack_asks_only_for_words_of_its_patterns_in_the_articles_language() -> None:
    tree = load_packs()["gas-transfer"].tree
    assert condition(tree, ("tr",)) != condition(tree, ("az",))
    silent = document_from_text(article_id="a", title="", text="Футбол в Москве", language="ru")
    assert not satisfied(condition(tree, ("ru",)), index_words(silent))


def test_an_article_with_too_many_words_is_always_looked_at() -> None:
    text = " ".join(f"w{number}" for number in range(30_000))
    words = index_words(document_from_text(article_id="a", title="", text=text, language="en"))
    assert EVERY_WORD in words
    assert len(words) < 10


@pytest.mark.parametrize("languages", [("fa",), ("fa", "en"), ("und",)])
def test_languages_are_read_back_from_their_word(languages: tuple[str, ...]) -> None:
    assert words_of_languages(combination(languages)) == languages
