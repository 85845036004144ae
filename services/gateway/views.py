"""Alerts as the page shows them: cut into marked pieces, each in its own direction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dideban.messages import changes, marks
from dideban.messages.addresses import web_address
from dideban.messages.marks import Piece
from dideban.messages.reading_direction import direction
from dideban.messages.words import words_of as words_of_messages
from dideban.packs.titles import pack_title
from schemas.articles import StoryRef
from services.gateway.words import Words
from services.store.alerts_view import Alert

CLAUSES_SHOWN: Final = 2
"""The shortest ones, which say most in fewest words; the others wait behind a fold."""
WORDS_SHOWN: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """A clause that fired, and the title of its pack."""

    text: str
    pack: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """What the template of one alert needs; times are aware UTC."""

    number: int
    subscription_id: str
    subscription_name: str
    article_id: str
    language: str
    direction: str
    source: str
    url: str | None
    title: list[Piece]
    snippet: list[Piece]
    words: list[str]
    clauses: list[ClauseView]
    more_clauses: list[ClauseView]
    story: StoryRef
    changes: str
    published_at: datetime | None
    seen_at: datetime
    matched_at: datetime


def view(alert: Alert, words: Words) -> AlertView:
    """Return an alert as it is shown in the interface's language."""
    match = alert.match
    article = match.article
    found = marks.matched_words(match.highlights)
    clauses = [
        ClauseView(
            text=clause.text,
            pack=pack_title(clause.pack, words.ui) if clause.pack else None,
        )
        for clause in sorted(match.clauses, key=lambda clause: len(clause.text))
    ]
    return AlertView(
        number=alert.number,
        subscription_id=alert.subscription_id,
        subscription_name=alert.subscription_name,
        article_id=article.article_id,
        language=article.language,
        direction=direction(article.language),
        source=article.source,
        url=web_address(article.url) or None,
        title=marks.of_title(article.title, match.highlights),
        snippet=marks.of_snippet(article.snippet, found),
        words=found[:WORDS_SHOWN],
        clauses=clauses[:CLAUSES_SHOWN],
        more_clauses=clauses[CLAUSES_SHOWN:],
        story=match.story,
        changes=changes.told(match.story.changes, words_of_messages(words.ui)),
        published_at=article.published_at,
        seen_at=match.seen_at,
        matched_at=match.matched_at,
    )
