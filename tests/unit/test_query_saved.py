"""Saved queries are found in others, and written out for workers that know no owner."""

import pytest

from dideban.packs.loader import pack_names
from dideban.query.errors import QueryError
from dideban.query.names import Names
from dideban.query.saved import inlined, mentioned, users_of

SAVED = {
    "gas": "گاز OR gas OR газ",
    "iran": "country:IR",
    "both": "@gas AND @iran",
    "loud": '"@gas"',
}


def names(**more: str) -> Names:
    return Names(pack_names().packs, {**SAVED, **more})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@gas AND NOT @iran", {"gas", "iran"}),
        ("(@gas OR oil) title:@iran", {"gas", "iran"}),
        ('"@gas"', set()),
        ("gas", set()),
    ],
)
def test_names_after_an_at_sign_are_found_and_not_in_phrases(text: str, found: set[str]) -> None:
    assert mentioned(text) == found


def test_users_are_found_through_others() -> None:
    assert users_of("gas", {**SAVED, "top": "@both OR x"}) == {"both", "top"}
    assert users_of("loud", SAVED) == set()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("@both", "country:IR AND (gas OR газ OR گاز)"),
        ("topic:gas-transfer AND NOT @gas", "topic:gas-transfer AND NOT (gas OR газ OR گاز)"),
        ("gas   transit", "gas   transit"),
    ],
)
def test_saved_queries_are_written_out_and_nothing_else_is_touched(text: str, written: str) -> None:
    assert inlined(text, names()) == written


def test_what_is_too_long_once_written_out_is_refused() -> None:
    long = " OR ".join(f"word{number}" for number in range(600))
    other = " OR ".join(f"other{number}" for number in range(600))
    with pytest.raises(QueryError, match="at most 1,000 clauses"):
        inlined("@long @other", names(long=long, other=other))


def test_a_saved_query_that_is_not_there_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(QueryError) as error:
        inlined("@gaz", names())
    assert error.value.fix == "@gas"
