"""Bare Faust, as its guide shows it: one agent for each way to lose a record."""

import asyncio
import json
import os
from pathlib import Path

import faust

WAY = os.environ["TOY_WAY"]
SOURCE = os.environ["TOY_SOURCE"]
TARGET = os.environ["TOY_TARGET"]
GATE = Path(os.environ["TOY_GATE"])
REACHED = Path(os.environ["TOY_REACHED"])


class Note(faust.Record, serializer="json"):
    text: str


app = faust.App(
    "bare-" + SOURCE,
    broker="kafka://" + os.environ["DIDEBAN_BROKER"],
    store="memory://",
    datadir=os.environ["DIDEBAN_HOME"],
    topic_disable_leader=True,
    topic_allow_declare=False,
    web_enabled=False,
    broker_session_timeout=6,
    broker_heartbeat_interval=1,
    broker_commit_interval=0.2,
    consumer_auto_offset_reset="earliest",
    producer_request_timeout=2.0,
    stream_wait_empty=WAY != "cancelled",
)
typed = app.topic(SOURCE, value_type=Note)
untyped = app.topic(SOURCE, value_type=bytes, value_serializer="raw")
target = app.topic(TARGET, value_type=bytes, value_serializer="raw")


async def keep(value: bytes) -> None:
    if b"boom" in value:
        raise ZeroDivisionError("boom")
    if b"wait" in value:
        await the_gate()
    await (await target.send(value=value))


async def the_gate() -> None:
    REACHED.touch()  # noqa: ASYNC240  as quick as it gets
    while not GATE.exists():  # noqa: ASYNC110, ASYNC240  a file is what two processes share
        await asyncio.sleep(0.02)


async def one_by_one(stream: faust.StreamT[bytes]) -> None:
    async for value in stream:
        await keep(value)


async def in_batches(stream: faust.StreamT[bytes]) -> None:
    async for values in stream.take(10, within=1):
        for value in values:
            await keep(value)


async def with_types(stream: faust.StreamT[Note]) -> None:
    async for note in stream:
        await (await target.send(value=json.dumps({"text": note.text}).encode()))


async def sent_and_forgotten(stream: faust.StreamT[bytes]) -> None:
    await (await target.send(value=b'{"text": "first"}'))
    async for value in stream:
        await the_gate()
        await target.send(value=value)


match WAY:
    case "raised" | "cancelled":
        app.agent(untyped)(one_by_one)
    case "batched":
        app.agent(untyped)(in_batches)
    case "typed":
        app.agent(typed)(with_types)
    case "concurrent":
        app.agent(untyped, concurrency=4)(one_by_one)
    case "forgotten":
        app.agent(untyped)(sent_and_forgotten)

if __name__ == "__main__":
    app.main()
