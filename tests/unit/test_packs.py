"""The topic packs fire on what they must and on nothing else."""

import os
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from dideban.packs import load_packs
from dideban.packs.loader import LANGUAGES, PackError, pack_from_yaml, pack_names
from dideban.packs.shipped import text_of
from dideban.query.document import Document, document_from_text
from dideban.query.engine import Engine, Hit
from dideban.query.oracle import holds
from dideban.query.parser import parse
from dideban.query.reading import Reading

NOW = datetime(2026, 1, 5, tzinfo=UTC)
DATA = Path(__file__).parents[1] / "data"
EXAMPLES = [
    (name, language, text, fires)
    for name, pack in load_packs().items()
    for language, patterns in pack.languages.items()
    for fires, texts in (
        (True, patterns.examples.fires),
        (False, patterns.examples.stays_silent),
    )
    for text in texts
]
PAIRS = [(name, language) for name in load_packs() for language in LANGUAGES]


def document(text: str, language: str | None = None, title: str = "") -> Document:
    return document_from_text(article_id="a", title=title, text=text, language=language)


def fires(name: str, text: str, language: str) -> bool:
    return Reading(document(text, language), NOW).holds(load_packs()[name].tree)


@pytest.mark.parametrize(("name", "language", "text", "expected"), EXAMPLES)
def test_a_pack_fires_on_its_examples_and_on_no_counter_example(
    name: str, language: str, text: str, *, expected: bool
) -> None:
    assert fires(name, text, language) is expected


@pytest.mark.parametrize("name", load_packs())
def test_a_pack_says_nothing_under_one_name_twice(name: str) -> None:
    mappings = [yaml.compose(text_of(name), Loader=yaml.CSafeLoader)]
    for mapping in mappings:
        keys = [key.value for key, _ in mapping.value]
        assert len(keys) == len(set(keys)), keys
        mappings += [value for _, value in mapping.value if isinstance(value, yaml.MappingNode)]


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_a_pack_has_fifteen_examples_and_fifteen_counter_examples_a_language(
    name: str, language: str
) -> None:
    examples = load_packs()[name].languages[language].examples
    assert len(set(examples.fires)) >= 15
    assert len(set(examples.stays_silent)) >= 15


def held_back(name: str, language: str) -> dict[str, list[str]]:
    path = DATA / "packs" / "held_back" / f"{name}.yaml"
    items: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))[language]
    return items


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_a_pack_judges_well_what_its_author_had_not_seen(name: str, language: str) -> None:
    items = held_back(name, language)
    missed = [text for text in items["fires"] if not fires(name, text, language)]
    false = [text for text in items["stays_silent"] if fires(name, text, language)]
    found = len(items["fires"]) - len(missed)
    wrong = "\n".join(["missed:", *missed, "fired wrongly:", *false])
    assert found / len(items["fires"]) >= 0.95, wrong
    assert found / (found + len(false)) >= 0.95, wrong


@pytest.mark.parametrize("name", load_packs())
def test_a_pack_is_titled_in_its_six_languages_and_has_notes_for_its_reviewer(name: str) -> None:
    pack = load_packs()[name]
    assert set(pack.title) == set(pack.languages) == set(LANGUAGES)
    assert pack.version >= 1
    assert pack.notes.strip()


def both(text: str) -> list[Hit]:
    title, _, body = text.partition("\n")
    engine = Engine()
    for name in ("gas-transfer", "north-south-corridor"):
        engine.add(name, parse(f"topic:{name}", names=pack_names()))
    hits = engine.match(document(body, title=title), NOW)
    originals = {"title": title, "body": body}
    for hit in hits:
        assert hit.highlights
        for mark in hit.highlights:
            assert originals[mark.field][mark.start : mark.end] == mark.text
    return hits


def assert_both_fire(text: str) -> None:
    transfer, corridor = both(text)
    assert (transfer.subscription_id, corridor.subscription_id) == (
        "gas-transfer",
        "north-south-corridor",
    )
    assert {"انتقال", "گاز"} <= {mark.text for mark in transfer.highlights}
    assert {"کریدور", "شمال", "جنوب", "رشت", "آستارا"} <= {m.text for m in corridor.highlights}
    assert {clause.pack for clause in transfer.clauses} == {"gas-transfer"}


def test_both_packs_fire_on_a_persian_article_that_lost_its_half_spaces() -> None:
    assert_both_fire((DATA / "corridor_half_spaces_lost.txt").read_text(encoding="utf-8"))


@pytest.mark.data
def test_both_packs_fire_on_the_seed_article() -> None:
    if "DIDEBAN_DATA" not in os.environ:
        pytest.skip("DIDEBAN_DATA is not set")
    seed = Path(os.environ["DIDEBAN_DATA"]) / "seed" / "alalam-1404-09-26.txt"
    assert_both_fire(seed.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "language", "title", "body"),
    [
        (
            "gas-transfer",
            "fa",
            "گاز ترکمنستان در راه ترکیه",
            "در همین روز نشت گاز در یک مدرسه خبرساز شد و کپسول گاز گران شد.",
        ),
        (
            "ports-and-rail",
            "en",
            "Cargo piles up at Mersin port",
            "Passengers at the airport were not affected, and a film festival went ahead.",
        ),
    ],
)
def test_a_headline_is_not_silenced_by_what_the_text_mentions_later(
    name: str, language: str, title: str, body: str
) -> None:
    tree = load_packs()[name].tree
    assert holds(tree, document(body, language, title), NOW)
    assert not holds(tree, document(f"{title}. {body}", language), NOW)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The first supplies came on Monday.", True),
        ("A gas explosion in a block of flats killed six people in Cairo on Monday.", False),
        ("The first supplies came on Monday.\n\nA gas explosion hit flats in Cairo.", True),
        ("A gas explosion hit flats in Cairo as LNG was unloaded at the coast.", True),
    ],
)
def test_title_and_first_paragraph_about_a_neighbour_silence_what_is_sure(
    body: str, *, expected: bool
) -> None:
    tree = load_packs()["gas-transfer"].tree
    assert holds(tree, document(body, "en", "Egyptian gas reaches Jordan"), NOW) is expected


def test_patterns_of_one_covered_language_are_not_tried_on_another() -> None:
    arabic = "صادرات الغاز القطري إلى أوروبا ترتفع في الشتاء."
    tree = load_packs()["gas-transfer"].tree
    read_as_persian = Document(
        article_id="a", language="fa", stretches=document(arabic, "ar").stretches
    )
    assert not holds(tree, read_as_persian, NOW)


def test_a_headline_nobody_could_name_is_tried_in_every_language() -> None:
    read = document("Russian gas transit via Azerbaijan", "en")
    unnamed = Document(article_id="a", language="und", stretches=read.stretches)
    assert holds(load_packs()["gas-transfer"].tree, unnamed, NOW)


def first_pack() -> str:
    return (files("dideban.packs") / "gas-transfer.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\nversion: ", "\nversion: v", "version"),
        ("\nversion: ", "\nversions: ", "versions"),
        ("name: gas-transfer", "name: [", "broken.yaml"),
        ('"انتقال گاز" OR', '"انتقال گاز" OR AND', "broken.yaml, fa"),
        ("'{firm} NEAR/10 ", "'{frim} NEAR/10 ", "broken.yaml, fa: .*{frim}; expected a group"),
    ],
)
def test_a_broken_pack_is_refused_with_its_file_and_place(old: str, new: str, message: str) -> None:
    with pytest.raises(PackError, match=message):
        pack_from_yaml(first_pack().replace(old, new, 1), "broken.yaml")
