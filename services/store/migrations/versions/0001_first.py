"""The first tables: sources, outbox, archive, stories, accounts, subscriptions, ledger."""

import sqlalchemy as sa
from alembic import op

from services.store import tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "article_outbox",
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("sent_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("archived_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("matches", sa.Integer(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "revision", name=op.f("pk_article_outbox")),
    )
    op.create_index(
        op.f("ix_article_outbox_done_written_at"),
        "article_outbox",
        ["done", "written_at"],
        unique=False,
    )
    op.create_index(
        "ix_article_outbox_unsent",
        "article_outbox",
        ["written_at"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND NOT done"),
        postgresql_where=sa.text("sent_at IS NULL AND NOT done"),
    )
    op.create_table(
        "articles",
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("feed_id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("story_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("published_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("fetched_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("archived_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("match_text", sa.Text(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_articles")),
    )
    op.create_index(op.f("ix_articles_fetched_at"), "articles", ["fetched_at"], unique=False)
    op.create_index(op.f("ix_articles_url"), "articles", ["url"], unique=False)
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "disabled_targets",
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("disabled_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "url", name=op.f("pk_disabled_targets")),
    )
    op.create_table(
        "idempotent_answers",
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("written_at", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_idempotent_answers")),
    )
    op.create_index(
        op.f("ix_idempotent_answers_written_at"), "idempotent_answers", ["written_at"], unique=False
    )
    op.create_table(
        "ledger",
        sa.Column("match_id", sa.String(length=64), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("subscription_name", sa.Text(), nullable=False),
        sa.Column("story_id", sa.String(length=64), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("match", sa.LargeBinary(), nullable=False),
        sa.Column("matched_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("written_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", tables.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("match_id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("number", name=op.f("uq_ledger_number")),
        sa.UniqueConstraint(
            "subscription_id",
            "article_id",
            "revision",
            name=op.f("uq_ledger_subscription_id_article_id_revision"),
        ),
        sa.UniqueConstraint(
            "subscription_id",
            "story_id",
            "leads",
            name=op.f("uq_ledger_subscription_id_story_id_leads"),
        ),
    )
    op.create_index(
        op.f("ix_ledger_article_id_revision"), "ledger", ["article_id", "revision"], unique=False
    )
    op.create_index(
        op.f("ix_ledger_state_next_attempt_at"),
        "ledger",
        ["state", "next_attempt_at"],
        unique=False,
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "sources",
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("added_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("next_poll_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("poll_seconds", sa.Integer(), nullable=False),
        sa.Column("last_poll_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("last_success_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("last_item_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_sources")),
        sa.UniqueConstraint("url", name=op.f("uq_sources_url")),
    )
    op.create_index(
        op.f("ix_sources_enabled_next_poll_at"),
        "sources",
        ["enabled", "next_poll_at"],
        unique=False,
    )
    op.create_table(
        "stories",
        sa.Column("story_id", sa.String(length=64), nullable=False),
        sa.Column("opened_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.PrimaryKeyConstraint("story_id", name=op.f("pk_stories")),
    )
    op.create_table(
        "story_bands",
        sa.Column("band", sa.String(length=64), nullable=False),
        sa.Column("story_id", sa.String(length=64), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("seen_at", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("band", name=op.f("pk_story_bands")),
    )
    op.create_index(op.f("ix_story_bands_seen_at"), "story_bands", ["seen_at"], unique=False)
    op.create_table(
        "subscription_outbox",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=True),
        sa.Column("written_at", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_subscription_outbox")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("webhook_url", sa.Text(), nullable=True),
        sa.Column("webhook_secret", sa.Text(), nullable=True),
        sa.Column("created_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("changed_at", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", name=op.f("pk_subscriptions")),
    )
    op.create_index(op.f("ix_subscriptions_owner"), "subscriptions", ["owner"], unique=False)
    op.create_table(
        "users",
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("created_at", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("created_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("used_at", tables.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_api_tokens_user_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_api_tokens")),
    )
    op.create_table(
        "delivery_attempts",
        sa.Column(
            "attempt",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("match_id", sa.String(length=64), nullable=False),
        sa.Column("started_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["match_id"], ["ledger.match_id"], name=op.f("fk_delivery_attempts_match_id")
        ),
        sa.PrimaryKeyConstraint("attempt", name=op.f("pk_delivery_attempts")),
    )
    op.create_index(
        op.f("ix_delivery_attempts_match_id"), "delivery_attempts", ["match_id"], unique=False
    )
    op.create_table(
        "logins",
        sa.Column("login_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", tables.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_logins_user_id")),
        sa.PrimaryKeyConstraint("login_hash", name=op.f("pk_logins")),
    )
    op.create_table(
        "story_articles",
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("story_id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("seen_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("exact", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name=op.f("fk_story_articles_story_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "revision", name=op.f("pk_story_articles")),
    )
    op.create_index(op.f("ix_story_articles_seen_at"), "story_articles", ["seen_at"], unique=False)
    op.create_index(
        op.f("ix_story_articles_story_id"), "story_articles", ["story_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_story_articles_story_id"), table_name="story_articles")
    op.drop_index(op.f("ix_story_articles_seen_at"), table_name="story_articles")
    op.drop_table("story_articles")
    op.drop_table("logins")
    op.drop_index(op.f("ix_delivery_attempts_match_id"), table_name="delivery_attempts")
    op.drop_table("delivery_attempts")
    op.drop_table("api_tokens")
    op.drop_table("users")
    op.drop_index(op.f("ix_subscriptions_owner"), table_name="subscriptions")
    op.drop_table("subscriptions")
    op.drop_table("subscription_outbox")
    op.drop_index(op.f("ix_story_bands_seen_at"), table_name="story_bands")
    op.drop_table("story_bands")
    op.drop_table("stories")
    op.drop_index(op.f("ix_sources_enabled_next_poll_at"), table_name="sources")
    op.drop_table("sources")
    op.drop_table("settings")
    op.drop_index(op.f("ix_ledger_state_next_attempt_at"), table_name="ledger")
    op.drop_index(op.f("ix_ledger_article_id_revision"), table_name="ledger")
    op.drop_table("ledger")
    op.drop_index(op.f("ix_idempotent_answers_written_at"), table_name="idempotent_answers")
    op.drop_table("idempotent_answers")
    op.drop_table("disabled_targets")
    op.drop_table("counters")
    op.drop_index(op.f("ix_articles_url"), table_name="articles")
    op.drop_index(op.f("ix_articles_fetched_at"), table_name="articles")
    op.drop_table("articles")
    op.drop_index(
        "ix_article_outbox_unsent",
        table_name="article_outbox",
        sqlite_where=sa.text("sent_at IS NULL AND NOT done"),
        postgresql_where=sa.text("sent_at IS NULL AND NOT done"),
    )
    op.drop_index(op.f("ix_article_outbox_done_written_at"), table_name="article_outbox")
    op.drop_table("article_outbox")
