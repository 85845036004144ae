"""Every refusal of the query language says where, what, and a way out that works."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dideban.query.errors import QueryError
from dideban.query.names import Names
from dideban.query.parser import canonical, parse

NAMES = Names(
    packs={
        name: parse("gas", names=Names()).tree for name in ("gas-transfer", "north-south-corridor")
    },
    saved={
        "corridors": "corridor OR dəhliz",
        "a": "@b",
        "b": "gas @a",
        "self": "@self",
        "broken": "gas AND",
        "step60": "gas",
        **{f"step{number}": f"@step{number + 1}" for number in range(60)},
    },
)
TABLE = Path(__file__).parents[1] / "data" / "bad_queries.yaml"
BAD: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
SCRIPTS = {
    "fa, ar": range(0x600, 0x700),
    "ru": range(0x400, 0x500),
    "tr": {ord(letter) for letter in "ığşİĞŞ"},
    "az": {ord(letter) for letter in "əƏ"},
}


def query_of(row: dict[str, Any]) -> str:
    given = row["query"]
    return given if isinstance(given, str) else "".join(text * times for text, times in given)


def refusal(query: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse(query, names=NAMES)
    return caught.value


@pytest.mark.parametrize("row", BAD, ids=[query_of(row)[:40] for row in BAD])
def test_a_malformed_query_is_refused_in_exactly_these_words(row: dict[str, Any]) -> None:
    error = refusal(query_of(row))
    told = {"column": error.column, "found": error.found, "expected": error.expected}
    assert told == {key: row[key] for key in told}
    assert error.fix == row["fix"]
    assert list(error.readings) == row.get("readings", [])


@pytest.mark.parametrize("row", BAD, ids=[query_of(row)[:40] for row in BAD])
def test_the_fix_is_taken_and_the_column_is_in_the_text_or_one_past_it(
    row: dict[str, Any],
) -> None:
    query = query_of(row)
    error = refusal(query)
    assert 1 <= error.column <= len(query) + 1
    for way_out in (error.fix, *error.readings):
        assert parse(way_out, names=NAMES).text == way_out
    found = query[error.column - 1 :]
    in_words = ("the end", "mixed without", " clauses", " characters")
    assert found.startswith(error.found) or any(words in error.found for words in in_words)


def test_the_table_is_large_has_no_query_twice_and_speaks_all_languages() -> None:
    queries = [query_of(row) for row in BAD]
    assert len(queries) >= 200
    assert [query for query, times in Counter(queries).items() if times > 1] == []
    for letters in SCRIPTS.values():
        assert sum(any(ord(c) in letters for c in query) for query in queries) >= 5


def test_a_mixed_query_is_offered_both_readings() -> None:
    assert refusal("lang:fa (gas OR oil AND coal)").readings == (
        "lang:fa (gas OR (oil AND coal))",
        "lang:fa ((gas OR oil) AND coal)",
    )


def test_a_lone_dash_is_offered_as_a_dash_and_as_not() -> None:
    assert refusal("کریدور - جنوب").readings == ("کریدور جنوب", "کریدور -جنوب")


def test_columns_count_code_points_and_not_bytes() -> None:
    assert refusal("گاز\u200cرسانی 🛢 AND").column == 11


def test_the_message_reads_as_a_sentence() -> None:
    with pytest.raises(
        QueryError, match=r"column 6: found persian; expected a language tag .* try"
    ):
        parse("lang:persian", names=NAMES)


def test_saved_queries_that_double_each_other_are_refused_before_they_fill_the_memory() -> None:
    saved = {f"s{number}": f"@s{number + 1} @s{number + 1}" for number in range(40)}
    names = Names(saved={**saved, "s40": "gas"})
    with pytest.raises(QueryError, match="at most 1,000 clauses"):
        parse("@s0", names=names)


@pytest.mark.parametrize("query", ["cafe or tea", "گاز یا نفت", "газ или нефть", "gaz veya petrol"])
def test_what_only_looks_like_an_operator_in_small_letters_is_a_word(query: str) -> None:
    assert len(parse(query, names=NAMES).tree.children) == 3  # type: ignore[union-attr]


SIGNS = """
gas گاز газ kəmər AND OR NOT - | & ! ( ) " « » … , ? { } < : [ ] * /5 >= 3 near3 NEAR NEAR/3 ONEAR/0
SAME ИЛИ title: lang: fa entity: iso3166:IR topic: gas-transfer @a @corridors atleast2 atleast
exact: cs: source: site: country: published: -6h TO now story.sources
"""
PIECES = (*SIGNS.split(), "[-6h TO now]", "\n", "\u200f", "\u200c")


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(("", " "))), max_size=12))
def test_whatever_is_typed_is_taken_or_refused_with_a_fix_that_is(
    typed: list[tuple[str, str]],
) -> None:
    query = "".join(piece + space for piece, space in typed)
    try:
        taken, column = parse(query, names=NAMES), 1
    except QueryError as error:
        taken, column = parse(error.fix, names=NAMES), error.column
    assert 1 <= column <= len(query) + 1
    text = canonical(taken)
    assert canonical(parse(text, names=NAMES)) == text
