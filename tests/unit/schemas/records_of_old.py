"""One example of every record, in the six languages, as the first release wrote them."""

from datetime import UTC, datetime
from typing import Any

from schemas.articles import (
    Article,
    Entity,
    IdentifiedArticle,
    Language,
    LanguageGuess,
    MappedText,
    NormalizedArticle,
    NormalizedText,
    Passage,
    Quantity,
    RawArticle,
    StoryRef,
    TaggedArticle,
)
from schemas.matches import Clause, Highlight, Match, Receipt, ThinArticle
from schemas.subscriptions import SnapshotMarker, Subscription

SEEN = datetime(2025, 12, 17, 8, 11, 7, 250_000, tzinfo=UTC)
PUBLISHED = datetime(2025, 12, 17, 4, 10, tzinfo=UTC)

RAW = RawArticle(
    article_id="a1",
    revision="r1",
    feed_id="f1",
    source="خبرگزاری نمونه",
    url="https://example.org/1",
    title="انتقال گاز از مسیر آستارا",
    summary="Şimal–Cənub dəhlizi",
    body="Транзит газа вырос.\nتصدير الغاز",
    authors=("کاوه",),
    language_hint="fa",
    published_at=PUBLISHED,
    published_quality="given",
    fetched_at=SEEN,
    text_source="page",
)
LANGUAGE = Language(
    tag="fa",
    script="Arab",
    confidence=0.99,
    runners_up=(LanguageGuess(tag="ar", confidence=0.01),),
)
TEXT = NormalizedText(
    passages=(
        Passage(
            field="title",
            start=0,
            end=25,
            display=MappedText(text="انتقال گاز از مسیر آستارا", map=((0, 0),)),
            match=MappedText(text="انتقال گاز از مسیر استارا", map=((0, 0), (25, 25))),
        ),
    )
)
ENTITIES = (
    Entity(
        kind="place",
        surface="آستارا",
        field="title",
        start=19,
        end=25,
        id="dideban:astara",
        confidence=0.9,
    ),
)
QUANTITIES = (
    Quantity(
        kind="volume",
        value=2e9,
        unit="m3",
        surface="۲ میلیارد متر مکعب",
        field="body",
        start=0,
        end=18,
    ),
)
STORY = StoryRef(story_id="s1", role="first", changes=("number",), sources=2, copies=1)
WHOLE: dict[str, Any] = {
    "raw": RAW,
    "language": LANGUAGE,
    "text": TEXT,
    "entities": ENTITIES,
    "quantities": QUANTITIES,
}

RECORDS: tuple[Any, ...] = (
    RAW,
    IdentifiedArticle(raw=RAW, language=LANGUAGE),
    NormalizedArticle(raw=RAW, language=LANGUAGE, text=TEXT),
    TaggedArticle(**WHOLE),
    Article(**WHOLE, story=STORY),
    Match(
        match_id="msg_1",
        subscription_id="sub_1",
        subscription_version=3,
        article=ThinArticle(
            article_id="a1",
            revision="r1",
            source="Örnek Ajansı",
            url="https://example.org/1",
            title="Gaz akışı başladı",
            snippet="İran üzerinden…",
            language="tr",
            published_at=PUBLISHED,
        ),
        highlights=(Highlight(field="title", start=0, end=3, text="Gaz"),),
        clauses=(Clause(text="gaz NEAR/8 akış", pack="gas-transfer"),),
        story=STORY,
        seen_at=SEEN,
        matched_at=SEEN,
    ),
    Receipt(article_id="a1", revision="r1", matches=2, checked_at=SEEN),
    Subscription(
        subscription_id="sub_1",
        revision=3,
        owner="desk",
        name="گاز",
        query="topic:gas-transfer",
        enabled=True,
    ),
    SnapshotMarker(taken_at=SEEN, subscriptions=12),
)
