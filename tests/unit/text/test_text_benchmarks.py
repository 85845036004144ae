"""What the benchmarks of text measure is what they say they measure."""

import sys
from pathlib import Path

import pytest

from benchmarks import hostile_texts, rivals, text, text_samples

CHARACTERS = 20_000
LEAST_KINDS = 10


def different_words(texts: list[str]) -> int:
    return len(set(" ".join(texts)[:10_000].split()))


def test_persian_samples_have_lost_every_half_space_and_repeat_few_words() -> None:
    texts = text_samples.persian(CHARACTERS)
    assert sum(map(len, texts)) >= CHARACTERS
    assert not any("\u200c" in one for one in texts)
    assert different_words(texts) > 1000


@pytest.mark.parametrize("language", text_samples.OTHERS)
def test_samples_in_other_languages_repeat_few_words(language: str) -> None:
    texts = text_samples.other(language, CHARACTERS)
    assert sum(map(len, texts)) >= CHARACTERS
    assert different_words(texts) > 750


def test_samples_are_the_same_each_time() -> None:
    assert text_samples.persian(CHARACTERS) == text_samples.persian(CHARACTERS)


def test_every_hostile_text_is_as_long_as_asked_for() -> None:
    texts = hostile_texts.texts(1000)
    assert len(texts) >= LEAST_KINDS
    assert {name for name, (_, one) in texts.items() if not 990 <= len(one) <= 1000} == set()


def test_a_later_pass_is_told_apart_from_the_first() -> None:
    seen: list[str] = []
    cold, warm = text._passes(["a", "b"], seen.append, warm=2)
    assert seen == ["a", "b"] * 3
    assert cold > 0
    assert warm > 0


def test_a_rival_answers_every_text_in_order() -> None:
    run = rivals.ask("langdetect", ["هذا نص باللغة العربية عن الغاز", "12345"], passes=2)
    assert run is not None
    assert [answer["tag"] for answer in run.answers] == ["ar", "und"]
    assert len(run.seconds) == 2
    assert run.version


def test_a_rival_that_is_not_installed_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(rivals.PYTHONS, "lingua", tmp_path / "python")
    assert rivals.ask("lingua", ["text"]) is None
    monkeypatch.setitem(rivals.PYTHONS, "lingua", Path(sys.executable))
    assert rivals.ask("lingua", ["text"]) is None


def test_a_rival_that_breaks_down_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "rival.py"
    broken.write_text("raise SystemExit('no memory')", encoding="utf-8")
    monkeypatch.setattr(rivals, "SCRIPT", broken)
    with pytest.raises(RuntimeError, match="no memory"):
        rivals.ask("langdetect", ["text"])
