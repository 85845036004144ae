"""The topic packs still judge rightly what they were once judged by, blind, and mended for."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from dideban.packs import load_packs
from dideban.packs.loader import LANGUAGES
from dideban.query.document import document_from_text
from dideban.query.reading import Reading

NOW = datetime(2026, 1, 5, tzinfo=UTC)
DATA = Path(__file__).parents[1] / "data" / "packs" / "blind"
FLOOR = 0.95
SHORT = {5, 6, 7, 8}
"""Batches of eight reports of each kind; those before have twelve or more."""

type Batch = dict[str, dict[str, list[str]]]


def fires(name: str, text: str, language: str) -> bool:
    title, _, body = text.rpartition(" | ")
    document = document_from_text(article_id="a", title=title, text=body, language=language)
    return Reading(document, NOW).holds(load_packs()[name].tree)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", load_packs())
def test_a_pack_judges_every_batch_well(name: str, language: str) -> None:
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    batches: dict[int, Batch] = yaml.safe_load(text)
    for number, batch in batches.items():
        items = batch[language]
        missed = [item for item in items["fires"] if not fires(name, item, language)]
        false = [item for item in items["stays_silent"] if fires(name, item, language)]
        found = len(items["fires"]) - len(missed)
        wrong = "\n".join([f"batch {number}, missed:", *missed, "fired wrongly:", *false])
        assert found / len(items["fires"]) >= FLOOR, wrong
        assert found / (found + len(false)) >= FLOOR, wrong


@pytest.mark.parametrize("name", load_packs())
def test_a_batch_has_enough_reports_of_both_kinds_in_each_language(name: str) -> None:
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    batches: dict[int, Batch] = yaml.safe_load(text)
    for number, batch in batches.items():
        assert set(batch) == set(LANGUAGES)
        least = 8 if number in SHORT else 12
        for items in batch.values():
            assert len(items["fires"]) >= least
            assert len(items["stays_silent"]) >= least
