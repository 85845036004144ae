"""The shipped model: its file, its card, and what a broken file says."""

import hashlib
from dataclasses import replace
from importlib.resources import files

import pytest

from dideban.text import half_space_model, lexicon
from dideban.text.half_space_model import FILE, Model, Scale

SHIPPED = files("dideban.models") / FILE
CARD = files("dideban.models") / "half_space.md"
SMALL = Model(
    in_word=Scale({"a": 150}, -50),
    wavering=Scale({}),
    between=Scale({}),
    seen={"می\u200cشود": 7, "گاز": 3, "کشورها": 2},
    apart={"خط لوله": 4},
    listed=["گاز", "نمایش\u200cنامه"],
)


def test_the_card_tells_size_and_checksum_of_the_file() -> None:
    data, card = SHIPPED.read_bytes(), CARD.read_text(encoding="utf-8")
    assert hashlib.sha256(data).hexdigest() in card
    assert f"{len(data):,} bytes" in card


def test_the_file_is_under_a_megabyte() -> None:
    assert len(SHIPPED.read_bytes()) <= 1_000_000


def test_a_model_comes_out_as_it_went_in() -> None:
    assert half_space_model.unpack(half_space_model.pack(SMALL)) == SMALL
    assert half_space_model.pack(SMALL) == half_space_model.pack(replace(SMALL))


@pytest.mark.parametrize("data", [b"", b"junk", half_space_model.pack(SMALL)[:-9]])
def test_bytes_that_are_no_model_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(ValueError, match="no model of half-spaces"):
        half_space_model.unpack(data)


def test_traits_are_weighed_and_unknown_ones_weigh_nothing() -> None:
    assert SMALL.in_word.score(["a", "unheard of"]) == pytest.approx(1.0)


def test_what_was_printed_and_listed_becomes_evidence() -> None:
    known = half_space_model.evidence(lexicon.load(), SMALL)
    assert known.seen["میشود"] == ((2,), 7)
    assert (known.part("می"), known.part("شود"), known.part("میشود")) == (7, 7, 0)
    assert known.is_listed("گاز")
    assert not known.is_listed("نمایشنامه")
    assert known.cuts_listed("نمایشنامه") == (5,)
    assert known.apart["خط", "لوله"] == 4


def test_every_word_of_the_model_is_a_key() -> None:
    model = half_space_model.load()
    for word in (*model.seen, *model.listed):
        letters, cuts = lexicon.cut(word)
        assert "\u200c".join(lexicon.pieces(letters, cuts)) == word
