"""`dideban text` for people: sentences and tables, readable in both directions."""

import re

import pytest
from text_calls import EN, FA, FSI, PDI, SEEN, called, told

from dideban.languages.english_names import LANGUAGES
from dideban.languages.english_names import SCRIPTS as SCRIPT_NAMES
from dideban.languages.identify import REASONS
from dideban.languages.news_languages import LABELS, NEWS_LABELS, SCRIPTS
from services.cli.text_told import REASONS as REASONS_TOLD
from services.cli.text_told import table, width


def test_people_are_told_the_language_its_rivals_and_the_parts() -> None:
    out = told("identify", given=f"{FA}\n{EN}\n{EN}\n")
    first, *parts = out.splitlines()
    assert first.startswith("English (en), Latin script, 9")
    assert first.endswith(" % sure")
    assert parts[0].startswith(f"  0–{len(FA)}  Persian (fa), Arabic script, 9")
    assert ": وزير نفت گفت" in parts[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12", "undetermined (und): there is no letter in it"),
        ("گاز", "undetermined (und), Arabic script: it is too short"),
        (f"{FA}\n{EN}", "it is in several languages"),
    ],
)
def test_people_are_told_why_a_language_is_not_claimed(text: str, words: str) -> None:
    assert words in told("identify", text)


def test_people_see_the_text_for_reading_and_each_change_once() -> None:
    out = told("normalize", "--language", "fa", given="كشور\r\n 3 كشور \x1b[31m\n")
    assert out == "کشور\n ۳ کشور \ufffd[31m\n\nchanged:\n  كشور → کشور\n  3 → ۳\n"
    assert told("normalize", "--language", "en", "gas", "talks") == (
        "gas talks\n\nnothing was changed\n"
    )


def test_people_see_the_words_as_a_table_whose_columns_stand_under_one_another() -> None:
    _, out, _ = called("tokens", "--language", "fa", "كشورها", "管道", "gas\u0301")
    head, *lines = out.splitlines()
    assert f"{FSI}كشورها{PDI}" in lines[0]
    numbers = [re.search(r"\d+ +\d+ +\d+$", line) for line in lines]
    assert [found[0].split()[0] for found in numbers if found] == ["0", "7", "8", "10"]
    columns = {width(found.string[: found.start()]) for found in numbers if found}
    assert columns == {width(head[: head.index("start")])}
    assert told("tokens", given=" \n") == "no words\n"


def test_a_table_counts_columns_of_a_terminal() -> None:
    rows = [["管", "x"], ["e\u0301\u200c", "x"], ["گاز", "x"]]
    lines = table(rows).splitlines()
    assert {width(line[: line.index("x")]) for line in lines} == {5}


def test_people_are_told_the_days_of_dates() -> None:
    at = ("--published-at", SEEN, "--language", "en")
    out = told("dates", *at, "yesterday, last week, December 3")
    assert out.splitlines() == [
        "yesterday → 2025-12-16 (gregorian, from the day of publication)",
        "last week → 2025-12-08 to 2025-12-14 (gregorian, from the day of publication)",
        "December 3 → 2025-12-03 (gregorian)",
    ]
    assert told("dates", *at, "gas") == "no dates\n"


def test_every_language_script_and_reason_that_may_be_answered_has_words() -> None:
    answered = {LABELS.get(label, label) for label in NEWS_LABELS} - {"zxx"}
    assert answered.union(*SCRIPTS.values()) <= LANGUAGES.keys()
    assert SCRIPTS.keys() <= SCRIPT_NAMES.keys()
    assert REASONS_TOLD.keys() == set(REASONS)
