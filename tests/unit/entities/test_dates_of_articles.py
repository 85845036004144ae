from datetime import UTC, date, datetime
from typing import Any

import pytest

from dideban.entities.dates import MAX_DATES, dates_of
from dideban.text.normalizer import normalize
from schemas.articles import (
    Article,
    DateMention,
    Language,
    NormalizedArticle,
    RawArticle,
    StoryRef,
    TaggedArticle,
)
from schemas.codec import decode, encode
from services.entities.rule import tagged
from services.stories.place import _with_story

PUBLISHED = datetime(2025, 12, 17, 8, tzinfo=UTC)
FETCHED = datetime(2026, 3, 1, 8, tzinfo=UTC)


def article(title: str = "", summary: str = "", body: str = "", **other: Any) -> RawArticle:
    return RawArticle(
        article_id="a",
        revision="r",
        feed_id="f",
        source="s",
        title=title,
        summary=summary,
        body=body,
        fetched_at=FETCHED,
        **({"published_at": PUBLISHED, "published_quality": "given"} | other),
    )


def found(raw: RawArticle, language: str) -> tuple[DateMention, ...]:
    return dates_of(raw, normalize(raw.title, raw.summary, raw.body, language), language)


def test_dates_of_every_field_point_into_it() -> None:
    raw = article("نشست ۲۶ آذر", "  سهشنبه گذشته", "بند یکم\n\n   در ۱۴۰۴/۹/۲۶ و دیروز")
    dates = found(raw, "fa")
    assert [(each.field, each.surface, str(each.first)) for each in dates] == [
        ("title", "۲۶ آذر", "2025-12-17"),
        ("summary", "سهشنبه گذشته", "2025-12-16"),
        ("body", "۱۴۰۴/۹/۲۶", "2025-12-17"),
        ("body", "دیروز", "2025-12-16"),
    ]
    for each in dates:
        assert getattr(raw, each.field)[each.start : each.end] == each.surface


def test_a_date_does_not_reach_over_the_end_of_a_paragraph() -> None:
    assert found(article(body="в списке 17\nдекабря не было"), "ru") == ()


@pytest.mark.parametrize(
    ("published_at", "quality", "expected"),
    [
        (PUBLISHED, "given", date(2025, 12, 16)),
        (PUBLISHED, "ancient", date(2025, 12, 16)),
        (datetime(2031, 1, 1, tzinfo=UTC), "future", date(2026, 2, 28)),
        (None, "missing", date(2026, 2, 28)),
    ],
)
def test_today_is_when_it_was_published_or_else_fetched(
    published_at: datetime | None, quality: str, expected: date
) -> None:
    raw = article(body="yesterday", published_at=published_at, published_quality=quality)
    assert [each.first for each in found(raw, "en")] == [expected]


def test_a_page_of_dates_does_not_swell_the_record() -> None:
    assert len(found(article(body="2025-12-17\n" * (MAX_DATES + 5)), "en")) == MAX_DATES


def test_the_stages_write_the_dates_and_the_records_keep_them() -> None:
    raw = article(title="Встреча 17 декабря", body="вчера")
    normal = NormalizedArticle(
        raw=raw, language=Language(tag="ru"), text=normalize(raw.title, "", raw.body, "ru")
    )
    (out,) = tagged(normal, unknown_names=False).outs
    done = decode(TaggedArticle, encode(out.record))
    assert done == out.record
    assert [(each.surface, each.relative) for each in done.dates] == [
        ("17 декабря", False),
        ("вчера", True),
    ]
    finished = _with_story(done, StoryRef(story_id="s", role="first"))
    assert decode(Article, encode(finished)).dates == done.dates
