"""Every refusal of the query language says where, what, and a way out that works."""

import pytest

from dideban.query.errors import QueryError
from dideban.query.names import Names
from dideban.query.parser import parse

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
    },
)

MALFORMED = [
    # (query, column, found, a part of expected, fix)
    ("", 1, "the end of the query", "a word", "gas"),
    ("   ", 4, "the end of the query", "a word", "gas"),
    ("()", 2, ")", "inside the brackets", "gas"),
    ("gas ()", 6, ")", "inside the brackets", "gas"),
    ("(gas transfer", 14, "the end of the query", "closing )", "(gas transfer)"),
    ("gas) transfer", 4, ")", "nothing to close", "gas transfer"),
    ('"gas transfer', 1, '"gas transfer', 'a closing "', '"gas transfer"'),
    ("«انتقال گاز", 1, "«انتقال گاز", "a closing »", "«انتقال گاز»"),
    ("газ “транзит", 5, "“транзит", "a closing", 'газ “транзит"'),
    ('gas "', 5, '"', "a closing", "gas"),
    ('gas ""', 5, '""', "a word between the quotes", "gas"),
    ('gas "…"', 5, '"…"', "a word between the quotes", "gas"),
    ('"gas pipel*"', 1, '"gas pipel*"', "no * inside quotes", "(gas ONEAR/1 pipel*)"),
    ("gas AND", 8, "the end of the query", "a term after AND", "gas"),
    ("OR gas", 1, "OR", "a word", "gas"),
    ("AND gas", 1, "AND", "a word", "gas"),
    ("gas AND OR oil", 9, "OR", "a term after AND", "gas OR oil"),
    ("gas NOT", 8, "the end of the query", "a term after NOT", "gas"),
    ("gas | ", 7, "the end of the query", "a term after |", "gas"),
    ("gas && & oil", 8, "&", "a term after &", "gas & oil"),
    ("gas oil OR coal", 12, "AND and OR mixed without brackets", "brackets",
     "(gas AND oil) OR coal"),
    ("گاز OR نفت ترانزیت", 12, "OR and AND mixed without brackets", "brackets",
     "گاز OR (نفت AND ترانزیت)"),
    ("gas OR oil -coal", 12, "OR and AND mixed without brackets", "brackets",
     "gas OR (oil AND -coal)"),
    ("NOT gas", 1, "NOT gas", "at least one term that is not negated", "lang:en AND (NOT gas)"),
    ("-گاز -نفت", 1, "-گاز -نفت", "at least one term that is not negated",
     "lang:fa AND (-گاز -نفت)"),
    ("!газ", 1, "!газ", "at least one term that is not negated", "lang:ru AND (!газ)"),
    ("NOT (gas AND oil)", 1, "NOT (gas AND oil)", "not negated", "lang:en AND (NOT (gas AND oil))"),
    ("gas OR NOT oil", 1, "NOT oil", "every branch of OR", "gas AND NOT oil"),
    ("published:[-6h TO now]", 1, "published:[-6h TO now]", "not negated",
     "lang:en AND (published:[-6h TO now])"),
    ("gas published:[* TO *]", 15, "[* TO *]", "not * at both", "gas published:[-24h TO now]"),
    ("gas published:-6h", 15, "-", "[from TO to]", "gas published:[-6h TO now]"),
    ("gas published:[yesterday TO now]", 15, "[yesterday TO now]", "[from TO to]",
     "gas published:[-24h TO now]"),
    ("gas published:[-6h to now]", 15, "[-6h to now]", "[from TO to]",
     "gas published:[-24h TO now]"),
    ("gas published:[-6h TO now", 15, "[-6h TO now", "a closing ]", "gas published:[-6h TO now]"),
    ("gas published:[2025-13-40 TO now]", 15, "[2025-13-40 TO now]", "[from TO to]",
     "gas published:[-24h TO now]"),
    ("gas [-6h TO now]", 5, "[-6h TO now]", "published: before", "gas published:[-6h TO now]"),
    ("gas ]", 5, "]", "a [ before it", "gas"),
    ("*", 1, "*", "at least 3 letters", "gas"),
    ("pi*", 1, "pi*", "at least 3 letters", "pi"),
    ("گ*", 1, "گ*", "2 in Arabic script", "گ"),
    ("*line", 1, "*line", "* only at the end", "line*"),
    ("pipe*line", 1, "pipe*line", "* only at the end", "pipeline*"),
    ("gas NEAR", 9, "the end of the query", "after NEAR", "gas"),
    ("NEAR gas", 1, "NEAR", "a word", "gas"),
    ("gas NEAR/0 oil", 5, "NEAR/0", "from 1 to 100", "gas NEAR/5 oil"),
    ("gas NEAR/500 oil", 5, "NEAR/500", "from 1 to 100", "gas NEAR/100 oil"),
    ("gas NEAR/x oil", 5, "NEAR/x", "from 1 to 100", "gas NEAR/5 oil"),
    ("gas NEAR NOT oil", 10, "NOT", "after NEAR", "gas NOT oil"),
    ("gas SAME (oil AND coal)", 10, "(", "an OR of them", "gas SAME oil AND coal"),
    ("gas NEAR/3 title:oil", 12, "title:", "before the whole NEAR", "gas NEAR/3 oil"),
    ("gas NEAR/3 lang:fa", 12, "lang:", "before the whole NEAR", "gas NEAR/3 fa"),
    ("titel:gas", 1, "titel:", "a known field", "title:gas"),
    ("متن:گاز", 1, "متن:", "a known field", "متن گاز"),
    ("https://example.com/gas", 1, "https:", "site: before a host", "site:example.com"),
    ("title:", 7, "the end of the query", "a value right after title:", "title"),
    ("title:(gas lang:fa)", 1, "title:", "only words and topics inside", "(gas lang:fa)"),
    ("title:(body:gas)", 1, "title:", "only words and topics inside", "(body:gas)"),
    ("lang:persian", 6, "persian", "a language tag", "lang:fa"),
    ("lang:(fa ru)", 10, "ru", "OR or )", "lang:(fa OR ru)"),
    ("lang:(fa AND ru)", 10, "AND", "OR or )", "lang:(fa OR ru)"),
    ("lang:(fa OR ru", 15, "the end of the query", "OR or )", "lang:(fa OR ru)"),
    ("lang:NOT fa", 6, "NOT", "a value right after lang:", "lang:en AND (NOT lang:fa)"),
    ("country:Iran", 9, "Iran", "a country code", "country:IR"),
    ("country:XX", 9, "XX", "a country code", "country:IR"),
    ("site:https://tass.ru/news", 6, "https://tass.ru/news", "a host", "site:tass.ru"),
    ("source:ir*", 8, "ir*", "a whole name", "source:ir"),
    ("topic:gas-transfr", 7, "gas-transfr", "a topic pack", "topic:gas-transfer"),
    ("topic:weather", 7, "weather", "a topic pack", '"weather"'),
    ("@corridor", 1, "@corridor", "saved queries", "@corridors"),
    ("gas @nothing-like-it", 5, "@nothing-like-it", "saved queries", "gas"),
    ("@a", 1, "@a", "@a → @b → @a", "gas"),
    ("gas @self", 5, "@self", "@self → @self", "gas"),
    ("oil @broken", 5, "@broken", "a term after AND (column 8 of @broken)", "oil"),
    ("@ gas", 1, "@", "the name of a saved query", "gas"),
    ("atleast0:gas", 1, "atleast0:", "from 1 to 1,000", "atleast2:gas"),
    ("atleast:gas", 1, "atleast:", "from 1 to 1,000", "atleast2:gas"),
    ("atleast3:(gas AND oil)", 1, "atleast3:", "words joined by OR", "(gas AND oil)"),
    ("exact:(gas oil)", 1, "exact:", "words joined by OR", "(gas oil)"),
    ("gas - oil", 5, "-", "right after the dash", "gas oil"),
    ("gas !!! ,,, oil", 9, ",,,", "a word", None),
    ("شمال – جنوب", 6, "–", "right after the dash", "شمال جنوب"),
    ("(" * 60 + "gas" + ")" * 60, 51, "(", "at most 50 levels", "gas"),
    ("NOT " * 60 + "gas", 201, "NOT", "at most 50 levels", None),
    (" ".join(f"word{i}" for i in range(1001)), 1, "1,001 clauses", "at most 1,000 clauses",
     "word0"),
    ("gas " * 5001, 20_001, "20,004 characters", "at most 20,000 characters", None),
    ('"' + "gas " * 31 + '"', 1, None, "at most 30 words", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "column", "found", "expected", "fix"), MALFORMED, ids=[m[0][:40] for m in MALFORMED]
)
def test_a_malformed_query_is_refused_with_place_reason_and_a_fix_that_parses(
    query: str, column: int, found: str | None, expected: str, fix: str | None
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query, names=NAMES)
    error = caught.value
    assert error.column == column
    assert found is None or error.found == found
    assert expected in error.expected
    assert fix is None or error.fix == fix
    parse(error.fix, names=NAMES)
    for reading in error.readings:
        parse(reading, names=NAMES)


def test_a_mixed_query_is_offered_both_readings() -> None:
    with pytest.raises(QueryError) as caught:
        parse("lang:fa (gas OR oil AND coal)", names=NAMES)
    assert caught.value.readings == (
        "lang:fa (gas OR (oil AND coal))",
        "lang:fa ((gas OR oil) AND coal)",
    )


def test_a_lone_dash_is_offered_as_a_dash_and_as_not() -> None:
    with pytest.raises(QueryError) as caught:
        parse("کریدور - جنوب", names=NAMES)
    assert caught.value.readings == ("کریدور جنوب", "کریدور -جنوب")


def test_columns_count_code_points_and_not_bytes() -> None:
    with pytest.raises(QueryError) as caught:
        parse("گاز\u200cرسانی 🛢 AND", names=NAMES)
    assert caught.value.column == 11


def test_the_message_reads_as_a_sentence() -> None:
    with pytest.raises(
        QueryError, match=r"column 6: found persian; expected a language tag .* try"
    ):
        parse("lang:persian", names=NAMES)
