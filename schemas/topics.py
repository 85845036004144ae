"""The Kafka topics as data: name, key, record, partitions and clean-up."""

from dataclasses import dataclass
from typing import Any, Final

from schemas.articles import (
    Article,
    IdentifiedArticle,
    NormalizedArticle,
    RawArticle,
    TaggedArticle,
)
from schemas.matches import Match, Receipt
from schemas.subscriptions import Subscription

DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic: `retention_seconds` is null where only the newest value of a key is kept."""

    name: str
    key: str
    record: type[Any] | None
    partitions: int
    retention_seconds: int | None

    @property
    def compacted(self) -> bool:
        """Whether the broker keeps the newest value of each key for ever."""
        return self.retention_seconds is None


RAW: Final = Topic(
    name="dideban.raw-articles.v1",
    key="article_id",
    record=RawArticle,
    partitions=12,
    retention_seconds=7 * DAY_SECONDS,
)
IDENTIFIED: Final = Topic(
    name="dideban.identified-articles.v1",
    key="article_id",
    record=IdentifiedArticle,
    partitions=12,
    retention_seconds=3 * DAY_SECONDS,
)
NORMALIZED: Final = Topic(
    name="dideban.normalized-articles.v1",
    key="article_id",
    record=NormalizedArticle,
    partitions=12,
    retention_seconds=3 * DAY_SECONDS,
)
TAGGED: Final = Topic(
    name="dideban.tagged-articles.v1",
    key="article_id",
    record=TaggedArticle,
    partitions=12,
    retention_seconds=3 * DAY_SECONDS,
)
ARTICLES: Final = Topic(
    name="dideban.articles.v1",
    key="article_id",
    record=Article,
    partitions=12,
    retention_seconds=14 * DAY_SECONDS,
)
MATCHES: Final = Topic(
    name="dideban.matches.v1",
    key="subscription_id",
    record=Match,
    partitions=12,
    retention_seconds=14 * DAY_SECONDS,
)
RECEIPTS: Final = Topic(
    name="dideban.receipts.v1",
    key="article_id",
    record=Receipt,
    partitions=12,
    retention_seconds=3 * DAY_SECONDS,
)
SUBSCRIPTIONS: Final = Topic(
    name="dideban.subscriptions.v1",
    key="subscription_id",
    record=Subscription,
    partitions=1,
    retention_seconds=None,
)

READERS: Final[dict[str, tuple[Topic, ...]]] = {
    "langid": (RAW,),
    "normalize": (IDENTIFIED,),
    "entities": (NORMALIZED,),
    "stories": (TAGGED,),
    "alerts": (ARTICLES,),
    "delivery": (MATCHES,),
    "archive": (ARTICLES, RECEIPTS),
}
"""What each consuming service reads with its group; its group is `dideban.<service>`."""


def group(service: str) -> str:
    """Return the consumer group of a service."""
    return f"dideban.{service}"


def dead_letters(service: str) -> Topic:
    """Return the topic that keeps what `service` could not handle, bytes as they came."""
    return Topic(
        name=f"dideban.{service}.dead-letters.v1",
        key="as it came",
        record=None,
        partitions=3,
        retention_seconds=30 * DAY_SECONDS,
    )


PIPELINE: Final = (RAW, IDENTIFIED, NORMALIZED, TAGGED, ARTICLES, MATCHES, RECEIPTS, SUBSCRIPTIONS)


def every_topic() -> tuple[Topic, ...]:
    """Return all topics, the dead letters of each consuming service last."""
    return (*PIPELINE, *(dead_letters(service) for service in READERS))
