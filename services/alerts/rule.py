"""What the service does with one article."""

import hashlib
from datetime import datetime
from typing import Final

from dideban.query.document import Document
from dideban.query.engine import Hit
from schemas.articles import Article
from schemas.matches import Match, Receipt, ThinArticle
from schemas.topics import MATCHES, RECEIPTS
from services.alerts.index import Index
from services.runtime.outcomes import Emit, Out

SNIPPET_CHARS: Final = 280
"""About two lines on a desk; cut at a word."""


def matched(article: Article, *, index: Index, now: datetime) -> Emit:
    """Return a match for each subscription that wants the article, and its receipt last."""
    hits: list[Hit] = []
    if article.raw.lane == "live":
        hits = index.match(Document.of(article, index.names_of), now)
    matches = [_match(article, hit, index.revision(hit.subscription_id), now) for hit in hits]
    receipt = Receipt(
        article_id=article.raw.article_id,
        revision=article.raw.revision,
        matches=len(matches),
        checked_at=now,
    )
    outs = [Out(MATCHES, match.subscription_id, match) for match in matches]
    return Emit((*outs, Out(RECEIPTS, article.raw.article_id, receipt)))


def match_id(subscription_id: str, article_id: str, revision: str) -> str:
    """Return the id of a match: the same article and subscription always give the same one."""
    whole = f"{subscription_id}\0{article_id}\0{revision}"
    return "msg_" + hashlib.sha256(whole.encode()).hexdigest()[:32]


def _match(article: Article, hit: Hit, subscription_version: int, now: datetime) -> Match:
    raw = article.raw
    return Match(
        match_id=match_id(hit.subscription_id, raw.article_id, raw.revision),
        subscription_id=hit.subscription_id,
        subscription_version=subscription_version,
        article=ThinArticle(
            article_id=raw.article_id,
            revision=raw.revision,
            source=raw.source,
            url=raw.url,
            title=raw.title,
            snippet=snippet(raw.summary or raw.body, SNIPPET_CHARS),
            language=article.language.tag,
            published_at=raw.published_at,
        ),
        highlights=hit.highlights,
        clauses=hit.clauses,
        story=article.story,
        seen_at=raw.fetched_at,
        matched_at=now,
        entities=tuple(dict.fromkeys(each.id for each in article.entities if each.id)),
    )


def snippet(text: str, most: int) -> str:
    """Return the start of a text, at most `most` characters, cut between words."""
    flat = " ".join(text[: most * 4].split())
    if len(flat) <= most:
        return flat
    return flat[:most].rsplit(" ", 1)[0] + "\N{NO-BREAK SPACE}…"
