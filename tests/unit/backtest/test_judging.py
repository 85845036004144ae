"""The interval of a share is Wilson's."""

import pytest

from dideban.backtest.judging import interval


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    [(8, 10, 0.490, 0.943), (10, 10, 0.722, 1.0), (0, 20, 0.0, 0.161), (50, 100, 0.404, 0.596)],
)
def test_the_interval_is_that_of_the_textbooks(
    right: int, judged: int, low: float, high: float
) -> None:
    assert interval(right, judged) == pytest.approx((low, high), abs=0.0005)


def test_nothing_judged_says_nothing() -> None:
    assert interval(0, 0) == (0.0, 1.0)
