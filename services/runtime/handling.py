"""Each record in its own `try`: decoded, handled, and ended as exactly one outcome."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final, assert_never

import orjson

from schemas.codec import MAX_RECORD_BYTES, MalformedRecordError, decode, encode
from schemas.dead_letters import DeadLetter, is_dead_letter_header
from schemas.topics import dead_letters
from services.runtime import metrics
from services.runtime.bus import Message
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError, Card, Dead, Drop, Emit, Out, Result, Rule, Taken

RELEASE: Final = version("dideban")
PATH_HEADER: Final = "dideban-path"
ATTEMPTS_HEADER: Final = "dideban-attempts"

type Path = list[tuple[str, float]]
"""The services a record has passed, each with its Unix time in seconds."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A record, how it ended and the messages that say so."""

    taken: Taken
    result: Result
    messages: tuple[Message, ...]


def handle(card: Card, rule: Rule, taken: Taken) -> Ended:
    """Decode one record, apply the rule, and return its end; a failure is a dead letter.

    Raises:
        AwayError: passed on, for the caller waits and tries again.
    """
    started = time.perf_counter()
    try:
        return end(card, taken, rule(decode_taken(card, taken)))
    except MalformedRecordError as error:
        return _dead(card, taken, str(error))
    except AwayError:
        raise
    except Exception as error:  # noqa: BLE001  the one place where any failure becomes an outcome
        return _dead(card, taken, f"{type(error).__name__}: {error}")
    finally:
        metrics.record_seconds.labels(card.service).observe(time.perf_counter() - started)


def decode_taken(card: Card, taken: Taken) -> Any:  # noqa: ANN401  the record its topic names
    """Return the record; raises MalformedRecordError with the reason in words."""
    if taken.key is None:
        raise MalformedRecordError("the record has no key")
    topic = next(topic for topic in card.reads if topic.name == taken.topic)
    return taken if topic.record is None else decode(topic.record, taken.value)


def end(card: Card, taken: Taken, result: Result) -> Ended:
    """Return the record's end with the messages to send; a result nobody can send is dead."""
    match result:
        case Drop(reason=reason) if reason not in card.drop_reasons:
            return _dead(card, taken, f"dropped for {reason!r}, which the card does not declare")
        case Drop():
            return Ended(taken, result, ())
        case Dead(error=error):
            return _dead(card, taken, error)
        case Emit(outs=outs):
            step = (card.service, round(time.time(), 3))
            path = orjson.dumps([*path_of(taken), step])
            try:
                return Ended(taken, result, tuple(_message(out, path) for out in outs))
            except (MalformedRecordError, UnicodeEncodeError) as error:
                return _dead(card, taken, f"its result cannot be sent: {error}")
        case _:
            assert_never(result)


def _message(out: Out, path: bytes) -> Message:
    value = encode(out.record)
    if len(value) > MAX_RECORD_BYTES:
        raise MalformedRecordError(f"{len(value)} bytes, more than {MAX_RECORD_BYTES}")
    return Message(out.topic.name, out.key.encode(), value, ((PATH_HEADER, path),))


def path_of(taken: Taken) -> Path:
    """Return the services the record has passed; empty where its header does not say."""
    header = dict(taken.headers).get(PATH_HEADER) or b"[]"
    try:
        return [(str(name), float(seconds)) for name, seconds in orjson.loads(header)]
    except (TypeError, ValueError):  # a stranger's header must not stop a record
        return []


def _dead(card: Card, taken: Taken, error: str) -> Ended:
    return Ended(taken, Dead(error), (dead_message(card, taken, error),))


def dead_message(card: Card, taken: Taken, error: str) -> Message:
    """Return the dead letter: key and bytes as they came, headers that say why."""
    attempts = (dict(taken.headers).get(ATTEMPTS_HEADER) or b"0")[:6]
    letter = DeadLetter(
        error=error,
        service=card.service,
        release=RELEASE,
        topic=taken.topic,
        partition=taken.partition,
        offset=taken.offset,
        time=datetime.now(UTC),
        attempts=int(attempts) + 1 if attempts.isdigit() else 1,
    )
    kept = [header for header in taken.headers if not is_dead_letter_header(header[0])]
    headers = [*kept, *letter.headers()]
    return Message(dead_letters(card.service).name, taken.key, taken.value, headers)


def count(card: Card, ends: Sequence[Ended], log: Log) -> None:
    """Count and log each record's end, once."""
    for ended in ends:
        outcome, reason = _named(ended.result)
        metrics.records.labels(card.service, outcome, reason if outcome == "dropped" else "").inc()
        note = log.warning if outcome == "dead" else log.info
        note(
            f"record_{outcome}",
            reason=reason,
            topic=ended.taken.topic,
            partition=ended.taken.partition,
            offset=ended.taken.offset,
            key=(ended.taken.key or b"").decode("utf-8", "replace"),
        )


def _named(result: Result) -> tuple[str, str]:
    match result:
        case Emit():
            return "emitted", ""
        case Drop(reason=reason):
            return "dropped", reason
        case Dead(error=error):
            return "dead", error
