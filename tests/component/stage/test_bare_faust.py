"""Each of the six ways in which bare Faust loses a record, and the wrapper in the same place."""

import json

import pytest
from refusing_door import door_to
from toy_process import Toy, until

from schemas.topics import group

pytestmark = pytest.mark.slow

BARE = ("bare.py", "worker", "--loglevel", "info", "--without-web")
TEXTS = [
    "گاز ایران به عراق",
    "تصدير الغاز إلى العراق",
    "транзит газа",
    "İran gazı",
    "İran qazı",
    "gas transit",
]
GOOD = [json.dumps({"text": text}).encode() for text in TEXTS]
BOOM = b'{"text": "boom"}'
BAD = b"{not json"
WAIT = b'{"text": "wait"}'


def bare(toy: Toy) -> str:
    return f"bare-{toy.source.name}"


async def all_committed(toy: Toy, consumer_group: str, records: int) -> None:
    async def reached() -> bool:
        return await toy.committed(consumer_group) >= records

    await until(reached)


THREE = [
    pytest.param("raised", BOOM, [BOOM], id="the event that raised"),
    pytest.param("batched", BOOM, [BOOM, *GOOD[3:]], id="the batch of the event that raised"),
    pytest.param("typed", BAD, [BAD], id="what is no record"),
]


@pytest.mark.parametrize(("way", "bad", "lost"), THREE)
async def test_bare_faust_acknowledges_and_forgets(
    toy: Toy, way: str, bad: bytes, lost: list[bytes]
) -> None:
    await toy.send(*GOOD[:3], bad, *GOOD[3:])
    with toy.running(*BARE, TOY_WAY=way):
        await all_committed(toy, bare(toy), len(GOOD) + 1)
    assert await toy.lost(bare(toy)) == lost


@pytest.mark.parametrize("bad", [BOOM, BAD], ids=["an event that raises", "what is no record"])
async def test_the_wrapper_keeps_it_as_a_dead_letter_and_emits_the_rest(
    toy: Toy, bad: bytes
) -> None:
    await toy.send(*GOOD[:3], bad, *GOOD[3:])
    with toy.running("wrapped.py"):
        await all_committed(toy, group(toy.name), len(GOOD) + 1)
    assert await toy.lost(group(toy.name)) == []
    assert [taken.value for taken in await toy.dead()] == [bad]
    assert sorted(await toy.emitted()) == sorted(TEXTS)


async def test_bare_faust_with_concurrency_commits_past_work_in_flight(toy: Toy) -> None:
    await toy.send(WAIT, *GOOD)
    with toy.running(*BARE, TOY_WAY="concurrent") as process:
        await until(toy.reached.exists)
        await all_committed(toy, bare(toy), len(GOOD) + 1)
        process.kill()
        process.wait()
    assert await toy.lost(bare(toy)) == [WAIT]


async def test_the_wrapper_commits_nothing_past_work_in_flight(toy: Toy) -> None:
    await toy.send(WAIT, *GOOD)
    with toy.running("wrapped.py") as process:
        await until(toy.reached.exists)
        process.kill()
        process.wait()
    assert await toy.committed(group(toy.name)) == 0
    toy.gate.touch()
    with toy.running("wrapped.py"):
        await all_committed(toy, group(toy.name), len(GOOD) + 1)
    assert await toy.lost(group(toy.name)) == []


async def test_bare_faust_acknowledges_what_it_cancels_when_it_does_not_wait(toy: Toy) -> None:
    await toy.send(*GOOD[:3], WAIT)
    with toy.running(*BARE, TOY_WAY="cancelled") as process:
        await until(toy.reached.exists)
        process.terminate()
        process.wait(30)
    assert await toy.lost(bare(toy)) == [WAIT]


async def test_the_wrapper_acknowledges_nothing_that_sigterm_cut_short(toy: Toy) -> None:
    await toy.send(*GOOD[:3], WAIT)
    with toy.running("wrapped.py") as process:
        await until(toy.reached.exists)
        process.terminate()
        assert process.wait(30) == 1
    assert toy.events("stopped_hard")
    assert await toy.committed(group(toy.name)) <= 3
    toy.gate.touch()
    with toy.running("wrapped.py"):
        await all_committed(toy, group(toy.name), 4)
    assert await toy.lost(group(toy.name)) == []


async def test_the_wrapper_finishes_what_is_in_hand_when_told_to_stop(toy: Toy) -> None:
    await toy.send(WAIT)
    with toy.running("wrapped.py") as process:
        await until(toy.reached.exists)
        process.terminate()
        toy.gate.touch()
        assert process.wait(30) == 0
    assert await toy.emitted() == ["wait"]
    assert await toy.committed(group(toy.name)) == 1


async def test_bare_faust_only_logs_a_send_that_failed(toy: Toy) -> None:
    await toy.send(*GOOD)
    async with door_to(toy.settings.broker) as door:
        with toy.running(*BARE, TOY_WAY="forgotten", DIDEBAN_BROKER=door.address):
            await until(toy.reached.exists)
            door.refusing = True
            toy.gate.touch()
            await all_committed(toy, bare(toy), len(GOOD))
            await until(lambda: toy.log.count("_on_published error") == len(GOOD))
            door.refusing = False
    assert await toy.lost(bare(toy)) == GOOD


async def test_the_wrapper_sends_again_until_the_broker_takes_it(toy: Toy) -> None:
    await toy.send(WAIT, *GOOD)
    async with door_to(toy.settings.broker) as door:
        with toy.running("wrapped.py", DIDEBAN_BROKER=door.address):
            await until(toy.reached.exists)
            door.refusing = True
            toy.gate.touch()
            await until(lambda: toy.events("send_waiting"))
            assert await toy.committed(group(toy.name)) == 0
            door.refusing = False
            await all_committed(toy, group(toy.name), len(GOOD) + 1)
    assert await toy.lost(group(toy.name)) == []
    assert sorted(await toy.emitted()) == sorted([*TEXTS, "wait"])
