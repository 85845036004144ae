"""How one record ends, once and in one of three ways, and the messages that come of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from schemas.dead_letters import parse
from schemas.topics import Topic
from services.cli.dead_letters import _again
from services.runtime import metrics
from services.runtime.bus import Message
from services.runtime.handling import ATTEMPTS_HEADER, PATH_HEADER, Ended, count, handle, path_of
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError, Card, Dead, Drop, Emit, Out, Result, Rule, Taken

type Headers = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    version: int = 1
    text: str


SOURCE, TARGET = (
    Topic(name=name, key="id", record=Note, partitions=1, retention_seconds=60)
    for name in ("handling.in", "handling.out")
)
CARD = Card(service="handling", reads=(SOURCE,), writes=(TARGET,), drop_reasons=frozenset({"dull"}))
TEXTS = {
    "fa": "ایران و عراق دربارهٔ گاز",
    "ar": "إيران والعراق والغاز",
    "ru": "Иран и Ирак о газе",
    "en": "Iran and Iraq on gas",
    "tr": "İran ile Irak gaz için",
    "az": "İran və İraq qaz üçün",
}


def taken(value: bytes | None, key: bytes | None = b"k", headers: Headers = ()) -> Taken:
    return Taken(
        topic=SOURCE.name, partition=2, offset=7, key=key, value=value, headers=tuple(headers)
    )


def note(text: str) -> bytes:
    return json.dumps({"text": text}, ensure_ascii=False).encode()


def ending(result: Result) -> Rule:
    return lambda _: result


def echo(read: Note) -> Result:
    return Emit((Out(TARGET, read.text, read),))


def only(ended: Ended) -> Message:
    (message,) = ended.messages
    return message


@pytest.mark.parametrize("language", TEXTS)
def test_an_emitted_record_goes_to_its_topic_under_its_key(language: str) -> None:
    text = TEXTS[language]
    message = only(handle(CARD, echo, taken(note(text))))
    assert (message.topic, message.key) == (TARGET.name, text.encode())
    assert json.loads(message.value or b"")["text"] == text


def test_a_dropped_record_sends_nothing() -> None:
    ended = handle(CARD, ending(Drop("dull")), taken(note("x")))
    assert (ended.result, ended.messages) == (Drop("dull"), ())


def test_a_reason_that_the_card_does_not_declare_is_a_dead_letter() -> None:
    ended = handle(CARD, ending(Drop("mood")), taken(note("x")))
    assert isinstance(ended.result, Dead)
    assert "'mood'" in ended.result.error


def raising(error: Exception) -> Rule:
    def rule(_: Note) -> Result:
        raise error

    return rule


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        pytest.param(raising(ZeroDivisionError("by zero")), "ZeroDivisionError: by zero", id="1"),
        pytest.param(raising(RecursionError()), "RecursionError", id="recursion"),
        pytest.param(lambda _: None, "got: None", id="no result"),  # type: ignore[arg-type]
        pytest.param(ending(Dead("no title")), "no title", id="said by the rule"),
        pytest.param(
            ending(Emit((Out(TARGET, "k", object()),))), "cannot be written as JSON", id="no JSON"
        ),
        pytest.param(
            ending(Emit((Out(TARGET, "\ud800", Note(text="x")),))), "surrogates", id="key"
        ),
        pytest.param(
            ending(Emit((Out(TARGET, "k", Note(text="a" * 4_000_001)),))), "more than", id="too big"
        ),
    ],
)
def test_what_cannot_be_handled_is_dead_lettered_unchanged(rule: Rule, says: str) -> None:
    value = note("گاز")
    ended = handle(CARD, rule, taken(value, headers=[("trace", b"1")]))
    message = only(ended)
    assert isinstance(ended.result, Dead)
    assert (message.topic, message.key) == ("dideban.handling.dead-letters.v1", b"k")
    assert message.value == value
    assert ("trace", b"1") in message.headers
    letter = parse(list(message.headers))
    assert says in letter.error
    assert (letter.service, letter.topic, letter.partition, letter.offset) == (
        "handling",
        SOURCE.name,
        2,
        7,
    )


@pytest.mark.parametrize("value", [None, b"", b"{", b"{}", b'{"text": 1}', b"\xff\xfe"])
def test_bytes_that_are_no_record_never_reach_the_rule(value: bytes | None) -> None:
    ended = handle(CARD, raising(AssertionError("reached")), taken(value))
    assert isinstance(ended.result, Dead)
    assert "reached" not in ended.result.error
    assert only(ended).value == value


def test_a_record_without_a_key_is_dead() -> None:
    ended = handle(CARD, echo, taken(note("x"), key=None))
    assert ended.result == Dead("the record has no key")


def test_a_store_that_is_away_ends_nothing() -> None:
    with pytest.raises(AwayError):
        handle(CARD, raising(AwayError("the store is away")), taken(note("x")))


def test_each_stage_adds_itself_to_the_path() -> None:
    first = only(handle(CARD, echo, taken(note("x"), headers=[(PATH_HEADER, b'[["fetch",1.5]]')])))
    path = path_of(taken(b"", headers=first.headers))
    assert [name for name, _ in path] == ["fetch", "handling"]
    assert path[0][1] == 1.5


@pytest.mark.parametrize(
    "header", [b"", b"5", b"{}", b'{"a": 1}', b"[1]", b'[["a"]]', b'[["a","b"]]', b"\xff", None]
)
def test_a_strangers_path_stops_no_record(header: bytes | None) -> None:
    ended = handle(CARD, echo, taken(note("x"), headers=[(PATH_HEADER, header)]))
    assert isinstance(ended.result, Emit)
    assert path_of(taken(b"", headers=[(PATH_HEADER, header)])) == []


@pytest.mark.parametrize(
    ("header", "attempts"),
    [(b"1", 2), (b"41", 42), (b"", 1), (b"-1", 1), (b"x", 1), (None, 1), (b"9" * 5_000, 1_000_000)],
)
def test_the_attempts_are_counted_on_whatever_the_header_says(
    header: bytes | None, attempts: int
) -> None:
    dead = only(handle(CARD, echo, taken(b"{", headers=[(ATTEMPTS_HEADER, header)])))
    assert parse(list(dead.headers)).attempts == attempts


def test_a_replayed_dead_letter_is_the_record_it_was_with_one_attempt_more() -> None:
    came = taken(b"{bad", headers=[("trace", b"1")])
    dead = only(handle(CARD, echo, came))
    letter = parse(list(dead.headers))
    again = _again(letter, Taken("dlq", 0, 0, dead.key, dead.value, dead.headers))
    assert (again.topic, again.key, again.value) == (came.topic, came.key, came.value)
    assert list(again.headers) == [("trace", b"1"), (ATTEMPTS_HEADER, b"1")]
    second = only(handle(CARD, echo, taken(again.value, headers=again.headers)))
    assert parse(list(second.headers)).attempts == 2
    assert sum(name.startswith("dideban-dead-") for name, _ in second.headers) == 8


def test_each_end_is_counted_once_under_its_own_name() -> None:
    ends = [
        handle(CARD, echo, taken(note("x"))),
        handle(CARD, ending(Drop("dull")), taken(note("x"))),
        handle(CARD, echo, taken(b"{")),
        handle(CARD, echo, taken(b"{")),
    ]
    metrics.start_service("handling", "test", ["dull"])
    count(CARD, ends, Log("test"))
    counted = {
        key: metrics.records.labels("handling", *key)._value.get()
        for key in (("emitted", ""), ("dropped", "dull"), ("dead", ""))
    }
    assert list(counted.values()) == [1, 1, 2]
