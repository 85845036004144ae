"""What the command line prints of a query and of lines it is tried on."""

import json
from datetime import UTC, datetime

import pytest

from dideban.packs.loader import pack_names
from dideban.query import check
from dideban.query.parser import parse
from dideban.query.rows import RowError

NOW = datetime(2025, 12, 17, 12, tzinfo=UTC)


def test_the_tree_is_told_in_words_with_the_canonical_text_below() -> None:
    query = parse(
        'title:gas NEAR/8 (transit OR swap) AND (exact:"gas" OR pipel*) -topic:gas-transfer '
        "atleast2:gas lang:fa published:[-6h TO now]",
        names=pack_names(),
    )
    assert check.check(query).splitlines() == [
        "all of:",
        (
            "  the word «gas» in any form, at most 8 words from the word «transit» in any form "
            "or the word «swap» in any form, in the title"
        ),
        "  any of:",
        "    the word «gas» in this form",
        "    a word beginning with «pipel»",
        "  not:",
        "    the topic gas-transfer",
        "  the word «gas» in any form, at least 2 times",
        "  lang is fa",
        "  published from -6h to now",
        (
            "canonical: atleast2:gas AND (exact:gas OR pipel*) AND lang:fa AND "
            "published:[-6h TO now] AND title:(gas NEAR/8 (swap OR transit)) AND "
            "NOT topic:gas-transfer"
        ),
    ]


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("cats or dogs", "note: «or» is looked for as a word; as an operator it is written OR"),
        ("گاز یا نفت", "note: «یا» is looked for as a word; as an operator it is written OR"),
        ("газ не нефть", "note: «не» is looked for as a word; as an operator it is written NOT"),
    ],
)
def test_a_word_that_reads_like_an_operator_is_noted(query: str, note: str) -> None:
    assert note in check.check(parse(query, names=pack_names())).splitlines()


@pytest.mark.parametrize("query", ["cats OR dogs", 'exact:"or" cats', '"cats or dogs"'])
def test_there_is_no_note_where_nothing_is_in_doubt(query: str) -> None:
    assert "note:" not in check.check(parse(query, names=pack_names()))


def test_each_line_says_whether_it_matches_and_where() -> None:
    rows = [
        {"id": "1", "title": "انتقال گاز روسیه", "text": "گاز از آستارا میگذرد", "lang": "fa"},
        {"id": 2, "title": "", "text": "Hava bugün güneşli.", "lang": "tr"},
        {"id": "3", "text": "گاز", "lang": "fa", "published_at": "2025-12-17T10:00:00+03:30"},
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    told = list(check.test_lines(parse("گاز", names=pack_names()), ["", *lines, "\n"], NOW))
    assert [(t["id"], t["match"]) for t in told] == [("1", True), (2, False), ("3", True)]
    assert told[0]["highlights"] == [
        {"text": "گاز", "start": 7, "end": 10, "field": "title"},
        {"text": "گاز", "start": 0, "end": 3, "field": "text"},
    ]
    assert told[1]["highlights"] == []


def test_spans_cut_the_words_out_of_the_rows_own_text() -> None:
    text = "نخست.\n\n  دیپلماتها درباره کریدور شمال - جنوب و خط رشت – آستارا گفتوگو کردند 🚂.\n"
    row = {"id": "1", "title": "گزارش", "text": text, "lang": "fa"}
    query = parse("topic:north-south-corridor", names=pack_names())
    (told,) = check.test_lines(query, [json.dumps(row)], NOW)
    marks = told["highlights"]
    assert isinstance(marks, list)
    assert marks
    assert all(row[m["field"]][m["start"] : m["end"]] == m["text"] for m in marks)
    assert [m["text"] for m in marks] == ["کریدور", "شمال", "جنوب", "خط", "رشت", "آستارا"]


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "{}", '{"id": "1", "published_at": "2025-12-17T10:00:00"}', '{"id": 1, "text": 5}'],
)
def test_a_line_that_is_no_row_is_named_by_its_number(line: str) -> None:
    with pytest.raises(RowError, match="line 2: "):
        list(check.test_lines(parse("gas", names=pack_names()), ["", line], NOW))


def test_countries_and_things_are_recognised_in_a_row_when_asked_for() -> None:
    row = json.dumps({"id": "1", "text": "Gazprom and Iran signed a contract.", "lang": "en"})
    for query in ("country:IR gazprom", "entity:iso3166:IR", "entity:ایران", 'entity:"Gazprom"'):
        (told,) = check.test_lines(parse(query, names=pack_names()), [row], NOW)
        assert told["match"], query
    (told,) = check.test_lines(parse("country:RU OR country:TR", names=pack_names()), [row], NOW)
    assert not told["match"]
