"""Why a query matched and why not, as somebody who does not program reads it."""

from datetime import UTC, datetime

import pytest

from dideban.packs.loader import pack_names
from dideban.query.document import Document, document_from_text
from dideban.query.engine import Engine
from dideban.query.explain import why_not
from dideban.query.names import Names
from dideban.query.parser import parse
from schemas.matches import Clause

NOW = datetime(2025, 12, 17, 12, tzinfo=UTC)
FA = (
    "وزیر نفت در نشست خبری گفت که بهای گاز در بازار داخلی تغییری نمی‌کند. "
    "به گفته او ترانزیت کالا از مرزهای شرقی ادامه دارد."
)
EN = "The gas deal was signed. Long after that, when the guests had left, transit was mentioned."


def article(text: str, language: str, title: str = "") -> Document:
    return document_from_text(
        article_id="a",
        title=title,
        text=text,
        language=language,
        source="IRNA",
        url="https://en.irna.ir/1",
        published_at=datetime(2025, 12, 17, 3, tzinfo=UTC),
    )


MISSES = [
    ("gas NEAR/8 transit",
     "gas NEAR/8 transit: «gas» and «transit» are 12 words apart; NEAR/8 asks for 8"),
    ("transit ONEAR/20 gas",
     "transit ONEAR/20 gas: «transit» and «gas» are 12 words apart, but in the other order"),
    ("gas SAME transit",
     "gas SAME transit: «gas» and «transit» are not in one sentence (12 words apart)"),
    ("gas NEAR/3 coal", "gas NEAR/3 coal: «coal» not found"),
    ("gas NEAR/3 headline", "gas NEAR/3 headline: «gas» and «headline» stand in different fields"),
    ("coal", "coal: not found"),
    ("title:gas", "title:gas: not in the title, but in the body"),
    ('"gas transit"', '"gas transit": its words are found, but not next to each other'),
    ('"gas swap"', '"gas swap": «swap» not found'),
    ("atleast3:gas", "atleast3:gas: found 1 of 3 times"),
    ("deal -transit", "NOT transit: not wanted, but found: «transit»"),
    ("lang:fa gas", "lang:fa: the article has en"),
    ("source:tass gas", "source:tass: the article has IRNA"),
    ("site:tass.ru gas", "site:tass.ru: the article has en.irna.ir"),
    ("country:IR gas", "country:IR: the article has none"),
    ("published:[-6h TO now] gas", "published:[-6h TO now]: published 2025-12-17 03:00 UTC"),
    ("story.sources>=3 gas", "story.sources>=3: the story has 1 so far"),
    ("(coal OR oil) gas", "coal OR oil: none of these; coal: not found; oil: not found"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "sentence"), MISSES)
def test_a_miss_is_told_in_words(query: str, sentence: str) -> None:
    told = why_not(parse(query, names=Names()), article(EN, "en", "A headline"), NOW)
    assert sentence in told


def test_a_persian_miss_counts_the_words_between() -> None:
    told = why_not(parse("گاز NEAR/8 ترانزیت", names=Names()), article(FA, "fa"), NOW)
    assert told == ["گاز NEAR/8 ترانزیت: «گاز» and «ترانزیت» are 9 words apart; NEAR/8 asks for 8"]


def test_every_top_level_clause_is_told_met_or_not() -> None:
    told = why_not(parse("gas coal lang:en", names=Names()), article(EN, "en"), NOW)
    assert told == ["gas: met", "coal: not found", "lang:en: met"]


def test_a_pack_that_was_missed_tells_its_nearest_miss() -> None:
    text = "Gas prices fell at home, and many months of talks went by, Iran said, before transit."
    (told,) = why_not(parse("topic:gas-transfer", names=pack_names()), article(text, "en"), NOW)
    assert told.startswith("topic:gas-transfer: nothing of the pack gas-transfer was found")
    assert "words apart" in told


def test_the_clauses_that_fired_name_their_pack() -> None:
    engine = Engine()
    engine.add("s", parse("topic:gas-transfer lang:fa -نفت", names=pack_names()))
    (hit,) = engine.match(article("انتقال گاز روسیه تا مرز پارس‌آباد پذیرفته شد.", "fa"), NOW)
    assert Clause(text='"انتقال گاز"', pack="gas-transfer") in hit.clauses
    assert Clause(text="lang:fa", pack=None) in hit.clauses
    assert all("نفت" not in clause.text for clause in hit.clauses if clause.pack is None)


def test_a_saved_query_explains_itself_by_its_own_clauses() -> None:
    names = Names(saved={"mine": "gas OR coal"})
    engine = Engine()
    engine.add("s", parse("@mine deal", names=names))
    (hit,) = engine.match(article(EN, "en"), NOW)
    assert [clause.text for clause in hit.clauses] == ["deal", "gas"]


def test_a_fired_clause_names_only_the_alternatives_that_occurred() -> None:
    engine = Engine()
    engine.add("s", parse("(gas OR oil) NEAR/4 (deal OR accord OR pact)", names=Names()))
    engine.add("t", parse("atleast1:(deal OR oil) gas", names=Names()))
    first, second = engine.match(article(EN, "en"), NOW)
    assert [clause.text for clause in first.clauses] == ["gas NEAR/4 deal"]
    assert [clause.text for clause in second.clauses] == ["deal", "gas"]
