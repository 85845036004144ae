"""Whatever the query and the article, the explanation agrees with matching and quotes rightly."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from dideban.query.answers import Answer, explained
from dideban.query.document import Document, document_from_text
from dideban.query.oracle import holds
from dideban.query.tree import And, Node, Query
from tests.unit.query_strategies import texts, trees

NOW = datetime(2025, 12, 17, 12, tzinfo=UTC)


def article(title: str, body: str, language: str) -> Document:
    return document_from_text(article_id="a", title=title, text=body, language=language)


def every(answers: tuple[Answer, ...]) -> list[Answer]:
    return [found for each in answers for found in (each, *every(each.parts))]


@settings(max_examples=400, deadline=None)
@given(trees, texts, texts, st.sampled_from(("en", "tr")))
def test_it_agrees_with_matching_and_its_words_stand_where_it_says(
    tree: Node, title: str, body: str, language: str
) -> None:
    document = article(title, body, language)
    originals = {"title": title, "body": body}
    told = explained(Query("", tree), document, originals, NOW)
    clauses = tree.children if isinstance(tree, And) else (tree,)
    assert told.match == holds(tree, document, NOW)
    assert [each.met for each in told.clauses] == [holds(each, document, NOW) for each in clauses]
    for answer in every(told.clauses):
        assert answer.sentence.startswith("«") or answer.sentence[0].isupper()
        assert answer.sentence.endswith(".")
        assert bool(answer.words) == bool(answer.quotes)
        assert all(originals[w.field][w.start : w.end] == w.text != "" for w in answer.words)
