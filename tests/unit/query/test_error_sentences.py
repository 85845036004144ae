"""What is wrong with a query is told in six languages, from one sentence in each table."""

import re
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from dideban.query.errors import QueryError
from dideban.query.names import Names
from dideban.query.parser import parse
from dideban.query.sayings import Saying
from dideban.query.tongue import table
from dideban.text.one_line import FSI, PDI
from dideban.text.sentence_tables import MESSAGE_LANGUAGES, MessageLanguage
from tests.unit.test_query_errors import BAD, query_of, refusal

GOLDEN = Path(__file__).parents[2] / "data" / "golden" / "errors"
OTHERS = tuple(language for language in MESSAGE_LANGUAGES if language != "en")
REFUSALS = {query_of(row): refusal(query_of(row)) for row in BAD}
OF_ERRORS = ("refusal", "stands_", "wants_")
OF_QUERIES = {
    *("AND", "OR", "NOT", "NEAR", "ONEAR", "SAME", "TO", "ONEAR/1", "now", "n", "N"),
    *("story.sources", "fa", "ru", "IR", "TR", "tass.ru", "iso3166:IR"),
}
ISOLATED = re.compile(f"{FSI}([^{FSI}{PDI}]*){PDI}")


def told_of(query: str, language: MessageLanguage) -> str:
    with pytest.raises(QueryError) as caught:
        parse(query, names=Names())
    return caught.value.told(language)


def sentences(language: MessageLanguage) -> dict[str, list[str]]:
    return {
        key: list(told.values()) if isinstance(told, dict) else [str(told)]
        for key, told in table(language).items()
        if key.startswith(OF_ERRORS)
    }


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_every_language_has_every_sentence_with_the_same_gaps(language: MessageLanguage) -> None:
    english, other = sentences("en"), sentences(language)
    assert list(english) == list(other)
    for key, (sentence,) in english.items():
        gaps = sorted(re.findall(r"{(\w+)}", sentence))
        for each in other[key]:
            assert sorted(re.findall(r"{(\w+)}", each)) == gaps, key


def test_every_sentence_is_said_somewhere_and_no_other() -> None:
    code = "".join(
        entry.read_text("utf-8")
        for entry in files("dideban.query").iterdir()
        if entry.name.endswith(".py")
    )
    said = set(re.findall(r"""says\(\s*"(\w+)\"""", code))
    assert said == set(sentences("en")) - {"refusal"}


def test_whatever_is_wrong_with_a_query_is_a_saying() -> None:
    assert len(REFUSALS) >= 200
    assert all(isinstance(error.wanted, Saying) for error in REFUSALS.values())


@pytest.mark.parametrize("language", OTHERS)
def test_every_malformed_query_is_told_without_leftovers(language: MessageLanguage) -> None:
    gaps = {gap for (text,) in sentences("en").values() for gap in re.findall(r"{\w+}", text)}
    for query, error in REFUSALS.items():
        told = error.told(language)
        assert told.endswith("."), query
        assert told.count(FSI) == told.count(PDI), query
        assert not [gap for gap in gaps if gap in told], query
        assert "\n" not in told, query


@pytest.mark.parametrize(
    ("language", "script"), [("fa", "ARABIC"), ("ar", "ARABIC"), ("ru", "CYRILLIC")]
)
def test_beside_what_is_typed_no_word_is_english_but_those_of_queries(
    language: MessageLanguage, script: str
) -> None:
    for query, error in REFUSALS.items():
        words = re.findall(r"[^\W_]+(?:[./:][^\W_]+)*", ISOLATED.sub("", error.told(language)))
        left = {word.removeprefix("و") for word in words} - OF_QUERIES
        foreign = [c for c in "".join(left) if c.isalpha() and script not in unicodedata.name(c)]
        assert foreign == [], query


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_an_error_is_told_in_the_approved_words(language: MessageLanguage) -> None:
    text = (GOLDEN / f"{language}.yaml").read_text(encoding="utf-8")
    approved: dict[str, str] = yaml.safe_load(text)
    assert len(approved) >= 10
    for query, sentence in approved.items():
        assert re.sub(f"[{FSI}{PDI}]", "", refusal(query).told(language)) == sentence


def test_the_english_is_what_the_error_is_as_a_string() -> None:
    for error in REFUSALS.values():
        said = f"column {error.column}: found {error.found}; expected {error.expected}"
        assert error.told("en") == said
        assert str(error) == f"{said}; try: {' or '.join(error.readings) or error.fix}"


def test_what_was_typed_keeps_its_direction_and_a_lone_sign_takes_that_of_the_sentence() -> None:
    assert f"«{FSI}NEAR/0{PDI}»: {FSI}NEAR/n{PDI} بنویسید" in told_of("گاز NEAR/0 نفت", "fa")
    assert "، «)»: " in told_of("گاز) نفت", "fa")
    assert told_of("«گاز", "fa").endswith("نشانهٔ » کم است.")


def test_marks_around_what_was_typed_are_others_than_its_own() -> None:
    assert f"“{FSI}«gaz{PDI}”" in told_of("«gaz", "tr")
    assert f'«{FSI}"gaz{PDI}»' in told_of('"gaz', "tr")


def test_a_long_piece_of_the_query_is_shortened_and_stays_on_one_line() -> None:
    told = told_of('"gas\n' + "transit " * 40, "ru")
    assert f'«{FSI}"gas transit transit' in told
    assert f"…{PDI}»" in told
    assert len(told) < 130


def test_numbers_and_plurals_are_those_of_the_language() -> None:
    assert "20 001 символ: " in told_of("г" * 20_001, "ru").replace("\u00a0", " ")
    assert "20 002 символа: " in told_of("г" * 20_002, "ru").replace("\u00a0", " ")
    assert told_of("گ" * 20_001, "fa").startswith("ستون ۲۰۰۰۱، ۲۰٬۰۰۱ نویسه: ")
