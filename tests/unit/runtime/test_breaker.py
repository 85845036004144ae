"""The breaker: when it opens, when not, and that it stays open."""

from services.runtime.breaker import Breaker


def test_half_of_the_window_dead_leaves_it_closed() -> None:
    assert not Breaker().note([False, True] * 100)


def test_one_more_than_half_of_the_window_dead_opens_it() -> None:
    assert Breaker().note([False, True] * 100 + [True] * 2)


def test_a_hundred_and_one_dead_records_open_it_before_the_window_is_full() -> None:
    breaker = Breaker()
    assert not breaker.note([True] * 100)
    assert breaker.note([True])


def test_dead_letters_spread_thinly_never_open_it() -> None:
    assert not Breaker().note(([True] + [False] * 2) * 1_000)


def test_an_open_breaker_stays_open_whatever_follows() -> None:
    breaker = Breaker()
    breaker.note([True] * 101)
    assert breaker.note([False] * 1_000)


def test_it_sees_a_burst_inside_one_batch() -> None:
    assert Breaker().note([False] * 50 + [True] * 101 + [False] * 500)


def test_turned_off_it_never_opens() -> None:
    assert not Breaker(enabled=False).note([True] * 1_000)
