"""A plain text normalised as a whole: its lines stay, its parts go by their own languages."""

import pytest

from dideban.text import offsets
from dideban.text.normalizer import normalize, normalize_text

FA = "كشورهاي منطقه 3 بار ميروند"
EN = "Talks went on. They end"
SHOWN = "کشورهای منطقه ۳ بار می‌روند"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n  \n", "\u2028", "\u2029"])
def test_lines_end_where_the_author_ended_them(end: str) -> None:
    text = f" \t{FA}{end}{FA} {end}"
    whole = normalize_text(text, [(0, len(text), "fa")])
    assert whole.display.text == f" \t{SHOWN}{end}{SHOWN} {end}"


def test_each_part_goes_by_its_own_language() -> None:
    text = f"{FA}\n\n{EN} 3%\n{FA}\n"
    first, second = text.index(EN), text.rindex(FA)
    whole = normalize_text(
        text, [(0, len(FA), "fa"), (first, second - 1, "en"), (second, len(text) - 1, "fa")]
    )
    assert whole.display.text == f"{SHOWN}\n\n{EN} 3%\n{SHOWN}\n"
    stems = [token.stem for token in whole.tokens]
    assert "talk" in stems
    assert stems[:5] == stems[-5:]


def test_tokens_of_later_paragraphs_cut_their_words_and_number_sentences_on() -> None:
    text = f"{FA}\n{EN}\n{FA}"
    whole = normalize_text(text, [(0, len(text), "fa")])
    assert [text[token.start : token.end] for token in whole.tokens] == [
        token.text for token in whole.tokens
    ]
    assert [token.sentence for token in whole.tokens] == [0] * 5 + [1] * 3 + [2] * 2 + [3] * 5


def test_what_stands_outside_the_stretches_is_shown_and_gives_no_tokens() -> None:
    whole = normalize_text("كشور كشور كشور", [(5, 9, "fa")])
    assert whole.display.text == "كشور کشور كشور"
    assert [(token.start, token.end) for token in whole.tokens] == [(5, 9)]


def test_both_maps_lead_to_the_words_of_the_given_text() -> None:
    text = f"«x»\n{FA}"
    whole = normalize_text(text, [(0, len(text), "fa")])
    for form in (whole.display, whole.match):
        here = form.text.rindex("روند")
        assert offsets.to_original(form.map, here) == text.rindex("روند")
    assert offsets.to_original(whole.display.map, len(whole.display.text)) == len(text)


def test_a_paragraph_is_normalised_as_that_of_an_article() -> None:
    body = f"{FA}\n\n  کتاب ها و دیپلماتها\n{EN}"
    passages = normalize("", "", body, "fa").passages
    whole = normalize_text(body, [(0, len(body), "fa")])
    assert " ".join(passage.match.text for passage in passages) == whole.match.text
    lines = [line.strip() for line in whole.display.text.splitlines() if line]
    assert [passage.display.text for passage in passages] == lines


def test_an_unchanged_text_has_the_identity_map() -> None:
    text = f"\n{EN}\n\n{EN}\n"
    whole = normalize_text(text, [(0, len(text), "en")])
    assert (whole.display.text, whole.display.map) == (text, offsets.IDENTITY)


def test_no_text_is_no_words() -> None:
    whole = normalize_text("", [(0, 0, "fa")])
    assert (whole.display.text, whole.match.text, whole.tokens) == ("", "", ())
