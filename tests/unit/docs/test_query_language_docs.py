"""The page on the query language tells the truth, and leaves nothing of the language out."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from query_examples import DOCS, NOW, Example, examples

from dideban.packs.loader import pack_names
from dideban.query import fields, guards, lexer, words
from dideban.query.errors import QueryError
from dideban.query.explain import MAX_HIGHLIGHTS
from dideban.query.lexer import Kind, lex
from dideban.query.parser import canonical, parse
from dideban.query.reading import Reading
from dideban.query.tree import (
    And,
    AnyOf,
    Chain,
    Comparison,
    Found,
    LinkKind,
    Meta,
    MetaKey,
    Node,
    Not,
    Or,
    Place,
    Prefix,
    Published,
    Saved,
    StorySources,
    Term,
    Topic,
)
from dideban.query.values import LANGUAGES

PAGE = DOCS / "reference" / "query-language.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = examples(PAGE)
SIX = {"fa", "ar", "ru", "tr", "az", "en"}
LIMITS = {
    "characters in a query": guards.MAX_CHARACTERS,
    "clauses (a word, phrase, chain or field; a topic is one, a saved query as many as it has)": (
        guards.MAX_CLAUSES
    ),
    "levels of brackets, `NOT`, fields and saved queries": guards.MAX_DEPTH,
    "words in a phrase": words.MAX_PHRASE_WORDS,
    "letters before `*`": words.MIN_PREFIX,
    "letters before `*` in Arabic script": words.MIN_PREFIX_ARABIC,
    "words apart in `NEAR` and `ONEAR`, at most": lexer.MAX_DISTANCE,
    "words apart where `NEAR` has no number": lexer.DEFAULT_DISTANCE,
    "`atleastN:`, at most": fields.MAX_AT_LEAST,
    "words marked in an alert": MAX_HIGHLIGHTS,
}


def table(heading: str) -> list[list[str]]:
    """The cells of the table with this heading, row by row."""
    after = TEXT.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    return [line.strip("| ").split(" | ") for line in after.splitlines()[2:]]


GLANCE = [
    query
    for row in table("you write | it asks for")
    for query in re.findall("`(.+?)`", row[0])
    if not query.startswith("@")
]
ERRORS = table("you wrote | what is said | mended")


@pytest.mark.parametrize("example", EXAMPLES, ids=[e.query for e in EXAMPLES])
def test_an_example_is_read_as_written(example: Example) -> None:
    assert canonical(parse(example.query, names=example.names)) == example.canonical


@pytest.mark.parametrize("example", EXAMPLES, ids=[e.query for e in EXAMPLES])
def test_an_example_finds_what_it_says_and_not_what_it_says_it_does_not(example: Example) -> None:
    tree = parse(example.query, names=example.names).tree
    for text in example.texts:
        assert Reading(text.document, NOW).holds(tree) == text.found, text.written
    assert any(text.found for text in example.texts)


def test_nearly_every_example_shows_what_it_does_not_find() -> None:
    one_sided = [e.query for e in EXAMPLES if all(text.found for text in e.texts)]
    assert one_sided == []


@pytest.mark.parametrize("query", GLANCE)
def test_what_is_shown_at_a_glance_is_taken(query: str) -> None:
    try:
        parse(query, names=pack_names())
    except QueryError as error:
        assert "is not negated" in error.expected  # noqa: PT017  times alone are no query


@pytest.mark.parametrize("row", ERRORS, ids=[row[0] for row in ERRORS])
def test_an_error_is_told_as_written_and_mended_as_written(row: list[str]) -> None:
    with pytest.raises(QueryError) as caught:
        parse(row[0].strip("`"), names=pack_names())
    error = caught.value
    told = f"column {error.column}: found {error.found}, expected {error.expected}"
    before, _, after = row[1].replace("\\*", "*").partition("…)")
    assert told == before if not after and "…)" not in row[1] else told.startswith(before)
    assert re.findall("`(.+?)`", row[2]) == list(error.readings or (error.fix,))


def test_the_numbers_are_those_of_the_code() -> None:
    told = {what: number for what, number in table("limit | number") if number != "no limit"}
    assert told == {what: f"{number:,}" for what, number in LIMITS.items()}


def test_the_languages_are_those_of_the_code() -> None:
    listed = re.search(r"^Languages: ([a-z\s]+)\.", TEXT, flags=re.MULTILINE)
    assert listed
    assert set(listed[1].split()) == LANGUAGES


def test_every_field_has_an_example() -> None:
    shown = {
        lexeme.value
        for example in EXAMPLES
        for lexeme in lex(example.query)
        if lexeme.kind is Kind.FIELD
    }
    assert set(fields.FIELDS) - {"story.sources"} <= shown


def test_every_kind_of_sign_has_an_example() -> None:
    shown = {lexeme.kind for example in EXAMPLES for lexeme in lex(example.query)}
    assert shown == set(Kind)
    typed = " ".join(example.query for example in EXAMPLES)
    for sign in ("AND", "OR", "NOT", "&", "&&", "|", "||", " -", " !", "AND NOT"):
        assert sign in typed
    for quote in '"“„«»‹':
        assert re.search(f"(^| ){quote}", typed), quote


def parts(node: Node) -> Iterator[object]:
    """All that a tree is made of, and the values that tell its kinds apart."""
    yield type(node)
    match node:
        case Not(child):
            yield from parts(child)
        case And(children) | Or(children):
            for child in children:
                yield from parts(child)
        case Found(span, place, at_least):
            yield from (type(span), place, at_least > 1)
            for inner in span.operands if isinstance(span, Chain) else (span,):
                yield from (type(inner), *kinds(inner))
            if isinstance(span, Chain):
                yield from (link.kind for link in span.links)
        case Meta(key):
            yield key


def kinds(inner: object) -> Iterator[object]:
    if isinstance(inner, Term):
        yield from (f"exact {inner.exact}", f"cased {inner.cased}", f"phrase {' ' in inner.text}")


def test_every_construct_of_the_grammar_has_an_example() -> None:
    shown = {
        part
        for example in EXAMPLES
        for part in parts(parse(example.query, names=example.names).tree)
    }
    assert {And, Or, Not, Found, Meta, Published, StorySources, Topic, Saved} <= shown
    assert {Term, Prefix, AnyOf, Chain, *get_args(Place), *get_args(MetaKey)} <= shown
    assert {*get_args(LinkKind), "exact True", "cased True", "phrase True", True} <= shown
    for comparison in get_args(Comparison):
        assert f"`{comparison}`" in TEXT


def test_all_six_languages_are_shown_found_and_not_found() -> None:
    for sign in (True, False):
        languages = [
            text.document.languages[0] for e in EXAMPLES for text in e.texts if text.found is sign
        ]
        for language in SIX:
            assert languages.count(language) >= 5, (language, sign)


def test_the_page_says_at_which_time_its_examples_are_tried() -> None:
    assert f"{NOW:%H:%M} UTC on {NOW.day} December {NOW.year}" in " ".join(TEXT.split())
