"""An article in several languages is read paragraph by paragraph, each in its own."""

from datetime import UTC, datetime

import pytest

from dideban.languages.backends import backend
from dideban.query.document import Document
from dideban.query.engine import Engine
from dideban.query.names import Names
from dideban.query.oracle import holds
from dideban.query.parser import parse
from schemas.articles import Article, RawArticle, StoryRef, TaggedArticle
from services.entities.rule import tagged
from services.langid.rule import identified
from services.normalize.rule import normalized

NOW = datetime(2025, 12, 17, 12, tzinfo=UTC)
PERSIAN = (
    "وزیر نفت ایران روز سهشنبه گفت که انتقال گاز از مسیر آستارا آغاز میشود و شرکتهای منطقهای "
    "در ساخت خط لوله شریک خواهند بود. او افزود که گفتگوها با همسایگان شمالی ادامه دارد."
)
RUSSIAN = (
    "Стороны обсудили поставки двух миллиардов кубометров российского газа через территорию "
    "Азербайджана. Вчера в Баку подписали соглашение о строительстве газопровода."
)


@pytest.fixture(scope="module")
def article() -> Article:
    raw = RawArticle(
        article_id="mixed",
        revision="r",
        feed_id="f",
        source="Example Wire",
        title="مذاکرات گازی در باکو ادامه دارد",
        body=f"{PERSIAN}\n\n{RUSSIAN}",
        published_at=NOW,
        published_quality="given",
        fetched_at=NOW,
    )
    (first,) = identified(raw, backend=backend("py3langid")).outs
    (second,) = normalized(first.record).outs
    (third,) = tagged(second.record, unknown_names=False).outs
    done: TaggedArticle = third.record
    return Article(
        raw=raw,
        language=done.language,
        text=done.text,
        entities=done.entities,
        quantities=done.quantities,
        dates=done.dates,
        story=StoryRef(story_id="s", role="first"),
    )


def test_the_stage_names_its_parts(article: Article) -> None:
    assert [(part.field, part.tag) for part in article.language.parts] == [
        ("title", "fa"),
        ("body", "fa"),
        ("body", "ru"),
    ]


def test_each_paragraph_is_normalised_as_its_own_readers_read_it(article: Article) -> None:
    _, persian, russian = article.text.passages
    assert "می‌شود" in persian.display.text
    assert russian.display.text == RUSSIAN
    assert russian.match.text.startswith("стороны обсудили")
    spoken = [passage.language or article.language.tag for passage in (persian, russian)]
    assert spoken == ["fa", "ru"]


def test_things_amounts_and_dates_are_found_in_every_paragraph(article: Article) -> None:
    assert {"iso3166:IR", "iso3166:AZ"} <= {entity.id for entity in article.entities}
    assert [(amount.value, amount.unit) for amount in article.quantities] == [(2e9, "m3")]
    assert "Вчера" in {date.surface for date in article.dates}


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("«انتقال گاز»", True),
        ("газопровод", True),
        ("газопровод AND «خط لوله»", True),
        ("поставка NEAR/6 газ", True),
        ("lang:ru газ", True),
        ("lang:fa گاز", True),
        ("lang:en gas", False),
        ("газопровод NOT گاز", False),
    ],
)
def test_a_query_in_any_of_its_languages_finds_it(
    article: Article, query: str, *, answer: bool
) -> None:
    document, parsed, engine = Document.of(article), parse(query, names=Names()), Engine()
    engine.add("s", parsed)
    assert bool(engine.match(document, NOW)) is answer
    assert holds(parsed.tree, document, NOW) is answer


def test_a_match_points_into_the_original_of_its_paragraph(article: Article) -> None:
    engine = Engine()
    engine.add("s", parse("газопровод AND منطقه", names=Names()))
    (hit,) = engine.match(Document.of(article), NOW)
    words = {article.raw.body[h.start : h.end] for h in hit.highlights}
    assert words == {"газопровода", "منطقهای"}
