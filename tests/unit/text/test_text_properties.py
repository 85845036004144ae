"""What holds for any text whatever, in any language."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dideban.text import analyser, normalizer, offsets, persian
from schemas.articles import MappedText

LANGUAGES = ["fa", "ar", "ru", "en", "tr", "az", "az-Cyrl", "ckb", "zh", "th", "und"]
MIXED = st.text(
    st.one_of(
        st.characters(codec=None, exclude_categories=()),
        st.sampled_from(" \n\t.,!?«»\"'’-_@#/:%0123456789۰۱۲٣٤ABabçşğıİəёЖа"),
        st.sampled_from("آابپتجدرزسشصعفقکگلمنوهیيكىةئؤأ\u200c\u200c\u0654\u064b\u00ac\u00adﻻﷺ"),
    ),
    max_size=80,
)
SAMPLES = """
منطقهای دیپلماتها میکند می کند ها های رفته اند بینالمللی کتاب‌ها خانه‌ای و گاز ﻻله طرح‌هاي
«انتقال» منطقه ای gas B2B ۲۶ 26 https://a.ir/گازها #گاز_ها info@irna.ir
"""
WORDS = st.lists(st.sampled_from(SAMPLES.split()), max_size=12).map(" ".join)
MANY = settings(max_examples=200, deadline=None)
ANY_TEXT = st.one_of(MIXED, WORDS)


@pytest.fixture(scope="module", autouse=True)
def _words() -> None:
    analyser.load("fa")


@MANY
@given(ANY_TEXT, st.sampled_from(LANGUAGES))
def test_a_token_is_cut_out_of_the_text_by_its_span(text: str, language: str) -> None:
    for token in analyser.tokens(text, language):
        assert text[token.start : token.end] == token.text
        assert token.text
        assert token.folded


@MANY
@given(ANY_TEXT, st.sampled_from(LANGUAGES))
def test_spans_and_sentences_ascend(text: str, language: str) -> None:
    found = analyser.tokens(text, language)
    for before, after in pairwise(found):
        assert before.end <= after.start
        assert before.sentence <= after.sentence


@MANY
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, st.sampled_from(LANGUAGES))
def test_passages_point_into_their_fields(
    title: str, summary: str, body: str, language: str
) -> None:
    fields = {"title": title, "summary": summary, "body": body}
    for passage in normalizer.normalize(title, summary, body, language).passages:
        original = fields[passage.field]
        found = normalizer.passage_tokens(passage, original, language)
        assert passage.match.text == " ".join(token.folded for token in found)
        position = 0
        for token in found:
            assert passage.start <= token.start < token.end <= passage.end
            assert original[token.start : token.end] == token.text
            end = position + len(token.folded)
            assert offsets.to_original(passage.match.map, position) == token.start
            assert offsets.to_original(passage.match.map, end) == token.end
            position = end + 1


@MANY
@given(ANY_TEXT)
def test_every_character_of_the_author_is_still_in_the_display_text(text: str) -> None:
    display = persian.display(text)
    reached = {
        offsets.to_original(display.map, position)
        for position in range(len(display.text))
        if display.text[position] != "\u200c"
        or offsets.to_original(display.map, position + 1)
        > offsets.to_original(display.map, position)
    }
    assert reached == set(range(len(text)))


@MANY
@given(ANY_TEXT)
def test_restoring_twice_equals_restoring_once(text: str) -> None:
    once = persian.display(text).text
    assert persian.display(once).text == once


@MANY
@given(st.text(max_size=60), st.sampled_from([tag for tag in LANGUAGES if tag != "fa"]))
def test_an_unchanged_text_has_the_identity_map(text: str, language: str) -> None:
    assert analyser.readable(text, language) == MappedText(text=text)


@MANY
@given(st.text(max_size=30), st.sampled_from(LANGUAGES))
def test_folding_twice_equals_folding_once(word: str, language: str) -> None:
    once = analyser.fold_word(word, language)
    assert analyser.fold_word(once, language) == once


@MANY
@given(st.from_regex(r"\A[A-Za-z0-9+.,%$-]{1,20}\Z"))
def test_latin_words_and_numbers_are_left_alone_beside_persian(word: str) -> None:
    text = f"گزارش a{word} را خواند"
    assert f"a{word} " in persian.display(text).text


@pytest.mark.parametrize(
    "kept",
    [
        "https://fa.example.org/گازها/منطقهای?a=12",
        "www.example.ir/میکند",
        "info@example.ir",
        "@khabar_12",
        "#دیپلماتها",
        "G20",
        "COVID19",
        "B-52",
    ],
)
def test_addresses_tags_and_latin_names_are_left_alone(kept: str) -> None:
    assert persian.display(f"او {kept} میکند").text == f"او {kept} می‌کند"


HARD = {
    "one letter": "a" * 1_000_000,
    "one Persian letter": "ه" * 1_000_000,
    "marks": "a" + "\u0301\u0323" * 5_000,
    "marks alone": "\u0654\u064b" * 5_000,
    "half-spaces": "ا" + "\u200c" * 100_000 + "ب",
    "no spaces": "منطقهایدیپلماتها" * 20_000,
    "emoji": "👩‍🚀🎉" * 50_000,
    "quotes": '"' * 200_000,
    "at signs": "@" * 200_000,
    "apostrophes": "a'" * 200_000,
    "zeros": "\x00" * 100_000,
    "surrogates": "\ud800" * 100_000,
    "affixes": "ها " * 100_000,
    "ideographs": "管道" * 100_000,
    "control": "\u202e\u2066a\u2069\u202c" * 20_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("language", ["fa", "tr", "und"])
def test_hard_text_costs_time_in_proportion_to_its_length(name: str, language: str) -> None:
    text = HARD[name]
    half = text[: len(text) // 2]
    _seconds(half, language)
    allowed = 8 * max(_seconds(half, language), 0.05)
    assert _seconds(text, language) < allowed


def _seconds(text: str, language: str) -> float:
    start = time.process_time()
    normalizer.normalize("", "", text, language)
    return time.process_time() - start
