import asyncio

from services.delivery import pacing
from services.delivery.channels.telegram import ALL_SECONDS, CHAT_SECONDS
from services.delivery.pacing import Turns


class Time:
    """A clock that goes on only while somebody sleeps; the earliest sleeper wakes first."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self._sleepers: list[tuple[float, asyncio.Event]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        self._sleepers.append((self.now + seconds, awake))
        await awake.wait()

    async def run(self, *work: asyncio.Task[float]) -> None:
        while not all(task.done() for task in work):
            for _ in range(5):
                await asyncio.sleep(0)
            if self._sleepers:
                first = min(self._sleepers, key=lambda sleeper: sleeper[0])
                self._sleepers.remove(first)
                self.now = max(self.now, first[0])
                first[1].set()


async def when(time: Time, turns: Turns, receivers: list[str]) -> list[float]:
    """Return after how many seconds each of the receivers had its turn."""

    async def one(receiver: str) -> float:
        await turns.wait(receiver)
        return time.now - 1_000

    tasks = [asyncio.create_task(one(receiver)) for receiver in receivers]
    await time.run(*tasks)
    return [task.result() for task in tasks]


def turns_by(time: Time) -> Turns:
    return Turns(
        each_seconds=CHAT_SECONDS, all_seconds=ALL_SECONDS, clock=time.clock, sleep=time.sleep
    )


async def test_one_chat_has_a_turn_a_second() -> None:
    time = Time()
    at = await when(time, turns_by(time), ["@gaz_xeberleri"] * 4)
    assert [round(second, 6) for second in at] == [0, 1, 2, 3]


async def test_all_chats_have_thirty_turns_a_second() -> None:
    time = Time()
    at = await when(time, turns_by(time), [str(chat) for chat in range(1, 91)])
    assert max(sum(start <= second < start + 0.999 for second in at) for start in at) == 30
    assert round(max(at), 2) == 2.97


async def test_a_busy_chat_holds_up_no_other() -> None:
    time = Time()
    at = await when(time, turns_by(time), ["1", "1", "1", "2"])
    assert at[3] < 0.1


async def test_chats_whose_turn_has_passed_are_forgotten() -> None:
    time = Time()
    turns = turns_by(time)
    for chat in range(pacing.REMEMBERED_MOST + 10):
        time.now += 10
        await turns.wait(str(chat))
    assert len(turns._next) <= pacing.REMEMBERED_MOST
