"""A service's start and end: what it says, how it exits, and that it waits for its broker."""

import asyncio
import socket
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from processes.toy_records import Note
from refusing_door import Door, door_to
from toy_process import PROCESSES, Toy, answer, own_broker, text_of, until

from schemas.codec import encode
from schemas.topics import group
from services.runtime.bus import Bus, Message
from services.runtime.reader import read_all
from services.runtime.settings import Common
from tests.ports import free_port


def ended(toy: Toy, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PROCESSES / "wrapped.py")],
        env=toy.environment(**environ),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def alone(folder: Path, port: int = 1) -> Toy:
    """Return a toy without a broker."""
    address = f"127.0.0.1:{port}"
    return Toy(Common(broker=address, broker_kind="embedded"), folder)


def at(door: Door) -> Common:
    """Return the settings of one who comes to the broker through the door."""
    return Common(broker=door.address, broker_kind="embedded")


def test_a_bad_setting_is_told_in_one_sentence_and_ends_the_process(tmp_path: Path) -> None:
    toy = alone(tmp_path)
    found = ended(toy, DIDEBAN_PARTITIONS="lots")
    assert found.returncode == 2
    assert found.stderr.startswith(f"{toy.name}: DIDEBAN_PARTITIONS='lots': allowed is ")
    assert found.stderr.count("\n") == 1


def test_a_taken_port_is_told_with_its_mend_and_ends_the_process(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = ended(alone(tmp_path), DIDEBAN_METRICS_PORT=str(port))
    assert found.returncode == 3
    assert '"event":"port_taken"' in found.stderr
    assert f'"port":{port}' in found.stderr
    assert "choose another with DIDEBAN_METRICS_PORT" in found.stderr


async def test_a_service_waits_for_a_broker_that_is_away_and_goes_on_when_it_comes(
    tmp_path: Path,
) -> None:
    port, status_port = free_port(), free_port()
    toy = alone(tmp_path, port)
    with toy.running("wrapped.py", DIDEBAN_METRICS_PORT=str(status_port)) as process:
        await until(lambda: toy.events("broker_away"))
        said = toy.events("broker_away")[0]
        assert (said["broker"], said["action"]) == (toy.settings.broker, "waiting")
        assert (await answer(status_port, "/readyz"))[0] == 503
        with own_broker(tmp_path, port):
            await toy.create()
            await toy.send('{"text": "xəbər"}'.encode())
            await until(lambda: toy.events("record_emitted"))
            assert (await answer(status_port, "/readyz"))[0] == 200
            assert await toy.emitted() == ["xəbər"]
            process.terminate()
            assert process.wait(20) == 0
            assert toy.events("service_stopped")


async def test_what_is_sent_while_the_broker_is_dead_is_there_when_it_is_back(
    tmp_path: Path,
) -> None:
    toy = alone(tmp_path, port := free_port())
    texts = {f"خبر {n}" for n in range(500)}
    messages = [Message(toy.source.name, b"k", encode(Note(text=text))) for text in texts]
    async with door_to(toy.settings.broker) as door, AsyncExitStack() as opened:
        with own_broker(tmp_path, port):
            await toy.create()
            bus = await opened.enter_async_context(Bus("test", at(door)))
            await bus.send(messages[:1])
        door.refusing = True
        sending = asyncio.create_task(bus.send(messages))
        with own_broker(tmp_path, port):  # it lives in memory: what it knew is gone
            await toy.create()
            await until(lambda: door.refused)
            door.refusing = False
            await sending
            read = await read_all(toy.settings, [toy.source])
    assert {text_of(taken.value or b"") for taken in read} == texts


async def test_the_embedded_broker_forgets_what_it_was_sent_before_its_topics_were_made(
    tmp_path: Path,
) -> None:
    """Why the supervisor lets no service live on when the broker is lost."""
    toy = alone(tmp_path, port := free_port())
    message = Message(toy.source.name, b"k", encode(Note(text="خبر")))
    async with AsyncExitStack() as opened:
        with own_broker(tmp_path, port):
            await toy.create()
            bus = await opened.enter_async_context(Bus("test", toy.settings))
            await bus.send([message])
        with own_broker(tmp_path, port):
            await bus.send([message])  # acknowledged
            await toy.create()
            read = await read_all(toy.settings, [toy.source])
    assert read == []


async def test_a_fault_in_the_plumbing_ends_the_process_and_acknowledges_nothing(toy: Toy) -> None:
    await toy.send(*[b'{"text": "gaz %d"}' % n for n in range(5)])
    with toy.running("broken.py") as process:
        await until(lambda: process.poll() is not None)
    assert process.returncode == 1
    assert "ZeroDivisionError('a fault of ours')" in toy.events("service_failed")[0]["error"]
    assert await toy.committed(group(toy.name)) == 0
    with toy.running("wrapped.py"):
        await until(lambda: len(toy.events("record_emitted")) == 5)
    assert sorted(await toy.emitted()) == [f"gaz {n}" for n in range(5)]
