"""Named groups of a pack stand where their names do, as if they were written out in brackets."""

import pytest

from dideban.packs.groups import Groups
from dideban.packs.loader import load_packs
from dideban.query.errors import QueryError
from dideban.query.names import Names
from dideban.query.parser import parse
from dideban.query.tree import Node

WORDS = {
    "gas": 'گاز OR "گاز طبیعی"',
    "one": "swap",
    "both": "{gas} OR {one}",
    "near": "gas NEAR/3 swap",
    "guarded": "({gas} NOT tear)",
}
PATTERNS = (
    "{gas}",
    "{gas} NEAR/4 {one}",
    "({gas} OR oil) ONEAR/2 ({both} OR transit*) SAME {one}",
    "title:{both} AND NOT lead:({gas} OR {one})",
    "exact:{both} AND cs:{one} AND atleast2:{gas}",
    "{near} OR {guarded} OR oil",
    "NOT {guarded} AND {near}",
    "(oil OR {gas}) AND {one}",
    "plain words",
)


def tree(text: str) -> Node:
    return parse(text, names=Names()).tree


def written_out(pattern: str, groups: dict[str, str]) -> str:
    for _ in groups:
        for name, group in groups.items():
            pattern = pattern.replace(f"{{{name}}}", f"({group})")
    return pattern


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_what_it_is_with_its_groups_written_out(pattern: str) -> None:
    assert Groups(WORDS, tree).read(pattern) == tree(written_out(pattern, WORDS))


def test_so_are_the_patterns_of_a_pack() -> None:
    patterns = load_packs()["north-south-corridor"].languages["en"]
    groups = Groups(patterns.words, tree)
    for pattern in (*patterns.sure, *patterns.likely, *patterns.unless, *patterns.never):
        assert groups.read(pattern) == tree(written_out(pattern, patterns.words))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{gaz} OR oil", "a group of the pack: gas, one"),
        ("{near} NEAR/3 oil", "words alone in {near}"),
        ("title:{where} OR oil", "only words and topics inside title:"),
        ("{round} OR oil", "deep"),
    ],
)
def test_what_cannot_stand_there_is_refused(pattern: str, expected: str) -> None:
    groups = Groups({**WORDS, "where": "gas country:IR", "round": "oil OR {round}"}, tree)
    with pytest.raises(QueryError, match=expected):
        groups.read(pattern)
