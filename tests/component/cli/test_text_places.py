"""Offsets of `dideban text` through its JSON: exact for any text whatever."""

import json
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from text_calls import EN, FA, called, row, rows

from dideban.text import offsets
from services.cli.text_rows import written

HARD = {
    "lone surrogates": "\ud800ميكند talks\udc00 \udfff كشور",
    "raw bytes": "كشور \udcff\udc80 ميروند",
    "one letter": "a" * 5_000_000,
    "marks": "e" + "\u0301" * 10_000 + " كشور",
    "emoji": "👩‍🚀🎉🇮🇷" * 1_000,
    "directions": "\u202eكشور\u2066 gas\u2069 و \u200fميكند\u202c Москва",
    "controls": "كشور\x00\x1b[31m\x07\x85 ميكند\x7f",
    "line ends": "كشور\r\rميكند\u2028gas\x0bو\x0c\n",
}


HARD_CASES = [
    (name, language)
    for name in HARD
    for language in ("fa", "en", None)
    if (name, language) != ("one letter", "fa")  # seconds, and the others are read in Persian too
]


@pytest.mark.parametrize(("name", "language"), HARD_CASES)
def test_hard_texts_are_answered_with_exact_places(name: str, language: str | None) -> None:
    check_places(HARD[name], language)


def test_bytes_that_are_no_utf_8_are_one_character_each() -> None:
    line = b'{"text": "\xff\xfe talks \xf0\x9f\x91", "language": "en"}'
    code, out, _ = called("tokens", "--jsonl", "-", given=line)
    (token,) = json.loads(out)["tokens"]
    assert (code, token["start"], token["end"]) == (0, 3, 8)
    _, out, _ = called("normalize", "--jsonl", "-", given=line)
    assert json.loads(out)["display"] == "\udcff\udcfe talks \udcf0\udc9f\udc91"


ANY_TEXT = st.text(
    st.one_of(
        st.characters(codec=None, exclude_categories=()),
        st.sampled_from(" \n\r\t.«»\"'0123٤۴ABabçşğıİəЖа\ud800\udcff\udc00"),
        st.sampled_from("آابپتجدرزسشهوهیيكىةئؤأ\u200c\u200c\u0654\u064b\u00ac\u00adﻻﷺ"),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, st.sampled_from(["fa", "ar", "en", "tr", "zh", "und", None]))
@example(f"{FA}\n{EN}\n{FA}", None)
@example(f"كتابها\n{EN}", "fa")
def test_places_are_exact_whatever_the_text(text: str, language: str | None) -> None:
    check_places(text, language)


def check_places(text: str, language: str | None) -> None:
    """Assert that all offsets in the answers lead to their places in the text."""
    given = {"text": text} | ({"language": language} if language else {})
    text = json.loads(json.dumps(text))
    (found,) = rows("normalize", given)
    (read,) = rows("tokens", given)
    words = read["tokens"]
    for token in words:
        assert text[token["start"] : token["end"]] == token["text"] != ""
    assert found["match"] == " ".join(token["folded"] for token in words)
    check_map(found["offsets"]["display"], len(found["display"]), len(text))
    position, match_map = 0, found["offsets"]["match"]
    for token in words[:1_000]:
        end = position + len(token["folded"])
        assert offsets.to_original(match_map, position) == token["start"]
        assert offsets.to_original(match_map, end) == token["end"]
        position = end + 1
    assert line_ends(found["display"]) == line_ends(text)


def check_map(mapping: list[list[int]], length: int, original: int) -> None:
    """Assert that a display map ascends from the text's beginning to its end."""
    assert all(here < there for (here, _), (there, _) in pairwise(mapping))
    assert all(first <= second for (_, first), (_, second) in pairwise(mapping))
    assert mapping[0] == [0, 0]
    assert offsets.to_original([(here, at) for here, at in mapping], length) == original


def line_ends(text: str) -> list[str]:
    """Return the characters that end lines, in order."""
    return [letter for letter in text if letter in "\r\n\x0b\x0c\u2028\u2029"]


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, st.sampled_from(["ar", "en", "tr", "und"]))
def test_a_text_that_is_not_changed_has_the_identity_map(text: str, language: str) -> None:
    text = json.loads(json.dumps(text))
    found = row("normalize", text, language=language)
    assert (found["display"], found["offsets"]["display"]) == (text, [[0, 0]])


def test_an_answer_is_one_line_for_readers_that_part_lines_at_any_mark() -> None:
    text = "a\x85b\u2028c\u2029d\x0b\x0c\r\n\x1c\x1d\x1e"
    (line,) = written({"text": text}).decode().splitlines()
    assert json.loads(line) == {"text": text}


def test_halves_that_another_reader_would_join_stay_two_characters() -> None:
    line = written({"text": "\ud83d\udc80 \ud83d"})
    assert line == b'{"text":"\\ud83d\xef\xbf\xbd \\ud83d"}'
    assert len(json.loads(line)["text"]) == 4
