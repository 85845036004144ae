"""What is counted, drawn and compared."""

from datetime import timedelta

from dideban.backtest.report import Report
from dideban.backtest.run import Backtest
from dideban.packs.loader import pack_names
from dideban.query.parser import parse
from schemas.articles import Article
from tests.archived import SEEN, article

HOUR = timedelta(hours=1)


def report(
    articles: list[Article], query: str, edit: str | None = None, *, sample: int = 20
) -> Report:
    asked = parse(query, names=pack_names())
    edited = parse(edit, names=pack_names()) if edit else None
    test = Backtest(asked, edited, sample=sample)
    test.take(articles)
    return test.report(days=10, searched=len(articles))


NEWS = [
    article("fa1", "انتقال گاز ایران به ترکیه از سر گرفته شد.", source="ایرنا", story_id="s1"),
    article("ru1", "Транзит газа через Турцию возобновлён.", source="ТАСС", story_id="s1"),
    article("en1", "Gas transit through Turkey has resumed.", source="Reuters", story_id="s1"),
    article("en2", "Gas prices fall in Turkey.", source="Reuters", story_id="s2"),
    article("en3", "Football in Ankara.", source="Reuters", story_id="s3"),
]


def test_matches_are_counted_before_and_after_grouping_by_language_and_source() -> None:
    found = report(NEWS, "gas OR газ OR گاز")
    assert (found.matches, found.stories, found.read) == (4, 2, 5)
    assert (found.alerts_a_day, found.stories_a_day) == (0.4, 0.2)
    assert found.languages == {"en": 2, "fa": 1, "ru": 1}
    assert found.sources["Reuters"] == 2
    assert found.dates == {"2025-12-17": 4}


def test_a_sample_says_why_each_of_it_matches() -> None:
    (found,) = report(NEWS, "football").sample
    assert [mark.text for mark in found.highlights] == ["Football"]
    assert [clause.text for clause in found.clauses] == ["football"]


def test_a_sample_is_the_same_however_the_articles_come() -> None:
    articles = [article(f"a{number}", "gas") for number in range(50)]
    drawn = [each.article_id for each in report(articles, "gas", sample=5).sample]
    again = [each.article_id for each in report(articles[::-1], "gas", sample=5).sample]
    assert len(drawn) == 5
    assert drawn == again
    assert drawn != [f"a{number}" for number in range(5)]


def test_no_sample_is_drawn_where_none_is_wanted() -> None:
    assert report(NEWS, "gas", sample=0).sample == ()


def test_an_edit_says_what_is_gained_and_what_is_lost() -> None:
    edit = report(NEWS, "gas", "transit OR ترانزیت OR транзит").edit
    assert edit is not None
    assert (edit.matches, edit.gained, edit.lost) == (2, 1, 1)
    assert [each.article_id for each in edit.gained_sample] == ["ru1"]
    assert [each.article_id for each in edit.lost_sample] == ["en2"]
    assert edit.gained_sample[0].clauses


def test_relative_times_count_from_when_each_article_was_seen() -> None:
    articles = [
        article("new", "gas", published_at=SEEN - HOUR),
        article("old", "gas", published_at=SEEN - 30 * HOUR),
        article("then", "gas", fetched_at=SEEN - 30 * HOUR, published_at=SEEN - 31 * HOUR),
    ]
    found = report(articles, "gas published:[-6h TO now]")
    assert {each.article_id for each in found.sample} == {"new", "then"}
