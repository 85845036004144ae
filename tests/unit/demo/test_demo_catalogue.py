from collections import Counter
from pathlib import Path

import pytest

from services.demo.catalogue import Catalogue, CatalogueError, load_catalogue

SOURCES = "sources:\n  - {id: one, name: One, language: en, format: rss}\n"
ARTICLE = "  - {id: a, source: one, title: T, paragraphs: [P], delay_seconds: 1, topics: []}\n"
HALF_SPACE = "\u200c"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_six_languages_have_five_to_seven_articles_each(catalogue: Catalogue) -> None:
    counts = Counter(catalogue.language_of(sample) for sample in catalogue.samples)
    assert set(counts) == {"fa", "ar", "ru", "tr", "az", "en"}
    assert all(5 <= count <= 7 for count in counts.values())


def test_about_half_of_the_articles_fire_a_pack(catalogue: Catalogue) -> None:
    firing = [sample for sample in catalogue.samples if sample.topics]
    assert 0.45 <= len(firing) / len(catalogue.samples) <= 0.6


@pytest.mark.parametrize("topic", ["gas-transfer", "north-south-corridor"])
def test_each_pack_has_news_within_four_seconds(catalogue: Catalogue, topic: str) -> None:
    assert min(s.delay_seconds for s in catalogue.samples if topic in s.topics) <= 4


def test_everything_has_arrived_after_three_minutes(catalogue: Catalogue) -> None:
    assert max(sample.delay_seconds for sample in catalogue.samples) <= 180


def test_one_persian_article_has_lost_all_half_spaces(catalogue: Catalogue) -> None:
    sample = next(s for s in catalogue.samples if s.id == "fa-rasht-astara-progress")
    text = " ".join(sample.paragraphs)
    assert HALF_SPACE not in text
    assert "منطقهای" in text
    assert "دیپلماتهای" in text


def test_one_persian_article_is_typed_on_an_arabic_keyboard(catalogue: Catalogue) -> None:
    sample = next(s for s in catalogue.samples if s.id == "fa-iraq-gas-export")
    text = sample.title + " ".join(sample.paragraphs)
    assert not set("یک") & set(text)
    assert set("يك") <= set(text)


@pytest.mark.parametrize(
    ("articles", "reason"),
    [
        (f"language: en\narticles:\n{ARTICLE}{ARTICLE}", "taken twice"),
        (f"language: fa\narticles:\n{ARTICLE}", "no fa agency"),
        ("language: en\narticles:\n  - {id: a}\n", "missing required field"),
        ("language: [\n", "en.yaml"),
    ],
)
def test_a_faulty_file_is_refused_with_its_name(tmp_path: Path, articles: str, reason: str) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "en.yaml").write_text(articles)
    with pytest.raises(CatalogueError, match=reason) as refusal:
        load_catalogue(tmp_path)
    assert str(refusal.value).startswith("en.yaml: ")
