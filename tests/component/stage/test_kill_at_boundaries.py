"""kill -9 between any two steps of a batch: nothing is lost, and what comes twice is the same."""

import asyncio
import re
import signal
from collections import Counter
from pathlib import Path

import pytest
from toy_process import Toy, answer, until

from schemas.topics import group
from services.runtime.settings import Common
from tests.ports import free_port

pytestmark = pytest.mark.slow

GOOD = [f'{{"text": "خبر {n}"}}'.encode() for n in range(40)]
SENT = [*GOOD[:20], b"{broken", b'{"text": "dull"}', b'{"text": "boom"}', *GOOD[20:]]
TEXTS = {f"خبر {n}" for n in range(40)}
COUNTER = re.compile(
    r"^dideban_records_(read_)?total\{(?:outcome=\"(\w+)\")?.*\} ([\d.]+)$", re.MULTILINE
)


AFTER_THE_EFFECT = {"after_effect", "before_send", "after_send"}


@pytest.mark.parametrize(
    ("program", "boundaries"),
    [
        ("wrapped.py", ["before_send", "after_send"]),
        ("effects.py", ["before_effect", "after_effect", "before_send", "after_send"]),
    ],
    ids=["stage", "plain consumer"],
)
async def test_a_process_killed_there_loses_nothing_and_repeats_only_the_same(
    settings: Common, tmp_path: Path, program: str, boundaries: list[str]
) -> None:
    # Side by side, since each spends most of its time waiting for the dead member to be missed.
    async with asyncio.TaskGroup() as group_of_kills:
        for boundary in boundaries:
            folder = tmp_path / boundary
            folder.mkdir()
            group_of_kills.create_task(kill_at(boundary, program, Toy(settings, folder)))


async def kill_at(boundary: str, program: str, toy: Toy) -> None:
    await toy.create()
    await toy.send(*SENT)
    with toy.running(program, DIDEBAN_FAILPOINT=boundary) as process:
        await until(lambda: process.poll() is not None)
        assert process.returncode == -signal.SIGKILL
    assert await toy.committed(group(toy.name)) == 0
    port = free_port()
    with toy.running(program, DIDEBAN_METRICS_PORT=str(port)):
        await until(lambda: all_committed(toy))
        ends = await counted(port)
    assert ends == {"read": len(SENT), "emitted": 40, "dropped": 1, "dead": 2}
    emitted = await toy.emitted()
    assert set(emitted) == TEXTS
    assert (len(emitted) > len(TEXTS)) == (boundary == "after_send")
    assert {taken.value for taken in await toy.dead()} == {b"{broken", b'{"text": "boom"}'}
    assert await keys_of_each_value(toy) == {1}
    if program == "effects.py":
        lines = toy.ledger.read_text(encoding="utf-8").splitlines()
        assert {line.split(" ", 1)[1] for line in lines} == {*TEXTS, "dull"}
        assert len(set(lines)) == len(TEXTS) + 1
        assert (len(lines) > len(set(lines))) == (boundary in AFTER_THE_EFFECT)


async def all_committed(toy: Toy) -> bool:
    return await toy.committed(group(toy.name)) == len(SENT)


async def counted(port: int) -> dict[str, int]:
    _, exposed = await answer(port, "/metrics")
    found: Counter[str] = Counter()
    for _, outcome, value in COUNTER.findall(exposed):
        found[outcome or "read"] += int(float(value))
    return dict(found)


async def keys_of_each_value(toy: Toy) -> set[int]:
    """Return how many different keys a value has, over the outputs and the dead letters."""
    keys: dict[bytes, set[bytes | None]] = {}
    for taken in [*await toy.outputs(), *await toy.dead()]:
        keys.setdefault(taken.value or b"", set()).add(taken.key)
    return {len(each) for each in keys.values()}
