"""Every example of docs/reference/hazm.md, run through hazm and through our rules."""

import pytest

from benchmarks import rivals
from dideban.text import analyser, persian
from docs import hazm_page
from docs.hazm_page import Example

NORMALISED = (*hazm_page.FOLLOWED, *hazm_page.NOT_FOLLOWED, *hazm_page.RIGHT_IN_PRINT)


def answers(tool: str, examples: tuple[Example, ...]) -> list[str]:
    run = rivals.ask(tool, [example.text for example in examples])
    assert run is not None
    return [answer["text"] for answer in run.answers]


def test_hazm_normalises_as_the_page_says() -> None:
    assert answers("hazm", NORMALISED) == [example.hazm for example in NORMALISED]


def test_hazm_finds_the_lemmas_the_page_says() -> None:
    assert answers("hazm_lemmas", hazm_page.LEMMAS) == [e.hazm for e in hazm_page.LEMMAS]


@pytest.mark.parametrize("example", NORMALISED, ids=lambda example: example.text)
def test_we_write_as_the_page_says(example: Example) -> None:
    assert persian.display(example.text).text == example.ours


@pytest.mark.parametrize("example", hazm_page.LEMMAS, ids=lambda example: example.text)
def test_we_stem_as_the_page_says(example: Example) -> None:
    assert [token.stem for token in analyser.tokens(example.text, "fa")] == [example.ours]


@pytest.mark.parametrize(
    "example", [*hazm_page.NOT_FOLLOWED, *hazm_page.RIGHT_IN_PRINT], ids=lambda e: e.text
)
def test_what_is_not_followed_differs(example: Example) -> None:
    assert example.hazm != example.ours
