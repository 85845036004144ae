"""Why sixty articles match or do not, in the exact words that somebody has read and approved."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from dideban.packs.loader import LANGUAGES, pack_names
from dideban.query.answers import Explanation
from dideban.query.parser import parse
from dideban.query.rows import Row
from dideban.query.told import explained_lines, for_people, for_programs, told
from docs import why_page

GOLDEN = Path(__file__).parents[2] / "data" / "golden" / "explanations"
NOW = datetime(2025, 12, 17, 12, tzinfo=UTC)
CASES = {
    f"{language}: {case['name']}": case
    for language in LANGUAGES
    for case in yaml.safe_load((GOLDEN / f"{language}.yaml").read_text(encoding="utf-8"))
}
CONSTRUCTS = {
    "words": r"^[^\W\d_]+ [^\W\d_]+ [^\W\d_]+$",
    "phrase": r'^"\w+ \w+',
    "NEAR": r" NEAR/",
    "ONEAR": r" ONEAR/",
    "SAME": r" SAME ",
    "prefix": r"\w\*",
    "title": r"title:\w",
    "lead": r"lead:\w",
    "lang": r"lang:\w",
    "source": r"source:",
    "site": r"site:",
    "country": r"country:",
    "entity": r"entity:",
    "author": r"author:",
    "topic": r"(?:^| )topic:",
    "topic in the title": r"title:topic:",
    "atleast": r"atleast\d:",
    "exact": r"exact:",
    "cs": r"cs:",
    "published": r"published:\[",
    "NOT": r" -\w",
    "OR": r" OR ",
}


def row(case: dict[str, Any]) -> dict[str, Any]:
    return {"id": case["name"], "title": case["title"], "text": case["text"]} | case["metadata"]


def explained(case: dict[str, Any]) -> tuple[Row, Explanation]:
    line = json.dumps(row(case), ensure_ascii=False)
    (found,) = explained_lines(parse(case["query"], names=pack_names()), [line], NOW)
    return found


def every(clauses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [found for each in clauses for found in (each, *every(each["parts"]))]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_an_article_is_explained_in_the_approved_words(case: dict[str, Any]) -> None:
    _, explanation = explained(case)
    assert "\n".join(told(explanation)) + "\n" == case["told"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_span_cuts_its_words_out_of_the_original(case: dict[str, Any]) -> None:
    original = row(case)
    for clause in every(for_programs(*explained(case))["clauses"]):
        words = clause["words"]
        assert all(original[w["field"]][w["start"] : w["end"]] == w["text"] for w in words)
        quotes = " ".join(quote["text"] for quote in clause["quotes"])
        assert re.findall("‹([^›]*)›", quotes) == [word["text"] for word in words]
        assert (clause["reason"] is None) != (clause["miss"] is None)
        assert clause["met"] == (clause["miss"] is None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_ten_of_which_about_half_match(language: str) -> None:
    cases = [case for name, case in CASES.items() if name.startswith(f"{language}: ")]
    matches = sum(case["told"].startswith("It matches") for case in cases)
    assert len(cases) == 10
    assert 4 <= matches <= 6
    assert all(case["metadata"]["lang"] == language for case in cases)


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_of_the_language_has_its_example(construct: str) -> None:
    pattern = re.compile(CONSTRUCTS[construct])
    assert any(pattern.search(case["query"]) for case in CASES.values())


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_for_a_terminal_nothing_is_added_but_a_heading_and_isolates(case: dict[str, Any]) -> None:
    found, explanation = explained(case)
    heading, *lines = for_people(found, explanation).split("\n")
    bare = [re.sub("[\u2068\u2069]", "", line) for line in lines]
    assert case["title"].split()[0] in heading
    assert "\n".join(bare) == case["told"]
    for line in lines:
        outside = re.sub("\u2068[^\u2068\u2069]*\u2069", "", line)
        assert not re.search("[\u0600-\u06ff]", outside), line


def test_the_page_shows_ten_of_them_as_they_are() -> None:
    path = Path(why_page.__file__).parent / "explanation" / Path(why_page.PAGE).name
    text = path.read_text(encoding="utf-8")
    assert text == why_page.page()
    assert len(set(why_page.SHOWN)) == 10
    for language, name in why_page.SHOWN:
        case = CASES[f"{language}: {name}"]
        assert f"```\nquery: {case['query']}\n\n{case['told']}```" in text
        assert all(line in text for line in (case["title"], *case["text"].strip().split("\n\n")))
