import os
import subprocess
import sys
import time

import pytest
from story_articles import CATALOGUE, print_of, sample_print

from dideban.stories import minhash
from dideban.stories.fingerprint import (
    Fingerprint,
    FingerprintError,
    containment,
    similarity,
)

WITH_TEXT = [sample for sample in CATALOGUE.samples if len(sample.paragraphs) > 1]

IN_A_FRESH_PROCESS = """
import sys
from story_articles import CATALOGUE, sample_print
for sample in CATALOGUE.samples[:8]:
    sys.stdout.buffer.write(sample_print(sample).to_bytes())
"""


def edited(text: str, every: int) -> str:
    """Drop every n-th word, as an editor who shortens does."""
    words = text.split(" ")
    return " ".join(word for i, word in enumerate(words, 1) if i % every)


@pytest.mark.parametrize("sample", CATALOGUE.samples, ids=lambda sample: sample.id)
def test_a_fingerprint_survives_bytes(sample) -> None:  # noqa: ANN001
    before = sample_print(sample)
    after = Fingerprint.from_bytes(before.to_bytes())
    assert after == before
    assert after.to_bytes() == before.to_bytes()


@pytest.mark.parametrize("value", [b"", b"\x00", b"\xff" * 40, b"{}", b"\x81\xa7version\x02"])
def test_other_bytes_are_refused(value: bytes) -> None:
    with pytest.raises(FingerprintError, match="not a fingerprint"):
        Fingerprint.from_bytes(value)


def test_fingerprints_do_not_depend_on_the_process() -> None:
    folder = os.path.dirname(__file__)  # noqa: PTH120 - an import path of the child
    outputs = {
        subprocess.run(
            [sys.executable, "-c", IN_A_FRESH_PROCESS],
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": os.pathsep.join([folder, *filter(None, sys.path)]),
            },
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert outputs.pop()


def bands(fingerprint: Fingerprint) -> tuple[int, ...]:
    return minhash.bands(fingerprint.signature, fingerprint.language)


@pytest.mark.parametrize("sample", WITH_TEXT, ids=lambda sample: sample.id)
def test_a_lightly_edited_article_shares_a_band_and_is_alike(sample) -> None:  # noqa: ANN001
    before = sample_print(sample)
    body = edited("\n\n".join(sample.paragraphs), every=15)
    after = print_of(sample.title, body, CATALOGUE.language_of(sample), article_id="b")
    assert set(bands(before)) & set(bands(after)) <= before.keys & after.keys
    assert set(bands(before)) & set(bands(after))
    assert similarity(before, after) > 0.5
    assert before.exact != after.exact


@pytest.mark.parametrize("sample", WITH_TEXT, ids=lambda sample: sample.id)
def test_the_first_half_of_an_article_is_contained_in_it(sample) -> None:  # noqa: ANN001
    half = sample.paragraphs[: (len(sample.paragraphs) + 1) // 2]
    short = print_of(sample.title, "\n".join(half), CATALOGUE.language_of(sample))
    assert containment(short, sample_print(sample)) > 0.75


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fa", "می‌دهد ایران و خانه‌های کوچک شهر", "میدهد ايران و خانههای كوچک شهر"),
        ("ar", "إيران وروسيا تبحثان ممرّ النقل الجديد", "ايران وروسيا تبحثان ممر النقل الجديد"),
        ("ru", "Самолёт прибыл в Тегеран ещё утром", "самолет прибыл в тегеран еще утром"),
        ("tr", "İstanbul ile Iğdır arasında yeni HAT", "istanbul ile ığdır arasında yeni hat"),
        ("en", "Gas — flows, again: to “Iran” now", "gas flows again to Iran now"),
    ],
)
def test_spelling_does_not_change_the_exact_hash(language: str, one: str, other: str) -> None:
    assert print_of(one, "", language).exact == print_of(other, "", language).exact


def test_the_summary_counts_only_without_a_body() -> None:
    body = "The pipeline was opened on Monday by both ministers."
    with_summary = print_of("Opening day", body, "en", summary="Both ministers came.")
    assert with_summary.exact == print_of("Opening day", body, "en").exact
    only_summary = print_of("Opening day", "", "en", summary=body)
    assert only_summary.exact == with_summary.exact


def test_numbers_are_the_same_in_every_script() -> None:
    assert print_of("", "۱۲٫۵ و ٣ و 1,8 و 2026", "fa").numbers == {"12.5", "3", "1.8", "2026"}


def test_two_articles_without_words_have_nothing_in_common() -> None:
    left, right = (print_of("", "", "fa", article_id=name) for name in "ab")
    assert left.exact != right.exact
    assert left.keys == frozenset()
    assert similarity(left, right) == containment(left, right) == 0


def test_languages_do_not_meet() -> None:
    body = "Sabah yeni qatar yola düşür və axşam geri qayıdır"
    left, right = print_of("", body, "az"), print_of("", body, "tr", article_id="b")
    assert not left.keys & right.keys
    assert similarity(left, right) == 0


def test_the_estimate_is_near_the_true_similarity() -> None:
    words = [f"w{number}" for number in range(1000)]
    left, right = minhash.shingles(words[:800]), minhash.shingles(words[200:])
    true = len(set(left.tolist()) & set(right.tolist())) / len(set(left.tolist() + right.tolist()))
    estimate = minhash.similarity(minhash.signature(left), minhash.signature(right))
    assert estimate == pytest.approx(true, abs=0.15)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["а " * 300_000, "\ud800 \x00 " * 50_000, "слово" * 100_000])
def test_any_text_has_a_fingerprint_in_time(text: str) -> None:
    before = time.process_time()
    print_of("", text, "ru")
    assert time.process_time() - before < 8
