"""Small modules, no import cycles, thin entries, and cards that tell the truth."""

import importlib
from pathlib import Path

import house_lint
import pytest

from schemas.topics import READERS
from services.runtime.outcomes import Card

ROOT = Path(__file__).parents[2]
NO_CARD = {"cli", "demo", "runtime", "store"}
SERVICES = sorted(
    path.parent.name
    for path in (ROOT / "services").glob("*/__init__.py")
    if path.parent.name not in NO_CARD
)


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_no_module_is_over_four_hundred_lines() -> None:
    assert house_lint.too_long(ROOT) == []


def test_a_module_over_four_hundred_lines_is_found(tmp_path: Path) -> None:
    write(tmp_path, "dideban/long.py", "x = 1\n" * 401)
    write(tmp_path, "dideban/short.py", "x = 1\n" * 400)
    assert house_lint.too_long(tmp_path) == ["dideban/long.py"]


def test_half_of_the_modules_are_under_a_hundred_and_twenty_lines() -> None:
    assert house_lint.median_lines(ROOT) < house_lint.MOST_MEDIAN_LINES


def test_no_package_imports_itself_by_way_of_another() -> None:
    assert house_lint.cycles(house_lint.package_graph(ROOT)) == []


def test_a_cycle_between_packages_is_found(tmp_path: Path) -> None:
    for name in ("text", "query", "stories"):
        write(tmp_path, f"dideban/{name}/__init__.py", "")
    write(tmp_path, "dideban/text/a.py", "from dideban.query import b\n")
    write(tmp_path, "dideban/query/b.py", "import dideban.text.a\n")
    write(tmp_path, "dideban/stories/c.py", "import dideban.text.a\n")
    graph = house_lint.package_graph(tmp_path)
    assert house_lint.cycles(graph) == ["dideban.query", "dideban.text"]


def test_every_service_starts_in_under_fifteen_lines() -> None:
    assert house_lint.long_mains(ROOT) == []


def test_a_long_entry_is_found(tmp_path: Path) -> None:
    write(tmp_path, "services/langid/__main__.py", "x = 1\n" * 15)
    write(tmp_path, "services/alerts/__main__.py", "x = 1\n" * 14)
    assert house_lint.long_mains(tmp_path) == ["langid"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_card_names_it_and_what_it_reads(service: str) -> None:
    card = importlib.import_module(f"services.{service}").CARD
    assert isinstance(card, Card)
    assert card.service == service
    assert card.reads == READERS.get(service, ())


def test_every_reader_is_a_service() -> None:
    assert set(READERS) <= set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_card_says_in_words_what_it_reads_writes_and_drops(service: str) -> None:
    module = importlib.import_module(f"services.{service}")
    words = module.__doc__ or ""
    for topic in (*module.CARD.reads, *module.CARD.writes):
        assert topic.name in words
    for reason in module.CARD.drop_reasons:
        assert reason in words
