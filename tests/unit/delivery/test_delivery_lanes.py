import asyncio
from collections import Counter
from collections.abc import Callable

from services.delivery.circuit import FAILURES, OPEN_SECONDS, WELL, Circuit, News
from services.delivery.effect import Job
from services.delivery.lanes import QUEUE_MOST, Bounds, Lanes

BOUNDS = Bounds(per_target=2, per_host=3, at_once=4)


class Network:
    """Deliveries that end when a test says so; `open` counts those under way by target."""

    def __init__(self) -> None:
        self.open: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.ended: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.news = WELL
        self.changed = asyncio.Condition()
        self.refills = 0

    async def deliver(self, match_id: str) -> News:
        target = match_id.rpartition("#")[0]
        self.open[target] += 1
        self.most[target] = max(self.most[target], self.open[target])
        self.most["all"] = max(self.most["all"], self.open.total())
        async with self.changed:
            self.changed.notify_all()
        await self.gates.setdefault(target, asyncio.Event()).wait()
        self.open[target] -= 1
        self.ended.append(match_id)
        async with self.changed:
            self.changed.notify_all()
        return self.news

    def refill(self) -> None:
        self.refills += 1

    def let_through(self, target: str) -> None:
        self.gates.setdefault(target, asyncio.Event()).set()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(5), self.changed:
            await self.changed.wait_for(true)


def jobs(target: str, many: int) -> list[Job]:
    return [
        Job(message_id=f"{target}#{number}", channel="webhook", target=target)
        for number in range(many)
    ]


async def test_a_hanging_target_keeps_its_slots_and_no_more() -> None:
    network = Network()
    lanes = Lanes(network.deliver, BOUNDS, network.refill)
    slow, fast = "https://slow.example/", "https://fast.example/"
    network.let_through(fast)
    async with lanes.open():
        lanes.offer(jobs(slow, 10))
        lanes.offer(jobs(fast, 10))
        await network.until(lambda: len(network.ended) == 10)
        assert network.open[slow] == 2
        network.let_through(slow)
        await network.until(lambda: len(network.ended) == 20)
    assert network.most[slow] == 2


async def test_the_bounds_hold_for_a_host_and_for_all() -> None:
    network = Network()
    lanes = Lanes(network.deliver, BOUNDS, network.refill)
    one_host = [f"https://one.example/{number}" for number in range(3)]
    others = [f"https://{number}.example/" for number in range(3)]
    async with lanes.open():
        for target in one_host:
            lanes.offer(jobs(target, 2))
        await network.until(lambda: network.open.total() == 3)
        for target in others:
            lanes.offer(jobs(target, 2))
        await network.until(lambda: network.open.total() == 4)
        for target in (*one_host, *others):
            network.let_through(target)
        await network.until(lambda: len(network.ended) == 12)
    assert network.most["all"] == 4


async def test_targets_in_trouble_take_no_slot_from_the_healthy() -> None:
    network = Network()
    lanes = Lanes(network.deliver, BOUNDS, network.refill)
    bad = [f"https://bad{number}.example/" for number in range(4)]
    async with lanes.open():
        network.news = News(failed=True)
        for target in bad:
            network.let_through(target)
            lanes.offer(jobs(target, 1))
        await network.until(lambda: len(network.ended) == 4)
        for target in bad:
            network.gates[target].clear()
            lanes.offer(jobs(target, 2))
        await network.until(lambda: network.open.total() == 4)
        network.news = WELL
        network.let_through("https://good.example/")
        lanes.offer(jobs("https://good.example/", 5))
        await network.until(lambda: len(network.ended) == 9)
        for target in bad:
            network.let_through(target)


async def test_what_finds_its_lane_full_is_fetched_again_from_the_store() -> None:
    network = Network()
    lanes = Lanes(network.deliver, BOUNDS, network.refill)
    target = "https://busy.example/"
    async with lanes.open():
        lanes.offer(jobs(target, QUEUE_MOST + 10))
        lanes.offer(jobs(target, 1))
        assert lanes.full == [target]
        network.let_through(target)
        await network.until(lambda: len(network.ended) == QUEUE_MOST)
    assert len(set(network.ended)) == QUEUE_MOST
    assert network.refills == 1


async def test_nothing_is_taken_before_the_start_and_after_the_end() -> None:
    network = Network()
    lanes = Lanes(network.deliver, BOUNDS, network.refill)
    lanes.offer(jobs("https://a.example/", 1))
    async with lanes.open():
        network.let_through("https://a.example/")
    lanes.offer(jobs("https://a.example/", 1))
    assert network.ended == []


async def test_a_target_that_only_fails_is_left_alone_and_then_asked_by_one_message() -> None:
    network, now = Network(), [1_000.0]
    lanes = Lanes(network.deliver, BOUNDS, network.refill, lambda: now[0])
    target = "https://dead.example/"
    network.let_through(target)
    network.news = News(failed=True)
    async with lanes.open():
        for number in range(FAILURES):
            lanes.offer(jobs(target, number + 1)[number:])
            await network.until(lambda: len(network.ended) == number + 1)  # noqa: B023  at once
        assert lanes.full == [target]
        assert lanes.left_alone == 1
        lanes.offer(jobs(target, 20))
        assert len(network.ended) == FAILURES
        now[0] += OPEN_SECONDS[0]
        assert lanes.left_alone == 0
        network.news = WELL
        lanes.offer(jobs(target, 20))
        assert lanes.full == [target]
        await network.until(lambda: len(network.ended) == FAILURES + 1)
        assert network.refills == 1
        lanes.offer(jobs(target, 20))
        await network.until(lambda: len(network.ended) == FAILURES + 1 + 20)


async def test_what_waits_for_a_target_that_is_left_alone_goes_back_to_the_store() -> None:
    network = Network()
    lanes = Lanes(network.deliver, BOUNDS, network.refill, lambda: 0.0)
    target = "https://busy.example/"
    network.news = News(failed=True, hold_seconds=30)
    async with lanes.open():
        lanes.offer(jobs(target, 10))
        await network.until(lambda: network.open[target] == 2)
        network.let_through(target)
        await network.until(lambda: len(network.ended) == 2)
    assert lanes.left_alone == 1
    assert len(network.ended) == 2


def test_a_circuit_opens_for_longer_each_time_the_asking_message_fails() -> None:
    circuit, now, waits = Circuit(), 0.0, []
    for _ in range(FAILURES + 6):
        circuit.hear(News(failed=True), now)
        waits.append(circuit.open_until - now if circuit.open_until else 0.0)
        now = max(now, circuit.open_until)
    assert waits == [*[0.0] * (FAILURES - 1), *OPEN_SECONDS, 300.0, 300.0]
    circuit.hear(WELL, now)
    assert (circuit.failures, circuit.is_open(now)) == (0, False)


def test_a_slow_target_opens_no_circuit() -> None:
    circuit = Circuit()
    for _ in range(FAILURES * 2):
        circuit.hear(News(slow=True), 0.0)
    assert not circuit.is_open(0.0)
