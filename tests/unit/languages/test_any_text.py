"""Whatever is given as text: an answer in bounded time, never an exception."""

import time
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dideban.languages import identify
from dideban.languages.parts import divided
from schemas.articles import Language

LONG: Final = 5_000_000
MOST_SECONDS: Final = 5.0
"""Far more than the tenth of a second that is needed, far less than quadratic work takes."""

ODD = {
    "a lone surrogate": "\ud800",
    "surrogates between words": "The minister \udc00 said that \ud83d talks go on",
    "one letter, five million times": "a" * LONG,
    "one paragraph a letter": "و\n" * (LONG // 2),
    "marks without a letter": "\u0301" * 10_000,
    "marks on one letter": "a" + "\u0301" * 10_000,
    "emoji only": "🎉👩‍🚀🇮🇷" * 1000,
    "mixed directions": "سلام \u202ehello\u202c שלום \u2067مرحبا\u2069 " * 1000,
    "control characters": "".join(map(chr, range(32))) * 1000,
    "an address without end": "https://" + "a" * LONG,
    "brackets": "(" * 100_000,
    "apostrophes": "a'" * 100_000,
    "no spaces": "漢" * 100_000,
    "unassigned and private": "\U000e0fff\ue000\U0010ffff" * 1000,
    "endings upon endings": "nin" * 100_000,
}


def holds_together(language: Language) -> None:
    """Fail unless the answer is a language, or `und` with one of the reasons."""
    assert (language.tag == "und") == (language.reason is not None)
    assert language.reason is None or language.reason in identify.REASONS
    assert 0 <= language.confidence <= 1
    assert len(language.runners_up) <= identify.RUNNERS_UP


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_an_odd_text_gets_an_answer_in_bounded_time(text: str) -> None:
    identify.load()
    start = time.perf_counter()
    holds_together(identify.identify(text))
    holds_together(divided([("title", text[:100]), ("body", text)]))
    assert time.perf_counter() - start < MOST_SECONDS


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_unicode_gets_an_answer(text: str) -> None:
    holds_together(identify.identify(text))


@given(
    st.lists(
        st.sampled_from(
            [
                "The minister said that talks go on with the others.",
                "و",
                "گفت که او در راه است و باید برود.",
                "",
                "x",
            ]
        ),
        max_size=12,
    )
)
def test_parts_never_overlap_and_stay_within_the_text(paragraphs: list[str]) -> None:
    body = "\n".join(paragraphs)
    language = divided([("body", body)])
    ends = [0]
    for part in language.parts:
        assert ends[-1] <= part.start < part.end <= len(body)
        ends.append(part.end)
    assert len({part.tag for part in language.parts}) != 1
