"""An explanation in each language: the same clauses, with the plurals and the calendar it has."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage
from dideban.query.answers import explained
from dideban.query.document import document_from_text
from dideban.query.names import Names
from dideban.query.parser import parse
from dideban.query.tongue import table, tongue

NOW = datetime(2025, 12, 17, 12, tzinfo=UTC)
BODY = "The gas deal was signed. Long after that, when the guests had left, transit was mentioned."
TITLE = "A headline"
PERSIAN = yaml.safe_load((Path(__file__).parents[2] / "data" / "told.fa.yaml").read_text("utf-8"))
ARTICLE = document_from_text(
    article_id="a",
    title=TITLE,
    text=BODY,
    language="en",
    source="IRNA",
    url="https://en.irna.ir/1",
    published_at=datetime(2025, 12, 17, 3, tzinfo=UTC),
    entities=True,
)


def gaps(told: Any) -> set[str]:
    every = told.values() if isinstance(told, dict) else [told]
    return {gap for each in every for gap in re.findall(r"{(\w+)}", each)} - {"count", "spelt"}


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_every_language_has_every_clause_with_the_same_gaps(language: MessageLanguage) -> None:
    english, other = table("en"), table(language)
    assert list(english) == list(other)
    assert {key: gaps(told) for key, told in english.items()} == {
        key: gaps(told) for key, told in other.items()
    }


@pytest.mark.parametrize(("query", "sentence"), (PERSIAN["missed"] | PERSIAN["found"]).items())
def test_a_clause_is_told_in_the_approved_persian(query: str, sentence: str) -> None:
    asked = parse(query, names=Names())
    told = explained(asked, ARTICLE, {"title": TITLE, "body": BODY}, NOW, "fa")
    assert sentence in [each.sentence for each in told.clauses]


OF_EACH: list[tuple[MessageLanguage, str, str]] = [
    ("ar", "gas NEAR/3 coal", "في الخبر «gas»، وليس فيه «coal»."),
    ("az", "(coal gas) OR (oil gas)", "2 variantın heç biri doğru deyil."),
    ("ru", "gas NEAR/8 transit", "Между «gas» и «transit» расстояние в 12 слов; "),
    ("tr", "deal -transit", "İstenmiyordu, ama 1 kez geçiyor."),
]


@pytest.mark.parametrize(("language", "query", "sentence"), OF_EACH)
def test_a_clause_is_told_as_the_language_has_it(
    language: MessageLanguage, query: str, sentence: str
) -> None:
    asked = parse(query, names=Names())
    told = explained(asked, ARTICLE, {"title": TITLE, "body": BODY}, NOW, language)
    assert any(each.sentence.startswith(sentence) for each in told.clauses)


@pytest.mark.parametrize(
    ("language", "many", "when"),
    [
        ("ru", "a, b, c, d и ещё 3", "17 декабря 2025 года, 12:00 UTC"),
        ("en", "a, b, c, d and 3 others", "17 December 2025, 12:00 UTC"),
        ("fa", "a، b، c، d و ۳ تای دیگر", "۲۶ آذر ۱۴۰۴، ساعت ۱۲:۰۰ به وقت جهانی"),
    ],
)
def test_numbers_lists_and_days_are_those_of_the_language(
    language: MessageLanguage, many: str, when: str
) -> None:
    t = tongue(language)
    assert t.listed(list("abcdefg")) == many
    assert t.moment(NOW) == when
