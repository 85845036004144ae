"""The stage wrapper on a real broker: every record ends once, and bad bytes stop nobody."""

import asyncio
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from toy_process import until

from schemas.dead_letters import parse
from schemas.topics import Topic, dead_letters
from services.runtime import metrics
from services.runtime.bus import Bus, Message, create_topics
from services.runtime.lifecycle import Health
from services.runtime.outcomes import Card, Drop, Emit, Out, Result, Taken
from services.runtime.reader import read_all
from services.runtime.settings import Common
from services.runtime.stage import run_stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    version: int = 1
    text: str


def topics() -> tuple[Topic, Topic]:
    name = uuid.uuid4().hex[:8]
    first, second = (
        Topic(name=f"t.{name}.{end}", key="id", record=Note, partitions=2, retention_seconds=3600)
        for end in ("in", "out")
    )
    return first, second


def card_of(source: Topic, target: Topic) -> Card:
    service = "toy-" + source.name.split(".")[1]
    metrics.start_service(service, "test", ["dull"])
    return Card(
        service=service, reads=(source,), writes=(target,), drop_reasons=frozenset({"dull"})
    )


def counted(service: str) -> dict[str, float]:
    found = {"read": metrics.records_read.labels(service)._value.get()}
    for outcome, reason in (("emitted", ""), ("dropped", "dull"), ("dead", "")):
        found[outcome] = metrics.records.labels(service, outcome, reason)._value.get()
    return found


@pytest.fixture
def shout() -> Callable[[Note, Topic], Result]:
    def rule(note: Note, target: Topic) -> Result:
        if note.text == "dull":
            return Drop("dull")
        if note.text == "boom":
            raise ZeroDivisionError("boom")
        return Emit((Out(target, note.text, Note(text=note.text.upper())),))

    return rule


BAD = {
    b"no json": b"{not json",
    b"unknown version": json.dumps({"version": 9, "text": "x"}).encode(),
    b"missing field": b"{}",
    b"wrong type": b'{"text": 5}',
    b"empty": b"",
    b"five megabytes": b'{"text": "' + b"a" * 5_000_000 + b'"}',
    b"nul": b'{"text": "a\\u0000b"}',
    b"lone surrogate": b'{"text": "a\\ud800b"}',
    b"no utf-8": b'{"text": "\xff"}',
    b"boom": b'{"text": "boom"}',
}


async def test_bad_records_are_dead_lettered_unchanged_and_the_partition_goes_on(
    settings: Common, shout: Callable[[Note, Topic], Result]
) -> None:
    source, target = topics()
    card = card_of(source, target)
    await create_topics(settings, (source, target, dead_letters(card.service)))
    good = [Message(source.name, b"k%d" % n, b'{"text": "salam %d"}' % n) for n in range(20)]
    bad = [Message(source.name, key, value) for key, value in BAD.items()]
    dull = Message(source.name, b"dull", b'{"text": "dull"}')
    keyless = Message(source.name, None, b'{"text": "keyless"}')
    async with Bus("test", settings) as bus:
        await bus.send([*good[:10], *bad, dull, keyless, *good[10:]])
    stop, health = asyncio.Event(), Health(card.service)
    running = asyncio.create_task(
        run_stage(card, lambda note: shout(note, target), settings, health, stop)
    )
    expected = len(good) + len(bad) + 2

    async def all_ended() -> bool:
        counts = counted(card.service)
        return counts["emitted"] + counts["dropped"] + counts["dead"] == expected

    await until(all_ended)
    stop.set()
    await running
    emitted = await read_all(settings, [target])
    assert {json.loads(t.value or b"")["text"] for t in emitted} == {
        f"SALAM {n}" for n in range(20)
    }
    letters: list[Taken] = await read_all(settings, [dead_letters(card.service)])
    kept = {t.key: t.value for t in letters}
    assert kept == {**BAD, None: b'{"text": "keyless"}'}
    for taken in letters:
        letter = parse(list(taken.headers))
        assert letter.topic == source.name
        assert len(letter.error) > 10
    assert counted(card.service) == {
        "read": expected,
        "emitted": 20,
        "dropped": 1,
        "dead": len(bad) + 1,
    }


async def test_a_stage_that_starts_again_goes_on_where_it_was(
    settings: Common, shout: Callable[[Note, Topic], Result]
) -> None:
    source, target = topics()
    card = card_of(source, target)
    await create_topics(settings, (source, target, dead_letters(card.service)))
    for turn in range(2):
        async with Bus("test", settings) as bus:
            await bus.send([Message(source.name, b"k", b'{"text": "turn %d"}' % turn)])
        stop, health = asyncio.Event(), Health(card.service)
        running = asyncio.create_task(
            run_stage(card, lambda note: shout(note, target), settings, health, stop)
        )

        async def ended(turn: int = turn) -> bool:
            return counted(card.service)["emitted"] == turn + 1

        await until(ended)
        stop.set()
        await running
    texts = [json.loads(t.value or b"")["text"] for t in await read_all(settings, [target])]
    assert sorted(texts) == ["TURN 0", "TURN 1"]
