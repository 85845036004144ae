"""What a link out of the messages holds, and that only its key makes one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dideban.alerting.way_out import WayOut, digest_of, token_of, way_out_of

KEY, MINE, READER = b"k" * 32, "sub_0123456789abcdef", "khanande@example.org"


def test_a_token_names_subscription_and_target_without_the_address() -> None:
    token = token_of(KEY, MINE, READER)
    assert way_out_of(KEY, token) == WayOut(subscription_id=MINE, target_digest=digest_of(READER))
    assert "khanande" not in token
    assert token == token_of(KEY, MINE, READER)
    assert len(token) < 64


@pytest.mark.parametrize(("subscription", "target"), [("sub_1", READER), (MINE, "b@example.org")])
def test_another_subscription_or_target_has_another_token(subscription: str, target: str) -> None:
    token, other = token_of(KEY, MINE, READER), token_of(KEY, subscription, target)
    assert token.rpartition(".")[2] != other.rpartition(".")[2]
    mixed = other.rpartition(".")[0] + "." + token.rpartition(".")[2]
    assert way_out_of(KEY, mixed) is None


def test_another_key_opens_nothing() -> None:
    assert way_out_of(b"other", token_of(KEY, MINE, READER)) is None


@given(st.integers(min_value=0, max_value=56), st.characters())
def test_a_token_with_one_letter_changed_is_none(place: int, letter: str) -> None:
    token = token_of(KEY, MINE, READER)
    changed = token[:place] + letter + token[place + 1 :]
    assert (way_out_of(KEY, changed) is None) == (changed != token)


@given(st.text(max_size=100))
def test_any_text_is_no_token(text: str) -> None:
    assert way_out_of(KEY, text) is None
