"""Other rules are compared with the live ones on what both know."""

from datetime import timedelta

from dideban.backtest.shadow import differences, read_again
from dideban.packs.loader import pack_names
from dideban.query.document import Document
from dideban.query.engine import Engine
from dideban.query.parser import parse
from schemas.articles import Article
from schemas.matches import Match, ThinArticle
from tests.archived import SEEN, article

TEXT = "Gas transit through Turkey has resumed after a strike."
LONG_AGO = SEEN - timedelta(days=1)


def engine(**queries: str) -> Engine:
    made = Engine()
    for name, query in queries.items():
        made.add(name, parse(query, names=pack_names()))
    return made


def live(news: Article, *names: str) -> dict[str, Match]:
    thin = ThinArticle(article_id=news.raw.article_id, revision="r1", source="s")
    return {
        name: Match(
            match_id=name,
            subscription_id=name,
            subscription_version=1,
            article=thin,
            story=news.story,
            seen_at=SEEN,
            matched_at=SEEN,
        )
        for name in names
    }


def told(news: Article, made: Engine, *matched: str, late: str = "") -> list[tuple[str, str]]:
    since = dict.fromkeys(("a", "b", "c", "d"), LONG_AGO)
    if late:
        since[late] = SEEN + timedelta(seconds=1)
    found = differences(made, news, live(news, *matched), since)
    return [(each.kind, each.subscription_id) for each in found]


NEWS = article("n", TEXT)
QUERIES = {"a": "gas", "b": "strike", "c": "football", "d": "turkey"}


def test_the_same_rules_differ_in_nothing() -> None:
    made = engine(**QUERIES)
    document = Document.of(NEWS)
    matched = [hit.subscription_id for hit in made.match(document, SEEN)]
    assert told(NEWS, made, *matched) == []


def test_what_one_side_alone_matches_is_added_or_dropped() -> None:
    assert told(NEWS, engine(**QUERIES), "a", "c") == [
        ("added", "b"),
        ("added", "d"),
        ("dropped", "c"),
    ]


def test_an_added_match_says_why() -> None:
    (found,) = differences(engine(b="strike"), NEWS, {}, {"b": LONG_AGO})
    assert [mark.text for mark in found.highlights] == ["strike"]
    assert [clause.text for clause in found.clauses] == ["strike"]


def test_a_subscription_changed_since_is_not_compared() -> None:
    assert told(NEWS, engine(**QUERIES), "a", "d", late="b") == []
    assert told(NEWS, engine(**QUERIES), "a", "b", "c", "d", late="c") == []


def test_an_article_is_read_again_as_the_rules_of_this_code_read_it() -> None:
    news = article("fa", "انتقال گاز ایران به ترکیه از سر گرفته می شود.")
    again = read_again(news)
    assert again.raw == news.raw
    assert again.language == news.language
    assert again.text == news.text
