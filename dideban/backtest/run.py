"""Reads candidates and keeps what the queries find."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Final

from dideban.backtest.index_words import moment
from dideban.backtest.report import Change, Found, Report, reported
from dideban.entities.knowledge import names_of
from dideban.query.document import Document
from dideban.query.engine import Engine
from dideban.query.engine.presence import MOST_DOCUMENTS
from dideban.query.explain import reasons
from dideban.query.parser import canonical
from dideban.query.reading import Reading
from dideban.query.tree import And, Node, Not, Or, Published, Query, Saved, Topic
from schemas.articles import Article

ASKED: Final = "asked"
EDITED: Final = "edited"


class Backtest:
    """Takes articles in any order, each once, and tells what the query and its edit find."""

    def __init__(self, query: Query, edit: Query | None = None, *, sample: int = 20) -> None:
        self._queries = {ASKED: query} | ({EDITED: edit} if edit else {})
        self._engine = Engine()
        for name, asked in self._queries.items():
            self._engine.add(name, asked)
        self._together = MOST_DOCUMENTS
        if any(_counts_from_now(asked.tree) for asked in self._queries.values()):
            self._together = 1
        self._size = sample
        self._found: dict[str, list[Found]] = {ASKED: [], EDITED: []}
        self._samples = {name: _Sample(sample) for name in ("asked", "gained", "lost")}
        self._read = 0

    @property
    def tree(self) -> Node:
        """What an article must satisfy to be of interest to the query or its edit."""
        trees = [asked.tree for asked in self._queries.values()]
        return trees[0] if len(trees) == 1 else Or(tuple(trees))

    def take(self, articles: Sequence[Article]) -> None:
        """Read the articles; a query's relative times count from when an article was seen."""
        for batch in batched(articles, self._together):
            documents = [Document.of(article, names_of) for article in batch]
            now = batch[0].raw.fetched_at
            matching = self._engine.matching(documents, now)
            for article, document, names in zip(batch, documents, matching, strict=True):
                self._note(article, document, set(names))
        self._read += len(articles)

    def report(self, *, days: float, searched: int) -> Report:
        """Return what has been found so far, in an archive of `searched` articles of `days`."""
        edit = None
        if EDITED in self._queries:
            before, after = (
                {each.article_id for each in self._found[name]} for name in (ASKED, EDITED)
            )
            edit = Change(
                query=canonical(self._queries[EDITED]),
                matches=len(after),
                gained=len(after - before),
                lost=len(before - after),
                gained_sample=self._told("gained", EDITED),
                lost_sample=self._told("lost", ASKED),
            )
        return reported(
            canonical(self._queries[ASKED]),
            self._found[ASKED],
            days=days,
            searched=searched,
            read=self._read,
            sample=self._told("asked", ASKED),
            edit=edit,
        )

    def _note(self, article: Article, document: Document, names: set[str]) -> None:
        if not names:
            return
        found = _found(article)
        for name in names:
            self._found[name].append(found)
        if ASKED in names:
            self._samples["asked"].offer(article, document)
        if EDITED in self._queries and len(names) == 1:
            kind = "gained" if EDITED in names else "lost"
            self._samples[kind].offer(article, document)

    def _told(self, kind: str, query: str) -> tuple[Found, ...]:
        """Return a sample with the reasons why the query finds each of it."""
        tree = self._queries[query].tree
        told = []
        for article, document in self._samples[kind].chosen():
            reading = Reading(document, article.raw.fetched_at)
            clauses, highlights = reasons(tree, reading)
            told.append(_found(article, clauses=clauses, highlights=highlights))
        return tuple(told)


class _Sample:
    """So many of what is offered, as if drawn by lot; the same ones every time."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: list[tuple[bytes, tuple[Article, Document]]] = []

    def offer(self, article: Article, document: Document) -> None:
        lot = hashlib.blake2b(document.article_id.encode(), digest_size=8).digest()
        if len(self._kept) < self._size or (self._kept and lot < self._kept[-1][0]):
            self._kept.append((lot, (article, document)))
            self._kept.sort(key=lambda each: each[0])
            del self._kept[self._size :]

    def chosen(self) -> Iterator[tuple[Article, Document]]:
        yield from (each for _, each in self._kept)


def _found(article: Article, **why: object) -> Found:
    raw = article.raw
    return Found(
        article_id=raw.article_id,
        story_id=article.story.story_id,
        at=moment(article),
        language=article.language.tag,
        source=raw.source,
        title=raw.title,
        url=raw.url,
        **why,  # type: ignore[arg-type]
    )


def _counts_from_now(node: Node) -> bool:
    match node:
        case Published(start, end):
            return any(bound is not None and bound.at is None for bound in (start, end))
        case Not(child):
            return _counts_from_now(child)
        case And(children) | Or(children):
            return any(map(_counts_from_now, children))
        case Topic(tree=tree) | Saved(tree=tree):
            return tree is not None and _counts_from_now(tree)
        case _:
            return False
