"""The interface says everything in both languages."""

import re
from importlib.resources import files

import pytest
import yaml

from services.gateway.words import Words, chosen

TEMPLATES = files("services.gateway") / "templates"
TABLE = yaml.safe_load((files("services.gateway") / "words.yaml").read_text("utf-8"))
OF_SIX_LANGUAGES = "leaving.html"
"""Has a table of its own."""
OF_FORMS = (
    *("channel_", "hint_", "weekday_", "severity_", "breaks_", "digest_", "mute_", "problem_"),
)
COMPOSED = ("role_", "health_", "language_", "state_", "progress_", *OF_FORMS)


def test_every_sentence_has_both_languages_and_the_same_gaps() -> None:
    for key, words in TABLE.items():
        assert set(words) == {"en", "fa"}, key
        assert words["en"].count("{}") == words["fa"].count("{}"), key
        assert all(words.values()), key


def test_every_key_of_a_template_is_in_the_table_and_no_other() -> None:
    text = "".join(
        entry.read_text("utf-8")
        for entry in TEMPLATES.iterdir()
        if entry.name.endswith(".html") and entry.name != OF_SIX_LANGUAGES
    )
    used = set(re.findall(r"""w[\[(]["'](\w[\w-]*)["']""", text))
    whole = {key for key in used if not key.startswith(COMPOSED)}
    assert {key for key in TABLE if not key.startswith(COMPOSED)} == whole


def test_numbers_are_in_the_digits_of_the_language() -> None:
    assert Words("fa")("in_a_day", 1234) == "۱٬۲۳۴ در ۲۴ ساعت"
    assert Words("en")("in_a_day", 1234) == "1,234 in 24 h"


def test_a_language_without_a_name_is_shown_by_its_tag() -> None:
    assert Words("fa").language("ru") == "روسی"
    assert Words("en").language("fa-IR") == "Persian"
    assert Words("en").language("ka") == "ka"


@pytest.mark.parametrize(
    ("asked", "kept", "accepted", "ui"),
    [
        ("fa", "en", "en", "fa"),
        (None, "fa", "en", "fa"),
        (None, None, "fa-IR,fa;q=0.9", "fa"),
        ("klingon", None, "en", "en"),
        (None, None, "", "en"),
    ],
)
def test_what_is_asked_for_now_goes_before_what_was_kept(
    asked: str | None, kept: str | None, accepted: str, ui: str
) -> None:
    assert chosen(asked, kept, accepted) == ui
