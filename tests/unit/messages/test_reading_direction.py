"""A text runs as its language does, whatever letter it begins with."""

import pytest

from dideban.messages.reading_direction import direction


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("fa", "rtl"),
        ("fa-IR", "rtl"),
        ("ar", "rtl"),
        ("ckb", "rtl"),
        ("ru", "ltr"),
        ("tr", "ltr"),
        ("az", "ltr"),
        ("az-Arab", "rtl"),
        ("fa-Latn", "ltr"),
        ("en", "ltr"),
        ("und", "auto"),
        ("", "auto"),
    ],
)
def test_a_language_has_its_direction(tag: str, expected: str) -> None:
    assert direction(tag) == expected
