"""Half-spaces measured on sentences by others; needs the data folder."""

import os
from pathlib import Path
from typing import Final

import pytest

from benchmarks import half_space_quality, text_quality
from dideban.text import persian

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif("DIDEBAN_DATA" not in os.environ, reason="DIDEBAN_DATA is not set"),
]

LEAST: Final = {
    "deleted.perdt_dev": 0.977,
    "deleted.seraji_dev": 0.948,
    "deleted.ntrexfilt_dev": 0.948,
    "spaced.perdt_dev": 0.966,
    "spaced.seraji_dev": 0.881,
    "spaced.ntrexfilt_dev": 0.931,
    "right.perdt_dev": 0.992,
    "right.seraji_dev": 0.972,
    "right.ntrexfilt_dev": 0.973,
}
"""What was measured last, less three thousandths; F1, of right text the precision."""


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    folder = Path(os.environ["DIDEBAN_DATA"]) / "zwnj"
    return half_space_quality.figures(folder, text_quality.own_half_spaces)


@pytest.mark.parametrize("name", LEAST)
def test_half_spaces_come_back_and_right_text_stays(name: str, figures: dict[str, float]) -> None:
    assert figures[name] >= LEAST[name]


def test_every_set_is_measured(figures: dict[str, float]) -> None:
    assert figures.keys() == LEAST.keys()


def test_the_seed_article_reads_as_its_author_meant_it() -> None:
    path = Path(os.environ["DIDEBAN_DATA"]) / "seed" / "alalam-1404-09-26.txt"
    shown = persian.display(path.read_text(encoding="utf-8")).text
    for word in (
        "منطقه‌ای", "بین‌المللی", "سازنده‌ای", "سه‌شنبه", "دیپلمات‌ها", "خانواده‌های", "هم‌افزایی",
        "حمل‌ونقل", "می‌کند", "نهادهای", "کرده‌اند",
    ):  # fmt: skip
        assert word in shown
