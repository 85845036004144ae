"""What well-formed queries mean, and the one text of equal ones."""

import pytest

from dideban.query.names import Names
from dideban.query.parser import canonical, parse
from dideban.query.tree import And, AnyOf, Chain, Found, Link, Meta, Not, Or, Prefix, Term

NAMES = Names(
    packs={"gas-transfer": parse("gas", names=Names()).tree},
    saved={"corridors": "corridor OR dəhliz"},
)


def canon(query: str) -> str:
    return canonical(parse(query, names=NAMES))


CANONICAL = [
    ("gas transfer", "gas AND transfer"),
    ("transfer   gas gas", "gas AND transfer"),
    ("Gas & Transfer", "gas AND transfer"),
    ("gas && transfer", "gas AND transfer"),
    ("gas | oil", "gas OR oil"),
    ("oil || gas", "gas OR oil"),
    ("gas !oil", "gas AND NOT oil"),
    ("gas AND NOT oil", "gas AND NOT oil"),
    ("-oil gas", "gas AND NOT oil"),
    ("gas NOT NOT oil", "gas AND oil"),
    ("((gas))", "gas"),
    ("gas (oil (coal))", "coal AND gas AND oil"),
    ('"gas  transfer"', '"gas transfer"'),
    ("«gas transfer»", '"gas transfer"'),
    ("»gas transfer«", '"gas transfer"'),
    ("“gas transfer”", '"gas transfer"'),
    ("„gas transfer“", '"gas transfer"'),
    ("„gas transfer”", '"gas transfer"'),
    ("‹gas transfer›", '"gas transfer"'),
    ("＂gas transfer＂", '"gas transfer"'),
    ('"gas"', "gas"),
    ("gas, oil.", "gas AND oil"),
    ("gas NEAR oil", "gas NEAR/5 oil"),
    ("gas ONEAR/3 oil SAME coal", "gas ONEAR/3 oil SAME coal"),
    ("gas NEAR/8 (transit OR swap OR swap)", "gas NEAR/8 (swap OR transit)"),
    ("title:gas NEAR/2 oil", "title:(gas NEAR/2 oil)"),
    ("title:(gas -oil)", "title:gas AND NOT title:oil"),
    ("Title:gas", "title:gas"),
    ("lang:(ru OR FA)", "lang:fa OR lang:ru"),
    ("country:ir", "country:IR"),
    ("site:www.TASS.ru", "site:tass.ru"),
    ("source:IRNA", "source:irna"),
    ('author:"Sara Karimi"', 'author:"sara karimi"'),
    ("entity:iso3166:IR", "entity:iso3166:IR"),
    ("entity:dideban:rasht-astara-railway", "entity:dideban:rasht-astara-railway"),
    ('entity:"Gazprom"', "entity:gazprom"),
    ("topic:gas-transfer", "topic:gas-transfer"),
    ("title:topic:gas-transfer", "title:topic:gas-transfer"),
    ("@corridors gas", "@corridors AND gas"),
    ("atleast3:(oil OR gas)", "atleast3:(gas OR oil)"),
    ("atleast3:(gas)", "atleast3:gas"),
    ("atleast1:gas", "gas"),
    ("exact:Gas", "exact:gas"),
    ("cs:OPEC", "cs:OPEC"),
    ('exact:("gas transfer" OR swap)', 'exact:"gas transfer" OR exact:swap'),
    ("gas published:[now-6h TO now]", "gas AND published:[-6h TO now]"),
    ("gas published:[2025-12-17 TO *]", "gas AND published:[2025-12-17 TO *]"),
    ("gas story.sources >= 3", "gas AND story.sources>=3"),
    ('"AND" gas', "and AND gas"),
    ('cs:"AND" gas', 'cs:"AND" AND gas'),
    ('"near/3" "near3" "atleast 2"', '"atleast 2" AND "near/3" AND "near3"'),
    ('"story.sources>=3x" "ga?s"', '"ga?s" AND "story.sources>=3x"'),
    ('cs:"ИЛИ" cs:"VE" "И"', 'cs:"VE" AND cs:"ИЛИ" AND и'),
    ('source:"a,b" source:"near/3"', 'source:"a,b" AND source:"near/3"'),
    ("entity:ISO3166:ir", "entity:iso3166:IR"),
    ("entity:iso3166:ir", "entity:iso3166:IR"),
    ("Rasht–Astara", "rasht-astara"),
    ("IĞDIR", "IĞDIR"),
    ("gas or oil", "gas AND oil AND or"),
    ("\u200fگاز\u200e \u202bترانزیت\u202c", "ترانزیت AND گاز"),
    ("ﮔﺎز", "گاز"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), CANONICAL)
def test_equal_queries_have_one_canonical_text(query: str, expected: str) -> None:
    assert canon(query) == expected


@pytest.mark.parametrize("query", [query for query, _ in CANONICAL])
def test_the_canonical_text_parses_to_an_equal_tree(query: str) -> None:
    assert canon(canon(query)) == canon(query)


def test_binding_goes_from_near_over_field_and_not_to_and() -> None:
    tree = parse("title:gas NEAR/2 oil -coal pipel*", names=NAMES).tree
    near = Chain((Term("gas"), Term("oil")), (Link("NEAR", 2),))
    assert tree == And(
        (Found(near, "title"), Not(Found(Term("coal"))), Found(Prefix("pipel"))),
    )


def test_words_joined_by_or_beside_near_are_one_operand() -> None:
    tree = parse("gas NEAR/8 (transit OR swap)", names=NAMES).tree
    options = AnyOf((Term("transit"), Term("swap")))
    assert tree == Found(Chain((Term("gas"), options), (Link("NEAR", 8),)))


def test_metadata_lists_are_alternatives() -> None:
    assert parse("lang:(fa OR ru)", names=NAMES).tree == Or(
        (Meta("lang", "fa"), Meta("lang", "ru"))
    )


def test_the_keywords_are_capital_letters_only() -> None:
    assert parse("gas near oil", names=NAMES).tree == And(
        (Found(Term("gas")), Found(Term("near")), Found(Term("oil")))
    )


def test_a_prefix_of_two_letters_is_enough_in_arabic_script() -> None:
    assert parse("گا*", names=NAMES).tree == Found(Prefix("گا"))
