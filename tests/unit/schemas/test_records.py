"""Records keep their bytes: what an old release wrote, this one reads and would write again."""

import json
from pathlib import Path
from typing import Any

import pytest

from schemas import generate
from schemas.codec import MAX_RECORD_BYTES, MalformedRecordError, decode, encode
from schemas.topics import PIPELINE, READERS, every_topic
from tests.unit.schemas.records_of_old import RECORDS
from tests.unit.schemas.records_with_dates import RECORDS_WITH_DATES

GOLDEN = Path(__file__).parents[2] / "data" / "golden"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_keeps_its_golden_bytes_and_reads_them_back(record: Any) -> None:
    golden = (GOLDEN / f"{type(record).__name__}.json").read_bytes()
    assert encode(record) == golden
    assert decode(type(record), golden) == record


@pytest.mark.parametrize("record", RECORDS_WITH_DATES, ids=lambda record: type(record).__name__)
def test_a_record_with_dates_keeps_its_golden_bytes_and_reads_them_back(record: Any) -> None:
    golden = (GOLDEN / "with-dates" / f"{type(record).__name__}.json").read_bytes()
    assert encode(record) == golden
    assert decode(type(record), golden) == record


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_of_the_first_release_is_read_and_nothing_of_it_is_lost(record: Any) -> None:
    golden = (GOLDEN / "first" / f"{type(record).__name__}.json").read_bytes()
    assert decode(type(record), golden) == record
    assert holds(json.loads(encode(record)), json.loads(golden))


def holds(later: Any, earlier: Any) -> bool:
    """Return whether all that an earlier release wrote stands in what a later one writes."""
    if isinstance(earlier, dict):
        return all(name in later and holds(later[name], earlier[name]) for name in earlier)
    if isinstance(earlier, list):
        return len(later) == len(earlier) and all(map(holds, later, earlier))
    return bool(later == earlier)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_field_of_a_later_release_is_passed_over(record: Any) -> None:
    later = json.loads(encode(record)) | {"a_field_of_tomorrow": [1, 2]}
    assert decode(type(record), json.dumps(later).encode()) == record


def test_every_record_of_a_topic_has_golden_bytes() -> None:
    named = {topic.record.__name__ for topic in PIPELINE if topic.record}
    for folder in (GOLDEN, GOLDEN / "first"):
        assert named <= {path.stem for path in folder.glob("*.json")}


def test_the_json_schemas_are_those_of_the_records() -> None:
    assert generate.stale() == []


RAW = json.loads(encode(RECORDS[0]))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (b"", "empty"),
        (None, "empty"),
        (b"{", "truncated"),
        (b"not json", "malformed"),
        (b"[]", "expected `object`"),
        (b'"\xff"', "RawArticle"),
        (json.dumps(RAW | {"version": 7}).encode(), "unknown version 7"),
        (json.dumps(RAW | {"title": 5}).encode(), "$.title"),
        (json.dumps(RAW | {"lane": "fast"}).encode(), "$.lane"),
        (json.dumps(RAW | {"fetched_at": "2025-12-17T08:11:07"}).encode(), "$.fetched_at"),
        (json.dumps({k: v for k, v in RAW.items() if k != "source"}).encode(), "source"),
        (json.dumps(RAW | {"title": "a\0b"}).encode(), "NUL"),
        (json.dumps(RAW | {"title": "a\ud800b"}).encode(), "RawArticle"),
        (b" " * (MAX_RECORD_BYTES + 1), str(MAX_RECORD_BYTES)),
    ],
)
def test_bytes_that_are_no_record_are_refused_in_words(value: bytes | None, words: str) -> None:
    with pytest.raises(MalformedRecordError) as error:
        decode(type(RECORDS[0]), value)
    assert words.lower() in str(error.value).lower()


def test_an_escaped_backslash_before_u0000_is_no_nul() -> None:
    value = json.dumps(RAW | {"title": "\\u0000"}).encode()
    assert decode(type(RECORDS[0]), value).title == "\\u0000"


def test_a_record_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(MalformedRecordError, match="cannot be written"):
        encode({"title": "a\ud800"})


def test_topic_names_are_unique_and_versioned() -> None:
    names = [topic.name for topic in every_topic()]
    assert len(names) == len(set(names))
    assert all(name.startswith("dideban.") and name.endswith(".v1") for name in names)
    assert len(every_topic()) == len(PIPELINE) + len(READERS)
