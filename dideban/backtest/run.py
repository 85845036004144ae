"""Reads candidates and keeps what the queries find."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Final

from dideban.backtest.index_words import moment
from dideban.backtest.report import Change, Found, Report, reported
from dideban.entities.knowledge import names_of
from dideban.query.document import Document
from dideban.query.engine import Engine
from dideban.query.engine.presence import MOST_DOCUMENTS
from dideban.query.explain import reasons
from dideban.query.guards import counts_from_now
from dideban.query.parser import canonical
from dideban.query.reading import Reading
from dideban.query.tree import Node, Or, Query
from schemas.articles import Article

ASKED: Final = "asked"
EDITED: Final = "edited"
GAINED: Final = "gained"
LOST: Final = "lost"


@dataclass(slots=True)
class Part:
    """What has been found in some of the articles, by query; parts of one backtest add up.

    `drawn` are the articles of each sample with the lot that each drew, the lowest first.
    """

    read: int = 0
    found: dict[str, list[Found]] = field(default_factory=lambda: {ASKED: [], EDITED: []})
    drawn: dict[str, list[tuple[bytes, Article]]] = field(
        default_factory=lambda: {ASKED: [], GAINED: [], LOST: []}
    )

    def draw(self, kind: str, articles: Iterable[tuple[bytes, Article]], most: int) -> None:
        """Let articles with their lots into a sample of at most so many."""
        drawn = sorted((*self.drawn[kind], *articles), key=lambda pair: pair[0])
        self.drawn[kind] = drawn[:most]


class Backtest:
    """Takes articles in any order, each once, and tells what the query and its edit find."""

    def __init__(self, query: Query, edit: Query | None = None, *, sample: int = 20) -> None:
        self._queries = {ASKED: query} | ({EDITED: edit} if edit else {})
        self._engine = Engine()
        for name, asked in self._queries.items():
            self._engine.add(name, asked)
        self._together = MOST_DOCUMENTS
        if any(counts_from_now(asked.tree) for asked in self._queries.values()):
            self._together = 1
        self._sample = sample
        self._part = Part()

    @property
    def tree(self) -> Node:
        """What an article must satisfy to be of interest to the query or its edit."""
        trees = [asked.tree for asked in self._queries.values()]
        return trees[0] if len(trees) == 1 else Or(tuple(trees))

    def take(self, articles: Sequence[Article]) -> None:
        """Read the articles; a query's relative times count from when an article was seen."""
        for batch in batched(articles, self._together):
            documents = [Document.of(article, names_of) for article in batch]
            matching = self._engine.matching(documents, batch[0].raw.fetched_at)
            for article, names in zip(batch, matching, strict=True):
                self._note(article, set(names))
        self._part.read += len(articles)

    def hand_over(self) -> Part:
        """Return what has been found since this was last asked, and forget it."""
        part, self._part = self._part, Part()
        return part

    def add(self, part: Part) -> None:
        """Count what another of the same queries has found in other articles."""
        self._part.read += part.read
        for name, found in part.found.items():
            self._part.found[name] += found
        for kind, drawn in part.drawn.items():
            self._part.draw(kind, drawn, self._sample)

    def report(self, *, days: float, searched: int) -> Report:
        """Return what has been found so far, in an archive of `searched` articles of `days`."""
        edit = None
        if EDITED in self._queries:
            before, after = (
                {each.article_id for each in self._part.found[name]} for name in (ASKED, EDITED)
            )
            edit = Change(
                query=canonical(self._queries[EDITED]),
                matches=len(after),
                gained=len(after - before),
                lost=len(before - after),
                gained_sample=self._told(GAINED, EDITED),
                lost_sample=self._told(LOST, ASKED),
            )
        return reported(
            canonical(self._queries[ASKED]),
            self._part.found[ASKED],
            days=days,
            searched=searched,
            read=self._part.read,
            sample=self._told(ASKED, ASKED),
            edit=edit,
        )

    def _note(self, article: Article, names: set[str]) -> None:
        for name in names:
            self._part.found[name].append(_found(article))
        kinds = [ASKED] if ASKED in names else []
        if EDITED in self._queries and len(names) == 1:
            kinds.append(GAINED if EDITED in names else LOST)
        lot = hashlib.blake2b(article.raw.article_id.encode(), digest_size=8).digest()
        for kind in kinds:
            self._part.draw(kind, [(lot, article)], self._sample)

    def _told(self, kind: str, query: str) -> tuple[Found, ...]:
        """Return a sample with the reasons why the query finds each of it."""
        told = []
        for _, article in self._part.drawn[kind]:
            reading = Reading(Document.of(article, names_of), article.raw.fetched_at)
            clauses, highlights = reasons(self._queries[query].tree, reading)
            told.append(_found(article, clauses=clauses, highlights=highlights))
        return tuple(told)


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
