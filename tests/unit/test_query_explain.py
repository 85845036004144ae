"""Why a query matched and why not, as somebody who does not program reads it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from dideban.packs.loader import pack_names
from dideban.query.answers import Answer, explained
from dideban.query.document import Document, document_from_text
from dideban.query.engine import Engine
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
        entities=True,
    )


TOLD = yaml.safe_load((Path(__file__).parents[1] / "data" / "told.yaml").read_text("utf-8"))


def answers(
    query: str, document: Document, names: Names | None = None, **originals: str
) -> tuple[Answer, ...]:
    parsed = parse(query, names=names or Names())
    return explained(parsed, document, {"title": "A headline", "body": EN} | originals, NOW).clauses


@pytest.mark.parametrize(("query", "sentence"), TOLD["missed"].items())
def test_a_miss_is_told_in_words(query: str, sentence: str) -> None:
    told = answers(query, article(EN, "en", "A headline"))
    assert [each.sentence for each in told if not each.met] == [sentence]


@pytest.mark.parametrize(("query", "sentence"), TOLD["found"].items())
def test_a_hit_is_told_in_words(query: str, sentence: str) -> None:
    first, *_ = answers(query, article(EN, "en", "A headline"))
    assert first.met
    assert first.sentence == sentence


def test_a_persian_miss_counts_the_words_between() -> None:
    (told,) = answers("گاز NEAR/8 ترانزیت", article(FA, "fa"), body=FA)
    assert told.sentence == "«گاز» and «ترانزیت» are 9 words apart; NEAR/8 allows 8 at most."
    assert [word.text for word in told.words] == ["گاز", "ترانزیت"]


def test_every_top_level_clause_is_told_met_or_not_in_the_order_written() -> None:
    query = parse("gas Coal lang:en", names=Names())
    told = explained(query, article(EN, "en"), {"title": "", "body": EN}, NOW)
    assert [(each.text, each.met) for each in told.clauses] == [
        ("gas", True),
        ("Coal", False),
        ("lang:en", True),
    ]
    assert told.sentence == "It does not match: one of three clauses is not met."


def test_parts_that_decide_come_first() -> None:
    (told,) = answers("(gas coal) OR (oil deal)", article(EN, "en", "A headline"))
    assert [[part.text for part in each.parts] for each in told.parts] == [
        ["coal", "gas"],
        ["oil", "deal"],
    ]


def test_a_pack_that_was_missed_tells_its_nearest_miss() -> None:
    text = "A mild winter.\n\nGas prices fell at home, and months of talks went by before transit."
    (told,) = answers("topic:gas-transfer", article(text, "en"), pack_names(), body=text)
    assert told.sentence == "No pattern of the pack gas-transfer holds."
    (nearest,) = told.parts
    assert nearest.sentence.startswith("This is the nearest: «")
    assert "words apart" in nearest.sentence


def test_a_pack_far_from_any_of_its_words_says_so() -> None:
    text = "Snow fell overnight."
    (told,) = answers("topic:gas-transfer", article(text, "en"), pack_names(), body=text)
    assert told.sentence == "No pattern of the pack gas-transfer holds, and none comes near."
    assert not told.parts


def test_a_pack_that_a_neighbour_of_its_topic_silences_tells_every_sign_of_it() -> None:
    title = "Russian gas explosion in Kazan"
    text = "A block of flats fell when gas leaked, and a gas mask saved one man from Ukraine."
    document = article(text, "en", title)
    (told,) = answers("topic:gas-transfer", document, pack_names(), title=title, body=text)
    assert told.sentence.startswith("The pack gas-transfer would fire, but ")
    signs = {word.text for part in told.parts[1:] for word in part.words}
    assert {"explosion", "flats", "mask"} <= signs


def test_a_pack_is_not_measured_by_patterns_of_another_language() -> None:
    text = "خرید گاز خانگی در ماه گذشته کمتر شد."
    (told,) = answers("topic:gas-transfer", article(text, "fa"), pack_names(), body=text)
    assert all("گاز" in part.text for part in told.parts)


def test_a_saved_query_is_told_by_its_own_clauses() -> None:
    names = Names(saved={"mine": "gas coal"})
    told, _ = answers("@mine deal", article(EN, "en", "A headline"), names)
    assert (told.text, told.sentence) == ("@mine", "One of two parts does not hold.")
    assert [part.text for part in told.parts] == ["coal", "gas"]


def test_a_phrase_of_a_name_is_quoted_as_it_is_written() -> None:
    text = "خط رشت – آستارا به راه افتاد."
    (told,) = answers('"رشت آستارا"', article(text, "fa"), body=text)
    assert [word.text for word in told.words] == ["رشت – آستارا"]
    assert told.quotes[0].text == "خط ‹رشت – آستارا› به راه افتاد."


def test_long_sentences_are_quoted_around_the_words() -> None:
    text = (
        "The talks " + "went on and on " * 20 + "until transit was " + "put off again " * 20 + "."
    )
    (told,) = answers("transit", article(text, "en"), body=text)
    quote = told.quotes[0].text
    assert quote.startswith("… ")
    assert quote.endswith(" …")
    assert "until ‹transit› was put off" in quote
    assert len(quote) < 220


def test_of_many_places_the_first_are_quoted() -> None:
    text = " ".join(
        f"Gas came to town {n} again. Nothing else was said. Snow fell." for n in range(9)
    )
    (told,) = answers("gas", article(text, "en"), body=text)
    assert told.quotes[0].text.count("‹Gas›") == 4
    assert told.quotes[0].text.endswith(" …")
    assert len(told.words) == 9


def test_the_clauses_that_fired_name_their_pack() -> None:
    engine = Engine()
    engine.add("s", parse("topic:gas-transfer lang:fa -نفت", names=pack_names()))
    (hit,) = engine.match(article("انتقال گاز روسیه تا مرز پارس‌آباد پذیرفته شد.", "fa"), NOW)
    assert Clause(text='"انتقال گاز"', pack="gas-transfer") in hit.clauses
    assert Clause(text="lang:fa", pack=None) in hit.clauses
    assert all("نفت" not in clause.text for clause in hit.clauses if clause.pack is None)


TOGETHER = Names(
    packs={
        "swaps": parse("head:(gas OR oil) head:(swap OR barter) -head:tennis", names=Names()).tree
    }
)


def test_words_that_a_pack_looks_for_together_are_one_reason() -> None:
    engine = Engine()
    engine.add("s", parse("topic:swaps deal", names=TOGETHER))
    (hit,) = engine.match(article("Gas for power: a deal.", "en", "A swap"), NOW)
    assert hit.clauses == (
        Clause(text="deal", pack=None),
        Clause(text="head:gas AND head:swap", pack="swaps"),
    )
    assert [mark.text for mark in hit.highlights] == ["swap", "Gas", "deal"]


def test_a_reason_of_several_words_is_told_in_one_sentence() -> None:
    document = article("Gas for power: a deal.", "en", "A swap")
    originals = {"title": "A swap", "body": "Gas for power: a deal."}
    (told,) = answers("topic:swaps", document, TOGETHER, **originals)
    assert told.sentence == "The pack swaps fires, by 1 pattern."
    (pattern,) = told.parts
    assert pattern.sentence == "«Gas» and «swap» are both in the title or lead."


def test_a_pack_that_needs_the_lead_does_not_fire_in_the_title() -> None:
    document = article("Gas for power: a deal.", "en", "A swap")
    originals = {"title": "A swap", "body": "Gas for power: a deal."}
    (told,) = answers("title:topic:swaps", document, TOGETHER, **originals)
    assert told.sentence == (
        "The pack swaps does not fire in the title, only together with the body."
    )
    in_title = article("Nothing more.", "en", "A swap of gas")
    assert answers("title:topic:swaps", in_title, TOGETHER, title="A swap of gas")[0].met
    assert not answers("body:topic:swaps", in_title, TOGETHER, title="A swap of gas")[0].met


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


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("lead:topic:swaps", "does not fire in the lead, only together with the title"),
        ("title:topic:swaps", "does not fire in the title, only together with the body"),
    ],
)
def test_a_pack_that_needs_two_places_fires_in_neither(query: str, told: str) -> None:
    document = article("Gas for power: a deal.", "en", "A swap")
    originals = {"title": "A swap", "body": "Gas for power: a deal."}
    (answer,) = answers(query, document, TOGETHER, **originals)
    assert told in answer.sentence


def test_a_pack_of_a_later_paragraph_does_not_fire_in_the_head() -> None:
    names = Names(packs={"swaps": parse('"gas swap"', names=Names()).tree})
    body = "A deal was made.\n\nIt is a gas swap."
    originals = {"title": "A deal", "body": body}
    (answer,) = answers("head:topic:swaps", article(body, "en", "A deal"), names, **originals)
    assert "only in a later paragraph" in answer.sentence
