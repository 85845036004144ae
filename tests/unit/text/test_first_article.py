"""docs/explanation/the-first-article.md tells the truth about the article and our samples."""

import os
from pathlib import Path

import pytest

from dideban.text import normalizer
from docs import first_article_page
from docs.first_article_page import Change, Remaining

SEED = Path(os.environ.get("DIDEBAN_DATA", "")) / "seed" / "alalam-1404-09-26.txt"
needs_data = pytest.mark.skipif("DIDEBAN_DATA" not in os.environ, reason="DIDEBAN_DATA is not set")


def shown(text: str) -> str:
    passages = normalizer.normalize("", "", text, "fa").passages
    return "\n".join(passage.display.text for passage in passages)


def check_remaining(text: str, remaining: tuple[Remaining, ...]) -> None:
    """What is listed is in the text for reading, just as it was in the original."""
    display = shown(text)
    assert [one.shown for one in remaining if one.shown not in display] == []
    assert [one.shown for one in remaining if one.shown not in text] == []


def test_changes_are_told_by_line_and_without_signs() -> None:
    text = "خبر تازه\nموضوع منطقهای، و دیپلمات ها."
    assert first_article_page.changes(text) == [
        Change(2, "منطقهای", "منطقه‌ای"),
        Change(2, "دیپلمات ها", "دیپلمات‌ها"),
    ]


def test_what_remains_in_our_samples_is_what_the_page_says() -> None:
    paths = (first_article_page.FOLDER / name for name in first_article_page.SAMPLES)
    check_remaining(
        "\n".join(path.read_text(encoding="utf-8") for path in paths),
        first_article_page.SAMPLES_REMAINING,
    )


@needs_data
@pytest.mark.data
def test_the_article_is_changed_where_the_page_says_and_nowhere_else() -> None:
    text = SEED.read_text(encoding="utf-8")
    assert first_article_page.changes(text) == first_article_page.seed_changes()


@needs_data
@pytest.mark.data
def test_what_remains_in_the_article_is_what_the_page_says() -> None:
    text = SEED.read_text(encoding="utf-8")
    check_remaining(text, (*first_article_page.SEED_REMAINING, *first_article_page.SEED_KEPT))
