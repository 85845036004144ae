"""docs/reference/text-quality.md shows what was measured, and that is still so."""

import os
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import pytest

from benchmarks import half_space_quality, language_quality, text_page, text_quality
from benchmarks.text_rows import OURS, ROWS

F1_TOLERANCE: Final = 0.003
PERCENT_TOLERANCE: Final = 0.5


@pytest.fixture
def results() -> dict[str, Any]:
    return text_page.read()


@pytest.fixture
def page() -> str:
    return text_page.PAGE.read_text(encoding="utf-8")


def test_the_page_shows_the_figures_that_are_kept(page: str, results: dict[str, Any]) -> None:
    assert text_page.is_current(page, results)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_another_figure_is_noticed(row: Any, page: str, results: dict[str, Any]) -> None:
    other = deepcopy(results)
    other["figures"][row.key][OURS] *= 2
    assert not text_page.is_current(page, other)


def test_a_tool_that_is_not_installed_is_said_to_be_so(results: dict[str, Any]) -> None:
    without = deepcopy(results)
    without["versions"]["shekar"] = None
    for figures in without["figures"].values():
        figures.pop("shekar", None)
    (row,) = (line for line in text_page.block(without).splitlines() if "deleted, PerDT" in line)
    assert text_page.ABSENT in row
    assert text_page.ABSENT not in text_page.block(results)


def test_the_prose_around_the_table_stays(results: dict[str, Any]) -> None:
    written = text_page.with_block(
        f"before\n{text_page.BEGIN}\nold\n{text_page.END}\nafter\n", results
    )
    assert written.startswith(f"before\n{text_page.BEGIN}\n")
    assert written.endswith(f"{text_page.END}\nafter\n")
    assert "old" not in written


def test_a_page_without_markers_is_refused(results: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no line"):
        text_page.with_block("nothing but prose", results)


def test_without_the_data_a_sentence_tells_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DIDEBAN_DATA", raising=False)
    monkeypatch.setattr("sys.argv", ["text_quality"])
    assert text_quality.main() == 2
    assert "DIDEBAN_DATA is not set" in capsys.readouterr().out


@pytest.mark.data
@pytest.mark.skipif("DIDEBAN_DATA" not in os.environ, reason="DIDEBAN_DATA is not set")
class TestTheKeptFiguresAreStillTrue:
    def test_of_half_spaces(self, results: dict[str, Any]) -> None:
        folder = Path(os.environ["DIDEBAN_DATA"]) / "zwnj"
        now = half_space_quality.figures(folder, text_quality.own_half_spaces)
        kept = {name: results["figures"][f"half_spaces.{name}"][OURS] for name in now}
        assert now == pytest.approx(kept, abs=F1_TOLERANCE)

    def test_of_languages(self, results: dict[str, Any]) -> None:
        path = Path(os.environ["DIDEBAN_DATA"]) / "langid" / "dev.jsonl.gz"
        now = language_quality.accuracy(language_quality.answers(language_quality.read(path)))
        kept = {name: results["figures"][f"languages.{name}"][OURS] for name in now}
        assert now == pytest.approx(kept, abs=PERCENT_TOLERANCE)
