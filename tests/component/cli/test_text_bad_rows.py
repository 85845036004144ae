"""Rows of `dideban text`: ids, order, and every bad line refused in words."""

import json

import pytest
from text_calls import COMMANDS, SEEN, called


@pytest.mark.parametrize("command", COMMANDS)
def test_rows_are_answered_in_order_and_a_missing_id_is_the_line(command: str) -> None:
    given = '\ufeff{"text": ""}\r\n\n{"id": "ب", "text": "", "x": 1}\n{"id": 9, "text": ""}'
    options = ("--published-at", SEEN) if command == "dates" else ()
    code, out, _ = called(command, "--jsonl", "-", *options, given=given)
    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1, "ب", 9]


BAD = {
    "no JSON": (b"not json", "no JSON"),
    "half a line": (b'{"id": 1, "text": "', "no JSON"),
    "NaN": (b'{"text": "", "x": NaN}', "NaN"),
    "deep": (b"[" * 100_000, "recursion"),
    "many digits": (b'{"text": "", "x": ' + b"1" * 5_000 + b"}", "digits"),
    "a list": (b"[]", "a list"),
    "a string": (b'"text"', "the string «text»"),
    "no text": (b'{"id": 1}', 'no "text"'),
    "null": (b'{"id": 1, "text": null}', 'null as "text"'),
    "a number": (b'{"id": 1, "text": 5}', 'the number 5 as "text"'),
    "an id": (b'{"id": true, "text": ""}', 'true as "id"'),
    "a tag": (b'{"text": "", "hint": "x y", "language": "x y"}', "the string «x y» as"),
    "an empty tag": (b'{"text": "", "hint": "", "language": ""}', "the string «» as"),
    "a tag that is none": (b'{"text": "", "hint": 7, "language": 7}', "the number 7 as"),
    "bytes": (b'{"text": "", "hint": "\xff", "language": "\xff"}', "the string «\ufffd» as"),
}
BAD_DATES = {
    "no time": (b'{"text": ""}', 'no "published_at"'),
    "no zone": (b'{"text": "", "published_at": "2025-12-17T08:00:00"}', "2025-12-17T08:00:00"),
    "no ISO time": (b'{"text": "", "published_at": "yesterday"}', "yesterday"),
    "a number": (b'{"text": "", "published_at": 1765960000}', "1765960000"),
    "no such zone": (f'{{"text": "", "published_at": "{SEEN}", "zone": "Tehran"}}', "Tehran"),
    "a folder": (f'{{"text": "", "published_at": "{SEEN}", "zone": "America"}}', "America"),
    "a path": (f'{{"text": "", "published_at": "{SEEN}", "zone": "../x"}}', "../x"),
    "a zone": (f'{{"text": "", "published_at": "{SEEN}", "zone": 3}}', 'the number 3 as "zone"'),
}
CASES = [
    *((command, *bad) for command in COMMANDS[:3] for bad in BAD.values()),
    *(("dates", *bad) for bad in BAD_DATES.values()),
]


@pytest.mark.parametrize(("command", "line", "found"), CASES)
def test_a_bad_line_is_refused_in_words_with_code_2(
    command: str, line: bytes | str, found: str
) -> None:
    bad = line if isinstance(line, bytes) else line.encode()
    good = f'{{"text": "", "published_at": "{SEEN}"}}\n'.encode()
    code, out, err = called(command, "--jsonl", "-", given=good + bad + b"\n" + good)
    assert code == 2
    assert len(out.splitlines()) == 1
    assert err.startswith("line 2: found ")
    assert found in err
    assert ", expected " in err.split("\n", 1)[0]
    assert "; " in err


@pytest.mark.parametrize(("command", "line", "found"), CASES)
def test_a_bad_line_is_answered_by_its_error_where_it_shall_go_on(
    command: str, line: bytes | str, found: str
) -> None:
    bad = line if isinstance(line, bytes) else line.encode()
    good = f'{{"text": "", "published_at": "{SEEN}"}}\n'.encode()
    given = good + bad + b"\n" + good
    code, out, err = called(command, "--jsonl", "-", "--keep-going", given=given)
    first, second, third = (json.loads(each) for each in out.splitlines())
    assert (code, err) == (0, "")
    assert set(second) == {"id", "error"}
    assert found in second["error"]
    assert (first["id"], third["id"]) == (1, 3)
    assert second["id"] == (1 if b'"id": 1' in bad and b"}" in bad else 2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("normalize", "--language", "x y", "a"), "BCP 47"),
        (("identify", "--hint", "", "a"), "BCP 47"),
        (("identify", "--backend", "guess", "a"), "langdetect"),
        (("dates", "--published-at", "2025-12-17", "a"), "with its zone"),
        (("dates", "--zone", "Tehran", "a"), "Asia/Tehran"),
        (("tokens", "--jsonl", "-", "a"), "not both"),
        (("tokens", "--jsonl", "no-such-file"), "no-such-file"),
    ],
)
def test_wrong_use_is_a_sentence_and_code_2(arguments: tuple[str, ...], words: str) -> None:
    code, _, err = called(*arguments)
    assert code == 2
    assert words in err
