import re

import pytest

from dideban.entities import knowledge
from dideban.entities.knowledge import LANGUAGES, names_of, things
from dideban.entities.tagger import tag
from dideban.text.analyser import tokens

ID = re.compile(r"iso3166:[A-Z]{2}|geonames:\d+|dideban:[a-z0-9]+(?:-[a-z0-9]+)*")
EVERY_NAME = [
    (thing.id, language, name.removeprefix("="))
    for thing in things().values()
    for language in LANGUAGES
    for name in thing.names[language]
]


def test_every_row_has_a_wellformed_id_and_says_where_it_comes_from() -> None:
    for thing in things().values():
        assert ID.fullmatch(thing.id), thing.id
        assert thing.source, thing.id
        assert thing.id.startswith("geonames:") == ("GeoNames" in thing.source), thing.id


def test_the_subject_of_the_first_article_is_known() -> None:
    wanted = {f"iso3166:{code}" for code in ("IR", "RU", "AZ", "TM", "TR", "IQ", "AM", "IN", "KZ")}
    slugs = "gazprom nigc socar botas rasht-astara-railway igat north-south-corridor"
    slugs += " dauletabad-field chabahar-port vladimir-putin"
    wanted |= {f"dideban:{slug}" for slug in slugs.split()}
    assert wanted <= set(things())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_finds_its_own_thing_and_no_other(language: str) -> None:
    lost = []
    for thing_id, name_language, name in EVERY_NAME:
        if name_language != language:
            continue
        found = tag(tokens(name, language), name, "title", language)
        if [entity.id for entity in found] != [thing_id]:
            lost.append((thing_id, name, [entity.id for entity in found]))
    assert lost == []


def test_all_names_of_a_thing_are_given_without_marks() -> None:
    names = names_of("dideban:socar")
    assert {"سوکار", "سوكار", "SOCAR", "ГНКАР"} <= set(names)
    assert not any("=" in name for name in names)
    assert names_of("dideban:nobody") == ()


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["dideban:x", "place", "a", "b", "c", "d", "e", "f"]], "malformed"),
        ([["dideban:x", "planet", "a", "b", "c", "d", "e", "f", "s"]], "malformed"),
        ([["dideban:x", "place", "a", "", "c", "d", "e", "f", "s"]], "missing"),
        ([["dideban:x", "place", "a", "b", "c", "d", "e", "f", "s"]] * 2, "twice"),
    ],
)
def test_a_faulty_table_is_refused(
    monkeypatch: pytest.MonkeyPatch, rows: list[list[str]], reason: str
) -> None:
    monkeypatch.setattr(knowledge, "TABLES", ("places.tsv",))
    monkeypatch.setattr(knowledge, "table", lambda _: iter(rows))
    with pytest.raises(knowledge.KnowledgeError, match=reason):
        knowledge.things.__wrapped__()
