"""Subscriptions come and go, and the very next document sees it."""

from datetime import UTC, datetime

import pytest

from dideban.packs.loader import pack_names
from dideban.query.document import Document, document_from_text
from dideban.query.engine import Engine, prefixes
from dideban.query.engine.atoms import Atoms
from dideban.query.engine.forms import form_of
from dideban.query.engine.leaves import Leaves
from dideban.query.engine.plans import MOST_PLANS, Planner
from dideban.query.explain import MAX_HIGHLIGHTS
from dideban.query.names import Names
from dideban.query.parser import parse
from dideban.query.reading import Reading
from dideban.query.tree import And, Not, Query, Topic
from dideban.text.normalizer import normalize
from schemas.articles import (
    Article,
    Entity,
    Language,
    RawArticle,
    StoryRef,
)

NOW = datetime(2025, 12, 17, 12, tzinfo=UTC)


def query(text: str, names: Names | None = None) -> Query:
    return parse(text, names=names or Names())


def english(text: str, title: str = "") -> Document:
    return document_from_text(article_id="a", title=title, text=text, language="en")


GAS = english("The ministers of both countries spoke about gas transit at great length.")
OIL = english("The ministers of both countries spoke about oil prices at great length.")


def matched(engine: Engine, document: Document) -> list[str]:
    return [hit.subscription_id for hit in engine.match(document, NOW)]


def test_an_empty_engine_matches_nothing() -> None:
    assert Engine().match(GAS, NOW) == []


def test_a_new_subscription_is_seen_by_the_next_document() -> None:
    engine = Engine()
    engine.add("first", query("gas"))
    assert matched(engine, GAS) == ["first"]
    engine.add("second", query("transit"))
    assert matched(engine, GAS) == ["first", "second"]


def test_an_index_prepared_beforehand_finds_the_same() -> None:
    engine = Engine()
    engine.add("before", query("gas"))
    engine.prepare("en-GB")
    engine.add("after", query("transit"))
    assert matched(engine, GAS) == ["after", "before"]


def test_a_changed_subscription_asks_only_its_new_query() -> None:
    engine = Engine()
    engine.add("s", query("gas"))
    assert matched(engine, GAS) == ["s"]
    engine.add("s", query("oil"))
    assert matched(engine, GAS) == []
    assert matched(engine, OIL) == ["s"]
    assert len(engine) == 1


def test_a_removed_subscription_is_silent_and_removing_it_again_is_no_error() -> None:
    engine = Engine()
    engine.add("s", query("gas"))
    engine.add("t", query("gas"))
    engine.remove("s")
    engine.remove("s")
    assert matched(engine, GAS) == ["t"]
    assert len(engine) == 1


def test_saved_queries_of_one_name_and_two_owners_stay_apart() -> None:
    engine = Engine()
    engine.add("hers", query("@mine", Names(saved={"mine": "gas"})))
    engine.add("his", query("@mine", Names(saved={"mine": "oil"})))
    assert matched(engine, GAS) == ["hers"]
    assert matched(engine, OIL) == ["his"]


def test_a_pack_in_a_new_version_does_not_disturb_the_old_one() -> None:
    engine = Engine()
    engine.add("old", query("topic:p", Names(packs={"p": query("gas").tree})))
    engine.add("new", query("topic:p", Names(packs={"p": query("oil").tree})))
    assert matched(engine, GAS) == ["old"]
    assert matched(engine, OIL) == ["new"]


def test_only_queries_that_share_a_needed_word_are_evaluated() -> None:
    engine = Engine()
    for i in range(2000):
        engine.add(f"s{i}", query(f"subject{i} AND (gas OR matter{i})"))
    asked: list[object] = []
    holds = Reading.holds
    try:
        Reading.holds = lambda self, node: (asked.append(node), holds(self, node))[1]  # type: ignore[method-assign]
        assert matched(
            engine, english("We spoke about gas and subject7 for a very long time.")
        ) == ["s7"]
    finally:
        Reading.holds = holds  # type: ignore[method-assign]
    assert 0 < len(asked) < 20


def test_an_article_of_the_pipe_carries_everything_a_query_can_ask() -> None:
    title, summary, body = "Gas talks in Baku", "A short lead.", "The body tells of pipelines."
    article = Article(
        raw=RawArticle(
            article_id="a1",
            revision="r1",
            feed_id="f",
            source="IRNA English",
            url="https://en.irna.ir/news/1",
            title=title,
            summary=summary,
            body=body,
            authors=("Sara Karimi",),
            published_at=datetime(2025, 12, 17, 11, tzinfo=UTC),
            fetched_at=NOW,
        ),
        language=Language(tag="en", script="Latn", confidence=1.0),
        text=normalize(title, summary, body, "en"),
        entities=(
            Entity(
                kind="place", surface="Baku", field="title", start=13, end=17, id="geonames:587084"
            ),
            Entity(kind="place", surface="Iran", field="body", start=0, end=3, id="iso3166:IR"),
            Entity(kind="organisation", surface="Gazprom", field="body", start=0, end=3, id=None),
        ),
        story=StoryRef(story_id="s", role="first", sources=3),
    )
    document = Document.of(article, lambda entity: ["باکو", "Баку"] if "geonames" in entity else [])
    engine = Engine()
    yes = [
        "title:gas",
        "lead:short",
        "body:pipelines -body:lead",
        "source:irna site:irna.ir author:karimi",
        'author:"sara karimi"',
        "country:IR",
        "entity:geonames:587084",
        "entity:Баку",
        "entity:باكو",
        "entity:gazprom",
        "story.sources>=3 gas",
        "gas published:[-2h TO now]",
    ]
    no = ["lead:pipelines", "entity:iso3166:RU", "country:AZ", "story.sources>3 gas", "lang:fa gas"]
    for text in yes + no:
        engine.add(text, query(text))
    assert matched(engine, document) == sorted(yes)


def test_ten_thousand_equal_words_are_read_in_reasonable_time() -> None:
    engine = Engine()
    engine.add("s", query("gas NEAR/100 gas ONEAR/100 coal"))
    engine.add("t", query("atleast1000:gas"))
    engine.add("u", query("gas SAME gas SAME gas"))
    hits = engine.match(english("gas " * 10_000), NOW)
    assert [hit.subscription_id for hit in hits] == ["t", "u"]
    assert {len(hit.highlights) for hit in hits} == {MAX_HIGHLIGHTS}


def test_a_query_of_many_alternatives_has_few_plans() -> None:
    pairs = (f"((a{n} AND b{n}) OR (c{n} AND d{n}))" for n in range(40))
    atoms = Atoms()
    leaves = Leaves(atoms)
    form = form_of(query(" AND ".join(pairs)).tree, leaves)
    assert 1 < len(Planner(leaves, atoms).plans_of(form)) <= MOST_PLANS


def test_prefixes_are_found_in_every_document_however_few_words_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(prefixes, "_REMEMBERED", 15)
    engine = Engine()
    engine.add("s", query("minist*"))
    for more in ("on coal, iron, copper, zinc and tin", "", "on wheat, barley, maize and rye"):
        assert matched(engine, english(f"The ministers spoke {more} again")) == ["s"]


def test_a_query_may_be_removed_between_two_documents_of_a_batch() -> None:
    engine = Engine()
    engine.add("s", query("gas"))
    found = engine.matching([GAS, GAS], NOW)
    assert next(found) == ["s"]
    engine.remove("s")
    assert next(found) == ["s"]
    assert list(engine.matching([GAS], NOW)) == [[]]


def test_two_versions_of_a_pack_in_one_query_are_two_things() -> None:
    old, new = (Topic("p", tree=query(text).tree) for text in ("oil", "transit"))
    engine = Engine()
    engine.add("s", Query("", And((Not(old), Not(new), query("ministers").tree))))
    assert matched(engine, GAS) == []
    assert matched(engine, OIL) == []
    assert matched(engine, english("The ministers spoke at great length.")) == ["s"]


@pytest.mark.parametrize("place", [0, 7, 15, 30, 31, 32, 39])
@pytest.mark.parametrize(
    "query",
    [
        "gas",
        "gas NEAR/3 transit",
        "tran*",
        "source:wire",
        "country:IR",
        "title:gas",
        "topic:gas-transfer",
        "atleast2:(gas)",
        "NOT football AND gas",
    ],
)
def test_each_place_in_a_batch_is_matched_alike(place: int, query: str) -> None:
    def read(number: int) -> Document:
        wanted = number == place
        return document_from_text(
            article_id=str(number),
            title="Gas" if wanted else "Sport",
            text="Gas transit via Iran resumed; gas flows." if wanted else "Football in Ankara.",
            language="en",
            source="The Wire" if wanted else "Radio",
            entities=True,
        )

    engine = Engine()
    engine.add("s", parse(query, names=pack_names()))
    found = [bool(names) for names in engine.matching([read(n) for n in range(40)], NOW)]
    assert found == [number == place for number in range(40)]
