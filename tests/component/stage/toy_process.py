"""What the tests of the wrapper share: toy processes, their topics, and who lost what."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiokafka import AIOKafkaConsumer, TopicPartition
from processes.toy_records import topic

from schemas.topics import Topic, dead_letters
from services.cli import embedded_broker
from services.runtime.bus import Bus, Message, create_topics
from services.runtime.outcomes import Taken
from services.runtime.reader import read_all
from services.runtime.settings import Common

PROCESSES = Path(__file__).parent / "processes"
ROOT = Path(__file__).parents[3]


@dataclass
class Toy:
    """A toy's topics and files, and the process that works on them."""

    settings: Common
    folder: Path
    name: str = field(default_factory=lambda: "toy-" + uuid.uuid4().hex[:8])
    process: subprocess.Popen[bytes] | None = None

    @property
    def source(self) -> Topic:
        return topic(f"{self.name}.in")

    @property
    def target(self) -> Topic:
        return topic(f"{self.name}.out")

    @property
    def gate(self) -> Path:
        return self.folder / "gate"

    @property
    def reached(self) -> Path:
        return self.folder / "reached"

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == name]

    def environment(self, **more: str) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if "DIDEBAN" not in name},
            "PYTHONPATH": f"{ROOT}{os.pathsep}{PROCESSES}",
            "DIDEBAN_HOME": str(self.folder / "home"),
            "DIDEBAN_BROKER": self.settings.broker,
            "DIDEBAN_BROKER_KIND": self.settings.broker_kind,
            "DIDEBAN_PARTITIONS": "1",
            "TOY_SERVICE": self.name,
            "TOY_SOURCE": self.source.name,
            "TOY_TARGET": self.target.name,
            "TOY_GATE": str(self.gate),
            "TOY_REACHED": str(self.reached),
            "TOY_LEDGER": str(self.ledger),
            **more,
        }

    @contextmanager
    def running(
        self, program: str, *arguments: str, **more: str
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Give one of our programs running, and kill it at the end if it is still there."""
        command = [sys.executable, str(PROCESSES / program), *arguments]
        with self.started(command, **more) as process:
            yield process

    @contextmanager
    def started(self, command: Sequence[str], **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """Give the command running, and kill it at the end if it is still there."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command, env=self.environment(**more), stdout=log, stderr=log
            )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(10)

    async def send(self, *values: bytes) -> None:
        async with Bus("test", self.settings) as bus:
            await bus.send([Message(self.source.name, b"k%d" % n, v) for n, v in enumerate(values)])

    async def create(self) -> None:
        topics = (self.source, self.target, dead_letters(self.name))
        await create_topics(self.settings, topics)

    async def outputs(self) -> list[Taken]:
        return await read_all(self.settings, [self.target])

    async def emitted(self) -> list[str]:
        return [json.loads(taken.value or b"")["text"] for taken in await self.outputs()]

    async def dead(self) -> list[Taken]:
        return await read_all(self.settings, [dead_letters(self.name)])

    async def committed(self, group: str) -> int:
        """Return the first offset that the group has not acknowledged."""
        member = AIOKafkaConsumer(bootstrap_servers=self.settings.broker, group_id=group)
        await member.start()
        try:
            return await member.committed(TopicPartition(self.source.name, 0)) or 0
        finally:
            await member.stop()

    async def lost(self, group: str) -> list[bytes]:
        """Return the values that were acknowledged and stand nowhere."""
        upto = await self.committed(group)
        emitted, dead = await self.emitted(), [taken.value for taken in await self.dead()]
        read = await read_all(self.settings, [self.source])
        values = [taken.value or b"" for taken in read if taken.offset < upto]
        return [value for value in values if value not in dead and text_of(value) not in emitted]


@contextmanager
def own_broker(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Give an embedded broker of the test's own, so that the test may kill it."""
    command = embedded_broker.command(folder / "broker", port)
    process = subprocess.Popen(
        command.arguments, env=dict(command.environment), stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def text_of(value: bytes) -> str | None:
    try:
        text: str = json.loads(value)["text"]
    except ValueError:
        return None
    return text


async def until(condition: Callable[[], Any], seconds: float = 40) -> None:
    """Return when the condition, which may be a coroutine, holds."""
    async with asyncio.timeout(seconds):
        while not await _holds(condition):  # noqa: ASYNC110  it comes true in another process
            await asyncio.sleep(0.05)


async def _holds(condition: Callable[[], Any]) -> bool:
    answer = condition()
    return bool(await answer if asyncio.iscoroutine(answer) else answer)


async def answer(port: int, path: str) -> tuple[int, str]:
    """Return the status and text of a page of the process; 0 while nobody answers."""
    async with aiohttp.ClientSession() as client:
        try:
            async with client.get(f"http://127.0.0.1:{port}{path}") as response:
                return response.status, await response.text()
        except aiohttp.ClientConnectionError as error:
            return 0, str(error)
