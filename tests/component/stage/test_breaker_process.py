"""A stage meeting 300 bad records stops itself, says so, commits nothing, and can be drained."""

import json

import pytest
from toy_process import Toy, answer, until

from schemas.topics import group
from tests.ports import free_port

pytestmark = pytest.mark.slow

BAD_RECORDS = 300


async def test_a_stage_that_meets_only_bad_records_stops_itself_until_it_is_told_to_drain(
    toy: Toy,
) -> None:
    bad = [b"{broken %d" % n for n in range(BAD_RECORDS)]
    await toy.send(*bad)
    port = free_port()
    with toy.running("wrapped.py", DIDEBAN_METRICS_PORT=str(port)):
        await until(lambda: toy.events("breaker_open"))
        status, text = await answer(port, "/readyz")
        assert status == 503
        assert json.loads(text) == {
            "ready": False,
            "waiting_for": {"breaker": "over half of the latest 200 records became dead letters"},
        }
        _, exposed = await answer(port, "/metrics")
        assert f'dideban_breaker_open{{service="{toy.name}"}} 1.0' in exposed
        assert f'dideban_ready{{service="{toy.name}"}} 0.0' in exposed
        assert (await answer(port, "/healthz"))[0] == 200
    dead = {taken.value for taken in await toy.dead()}
    assert dead == set(bad[: len(dead)])
    assert await toy.committed(group(toy.name)) <= len(dead) <= 100
    with toy.running("wrapped.py", DIDEBAN_BREAKER="off"):
        await until(lambda: drained(toy))
    assert await toy.lost(group(toy.name)) == []
    assert {taken.value for taken in await toy.dead()} == set(bad)


async def drained(toy: Toy) -> bool:
    return await toy.committed(group(toy.name)) == BAD_RECORDS
