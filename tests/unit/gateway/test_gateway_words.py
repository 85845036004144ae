"""The interface says everything in each of its languages."""

import re
from importlib.resources import files

import pytest

from dideban.messages.notice import MESSAGE_LANGUAGES, MessageLanguage
from services.gateway.words import Words, chosen, table

TEMPLATES = files("services.gateway") / "templates"
TABLE = table("en")
OF_SIX_LANGUAGES = "leaving.html"
"""Has a table of its own."""
OF_FORMS = (
    *("channel_", "hint_", "weekday_", "severity_", "breaks_", "digest_", "mute_", "problem_"),
)
COMPOSED = ("role_", "health_", "state_", "progress_", *OF_FORMS)


@pytest.mark.parametrize("ui", MESSAGE_LANGUAGES)
def test_every_language_has_every_sentence_with_the_same_gaps(ui: MessageLanguage) -> None:
    words = table(ui)
    assert list(words) == list(TABLE)
    assert {key: text.count("{}") for key, text in words.items()} == {
        key: text.count("{}") for key, text in TABLE.items()
    }
    assert all(words.values())


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
    assert Words("tr")("in_a_day", 1234) == "24 saatte 1.234"
    assert (Words("fa").decimal(0.5), Words("ru").decimal(0.5)) == ("۰٫۵", "0,5")


def test_a_language_without_a_name_is_shown_by_its_tag() -> None:
    assert Words("fa").language("ru") == "روسی"
    assert Words("en").language("fa-IR") == "Persian"
    assert Words("tr").language("ka") == "Gürcüce"
    assert Words("en").language("xx") == "xx"


@pytest.mark.parametrize(
    ("asked", "kept", "accepted", "ui"),
    [
        ("fa", "en", "en", "fa"),
        (None, "fa", "en", "fa"),
        (None, None, "fa-IR,fa;q=0.9", "fa"),
        (None, None, "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("az", "fa", "tr", "az"),
        ("klingon", None, "en", "en"),
        (None, None, "", "en"),
    ],
)
def test_what_is_asked_for_now_goes_before_what_was_kept(
    asked: str | None, kept: str | None, accepted: str, ui: str
) -> None:
    assert chosen(asked, kept, accepted) == ui
