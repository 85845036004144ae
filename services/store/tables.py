"""Every table of the store.

Times are aware UTC (`Moment`); text columns hold no NUL, which PostgreSQL cannot keep.
"""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
)

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
BigId: Final = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware UTC time; SQLite, which has no zones, keeps it as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Return the time in UTC; raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401
        """Return the time as aware UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if dialect.name == "sqlite" else moment.astimezone(UTC)


settings = Table(
    "settings",
    METADATA,
    Column("name", String(100), primary_key=True),
    Column("value", Text, nullable=False),
)

sources = Table(
    "sources",
    METADATA,
    Column("source_id", String(64), primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("language", String(35)),
    Column("time_zone", String(64)),
    Column("enabled", Boolean, nullable=False, default=True),
    Column("added_at", Moment, nullable=False),
    Column("next_poll_at", Moment, nullable=False),
    Column("poll_seconds", Integer, nullable=False),
    Column("last_poll_at", Moment),
    Column("last_success_at", Moment),
    Column("last_item_at", Moment),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("failures", Integer, nullable=False, default=0),
    Column("last_error", Text),
    Column("state", String(16), nullable=False, default="ok"),
    Column("body_hash", String(64)),
)
Index(None, sources.c.enabled, sources.c.next_poll_at)

outbox = Table(
    "article_outbox",
    METADATA,
    Column("article_id", String(64), primary_key=True),
    Column("revision", String(64), primary_key=True),
    Column("record", LargeBinary, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("archived_at", Moment),
    Column("matches", Integer),
    Column("done", Boolean, nullable=False, default=False),
)
Index(None, outbox.c.done, outbox.c.written_at)
UNSENT: Final = and_(outbox.c.sent_at.is_(None), ~outbox.c.done)
Index(
    "ix_article_outbox_unsent",
    outbox.c.written_at,
    sqlite_where=UNSENT,
    postgresql_where=UNSENT,
)

articles = Table(
    "articles",
    METADATA,
    Column("article_id", String(64), primary_key=True),
    Column("revision", String(64), nullable=False),
    Column("feed_id", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("story_id", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("published_at", Moment),
    Column("fetched_at", Moment, nullable=False),
    Column("archived_at", Moment, nullable=False),
    Column("match_text", Text, nullable=False),
    Column("path", JSON, nullable=False),
    Column("record", LargeBinary, nullable=False),
)
Index(None, articles.c.fetched_at)
Index(None, articles.c.url)

article_index = Table(
    "article_index",
    METADATA,
    Column("number", BigId, primary_key=True, autoincrement=True),
    Column("article_id", String(64), nullable=False, unique=True),
    Column("revision", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("languages", Text, nullable=False),
)
Index(None, article_index.c.at, article_index.c.languages)
WORDS_TABLE: Final = "article_words"
"""The words of each row of `article_index`, under its number, by which articles are found.

An FTS5 table without content on SQLite (rows of replaced revisions stay, and lead nowhere), a
`tsvector` with a GIN index on PostgreSQL: neither can be described here.
"""

story_members = Table(
    "story_members",
    METADATA,
    Column("number", BigId, primary_key=True, autoincrement=True),
    Column("article_id", String(64), nullable=False),
    Column("revision", String(64), nullable=False),
    Column("story_id", String(64), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("reference", LargeBinary, nullable=False),
    UniqueConstraint("article_id", "revision"),
    sqlite_autoincrement=True,
)
"""Numbers rise in the order of being seen; none is given twice."""

story_keys = Table(
    "story_keys",
    METADATA,
    Column("key", BigId, primary_key=True, autoincrement=False),
    Column("member", BigId, nullable=False),
)
"""Each key leads to the member that has it. No more is kept, as there are 40 an article."""

users = Table(
    "users",
    METADATA,
    Column("user_id", String(64), primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("created_at", Moment, nullable=False),
)

logins = Table(
    "logins",
    METADATA,
    Column("login_hash", String(64), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

tokens = Table(
    "api_tokens",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", String(64), ForeignKey("users.user_id"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("scope", String(16), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("used_at", Moment),
)

subscriptions = Table(
    "subscriptions",
    METADATA,
    Column("subscription_id", String(64), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("owner", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("enabled", Boolean, nullable=False, default=True),
    Column("removed", Boolean, nullable=False, default=False),
    Column("channel", String(16), nullable=False, default="live"),
    Column("target", Text),
    Column("target_secret", Text),
    Column("previous_secret", Text),
    Column("previous_until", Moment),
    Column("policy", Text),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
Index(None, subscriptions.c.owner)

saved_queries = Table(
    "saved_queries",
    METADATA,
    Column("owner", String(64), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("query", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

subscription_outbox = Table(
    "subscription_outbox",
    METADATA,
    Column("number", BigId, primary_key=True, autoincrement=True),
    Column("subscription_id", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("record", LargeBinary),
    Column("written_at", Moment, nullable=False),
)

ledger = Table(
    "ledger",
    METADATA,
    Column("match_id", String(64), primary_key=True),
    Column("subscription_id", String(64), nullable=False),
    Column("subscription_name", Text, nullable=False),
    Column("story_id", String(64), nullable=False),
    Column("article_id", String(64), nullable=False),
    Column("revision", String(64), nullable=False),
    Column("leads", Boolean),
    Column("state", String(16), nullable=False),
    Column("reason", Text),
    Column("channel", String(16), nullable=False),
    Column("kind", String(16)),
    Column("message_id", String(64), nullable=False),
    Column("number", BigId, unique=True),
    Column("match", LargeBinary, nullable=False),
    Column("matched_at", Moment, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_attempt_at", Moment),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", String(64)),
    UniqueConstraint("subscription_id", "article_id", "revision"),
    UniqueConstraint("subscription_id", "story_id", "leads"),
)
Index(None, ledger.c.state, ledger.c.next_attempt_at)
Index(None, ledger.c.article_id, ledger.c.revision)
Index(None, ledger.c.message_id)
Index(None, ledger.c.subscription_id, ledger.c.ended_at)


attempts = Table(
    "delivery_attempts",
    METADATA,
    Column("attempt", BigId, primary_key=True, autoincrement=True),
    Column("match_id", String(64), ForeignKey("ledger.match_id"), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("answer", Text),
)
Index(None, attempts.c.match_id)

disabled_targets = Table(
    "disabled_targets",
    METADATA,
    Column("subscription_id", String(64), primary_key=True),
    Column("target", Text, primary_key=True),
    Column("disabled_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
)

failing_targets = Table(
    "failing_targets",
    METADATA,
    Column("subscription_id", String(64), primary_key=True),
    Column("target", Text, primary_key=True),
    Column("failing_since", Moment, nullable=False),
    Column("last_failure_at", Moment, nullable=False),
)

trials = Table(
    "trials",
    METADATA,
    Column("trial_id", String(64), primary_key=True),
    Column("subscription_id", String(64), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("claimed_until", Moment),
    Column("answered_at", Moment),
    Column("milliseconds", Integer),
    Column("outcome", String(16)),
    Column("answer", Text),
)
Index(None, trials.c.answered_at)

counters = Table(
    "counters",
    METADATA,
    Column("name", String(50), primary_key=True),
    Column("value", BigId, nullable=False),
)

answers = Table(
    "idempotent_answers",
    METADATA,
    Column("user_id", String(64), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("request_hash", String(64), nullable=False),
    Column("answer", Text, nullable=False),
    Column("written_at", Moment, nullable=False),
)
Index(None, answers.c.written_at)
