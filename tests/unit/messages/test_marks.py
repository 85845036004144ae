"""Marks cut the original text and join neighbours."""

import pytest

from dideban.messages import marks
from schemas.matches import Highlight


def title_of(text: str, *words: str) -> list[Highlight]:
    return [
        Highlight(
            field="title", start=text.index(word), end=text.index(word) + len(word), text=word
        )
        for word in words
    ]


@pytest.mark.parametrize(
    ("title", "words", "marked"),
    [
        ("قرارداد انتقال گاز امضا شد", ["انتقال", "گاز"], ["انتقال گاز"]),
        ("عودة الغاز إلى محطات البصرة", ["الغاز"], ["الغاز"]),
        ("коридор «Север — Юг» открыт", ["Север", "Юг"], ["Север — Юг"]),
        ("Winter gas flows; transit fees fall", ["gas", "transit"], ["gas", "transit"]),
        ("Hazar gazının yolu", ["gazının"], ["gazının"]),
        ("“Şimal–Cənub” dəhlizi", ["Şimal", "Cənub"], ["Şimal–Cənub"]),
    ],
)
def test_matched_words_are_marked_where_they_stand(
    title: str, words: list[str], marked: list[str]
) -> None:
    pieces = marks.of_title(title, title_of(title, *words))
    assert [text for text, hit in pieces if hit] == marked
    assert "".join(text for text, _ in pieces) == title


def test_a_highlight_of_another_field_marks_nothing_in_the_title() -> None:
    highlight = Highlight(field="body", start=0, end=3, text="gas")
    assert marks.of_title("gas is here", [highlight]) == [("gas is here", False)]


@pytest.mark.parametrize("span", [(-1, 2), (3, 3), (2, 99), (5, 4)])
def test_a_span_outside_the_text_is_passed_over(span: tuple[int, int]) -> None:
    assert marks.pieces("گاز", [span]) == [("گاز", False)]


def test_overlapping_spans_are_one_mark() -> None:
    assert marks.pieces("abcdef", [(1, 4), (2, 3), (3, 5)]) == [
        ("a", False),
        ("bcde", True),
        ("f", False),
    ]


def test_a_snippet_is_marked_at_whole_words_only() -> None:
    pieces = marks.of_snippet("gasoline is not gas. Gas? gas!", ["gas"])
    assert [text for text, hit in pieces if hit] == ["gas", "gas"]


def test_a_word_with_signs_of_regular_expressions_is_taken_as_text() -> None:
    assert marks.of_snippet("C++ (gas", ["(gas"]) == [("C++ ", False), ("(gas", True)]


def test_matched_words_come_once_in_their_order() -> None:
    text = "گاز و انتقال گاز"
    highlights = [*title_of(text, "گاز", "انتقال"), *title_of(text, "گاز")]
    assert marks.matched_words(highlights) == ["گاز", "انتقال"]
